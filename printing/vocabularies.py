"""The values that a template of each form may name, and those it must.

A text is asked for by its name; a row of a list by `list` and the names of its texts. Whoever fills
a form in gives every one of these, empty where there is nothing to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    texts: frozenset[str]
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()  # without these it would not be that form


# Of every form: who issues it. `desk` is the full name, `desk_phone` may be empty.
_ISSUER = "desk desk_kind desk_name desk_phone lookup office unit locality province printed_on"
_DOSSIER = (
    "code applicant personal_id address phone email request procedure procedure_name field "
    "received_at received_on due_at register_number register_year sets clerk clerk_note qr"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _of_dossier(
    texts: str = "", *, required: str = "code", lists: dict[str, str] | None = None
) -> Vocabulary:
    return _vocabulary(f"{_DOSSIER} {texts}", required=required, lists=lists)


def _vocabulary(
    texts: str, *, required: str = "", lists: dict[str, str] | None = None
) -> Vocabulary:
    return _form(f"{_ISSUER} {texts}", required=required, lists=lists)


def _form(texts: str, *, required: str, lists: dict[str, str] | None) -> Vocabulary:
    return Vocabulary(
        texts=_words(texts),
        lists={name: _words(names) for name, names in (lists or {}).items()},
        required=_words(required),
    )


RESULT = "result"  # the form of which a template is offered to whoever makes a result
_NOTICE = "desk desk_kind desk_name desk_phone lookup code qr applicant address phone email request"
_LETTER = "code qr addressee office request signer"


def _plain(texts: str, *, required: str, lists: str) -> Vocabulary:
    """Its lists hold texts alone."""
    return Vocabulary(
        texts=_words(texts),
        lists={name: _words("text") for name in lists.split()},
        required=_words(required),
    )


VOCABULARIES: Mapping[str, Vocabulary] = MappingProxyType(
    {
        "receipt": _form(
            f"{_NOTICE} temporary correction stub submitter personal_id sets time_limit "
            "received_at due_at due_note result_at fee register_book register_number "
            "clerk clerk_note parts_note",
            required="code applicant request due_at received_at clerk",
            lists={
                "papers": "number name originals copies",
                "look_up": "host typed look_up",
                "parts": "number name agency part_due",
            },
        ),
        "supplement-request": _plain(
            f"{_NOTICE} reason contact contact_phone clerk clerk_note",
            required="applicant request text reason clerk",
            lists="asked",
        ),
        "refusal": _plain(
            f"{_NOTICE} contact contact_phone clerk clerk_note",
            required="applicant request text clerk",
            lists="reasons",
        ),
        "extension-apology": _plain(
            f"{_LETTER} received_on due_at new_due_at reason",
            required="code addressee due_at new_due_at reason signer",
            lists="copies titles",
        ),
        "stop-notice": _plain(
            f"{_LETTER} received_at fee_settlement",
            required="code addressee text signer",
            lists="grounds papers copies titles",
        ),
        "control-sheet": _of_dossier(
            "handler cooperating outcome blocks",
            required="code applicant due_at giver given_at",
            lists={
                "handovers": "number from_body to_body giver given_at taker taken_at outcome note",
                "parts": "number name agency part_due part_state part_code part_result",
            },
        ),
        "collection-slip": _of_dossier(
            "slip_number collected_at payer amount amount_in_words what method reference "
            "fee_vnd paid_vnd left_to_pay vietqr transfer_to",
            required="slip_number payer amount what clerk",
            lists={"fee_lines": "number label quantity unit amount"},
        ),
        "money-list": _vocabulary(
            "period clerk count total total_in_words cash transfer outside",
            required="period total",
            lists={"slips": "number slip_number at code payer what method amount clerk"},
        ),
        "receipt-list": _vocabulary(
            "period clerk count voided total total_in_words",
            required="period total receipt",
            lists={
                "receipts": "number symbol receipt at code payer what amount note",
                "ranges": "symbol book first last issuer used voided left",
            },
        ),
        "results-book": _vocabulary(
            "period keeper count by_way in_post came_back",
            required="period code receiver",
            lists={
                "results": "number code applicant procedure_name due_at at way receiver proof note"
            },
        ),
        "outage-certificate": _vocabulary(
            "period desk_name machine count keeper",
            required="period outage since until",
            lists={"outages": "number outage since until lasted"},
        ),
        "feedback-slip": _vocabulary(
            "feedback_number kind about person person_phone person_address dossier_code words "
            "taken_at due_on answer answered_on answered_by keeper",
            required="feedback_number words due_on",
        ),
        "village-summary": _vocabulary(
            "place day purpose people opened_at closed_at machine dossiers cash other receipts "
            "at_province waiting without_scan without_receipt unprinted note keeper",
            required="place dossiers code applicant",
            lists={"dossiers": "number code applicant procedure_name state"},
        ),
        "register": _vocabulary(
            "year book opened_on closed_on first last count period keeper",
            required="year number code applicant",
            lists={
                "rows": "number code procedure_name sets applicant address handler received_at "
                "due_at handed_at result_at returned_on method note"
            },
        ),
        "shift-list": _vocabulary(
            "period giver giver_note receiver count_dossiers count_money total total_in_words cash "
            "first_slip last_slip waiting list_number",
            required="code giver total",
            lists={
                "dossiers": "number code applicant request received_at papers status",
                "slips": "number slip_number code payer what method amount",
            },
        ),
        "post-slip": _of_dossier(
            "sender_address receiving_office service parcel postal_clerk fee papers_count",
            required="code applicant request",
            lists={"papers": "number name originals copies"},
        ),
        "post-minutes": _vocabulary(
            "minutes_number direction giver receiver at count parcels",
            required="code count",
            lists={"dossiers": "number code applicant request papers state parcel qr"},
        ),
        "hand-over-list": _vocabulary(
            "list_number giver giver_note receiver at count",
            required="code count giver receiver",
            lists={"dossiers": "number code applicant request received_at due_at papers note"},
        ),
        "till-closing": _vocabulary(
            "record_number at giver witness float cash transfer outside count first_slip last_slip "
            "since expected total total_in_words difference reason left handed_on "
            "handed_on_in_words receipts voided_receipts",
            required="record_number total giver witness",
            lists={"notes": "number denomination notes amount"},
        ),
        "satisfaction-slip": _of_dossier("", required="code"),
        "data-sheet": _of_dossier(
            "birth_on sex submitter relation submitter_id submitter_phone submitter_address case "
            "channel result_by fee papers_count copies pages note outside_system limit",
            required="applicant",
            lists={"papers": "number name originals copies state"},
        ),
        "certified-copy": _of_dossier(
            "certificate_number book pages copies signer signer_title", required="book"
        ),
        "result-cover": _of_dossier(
            "result_name result_number result_by return_address parcel paid fee done_at",
            required="code applicant",
        ),
        "procedure-board": _vocabulary(
            "version as_of count fields_count portal desk_upper",
            required="field name procedure version",
            lists={"procedures": "field field_key number procedure name limit count"},
        ),
        "queue-ticket": _vocabulary(
            "ticket field priority at waiting", required="ticket", lists={}
        ),
        RESULT: _of_dossier(
            "birth_on sex submitter relation copies pages province_upper office_upper leader "
            "result_name file_title",
            required="",
            lists={"papers": "number name originals copies state"},
        ),
        "receipt-slip": _of_dossier("fee papers_count result_by", required="code due_at"),
    }
)
