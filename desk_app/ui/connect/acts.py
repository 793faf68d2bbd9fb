"""From an act's typed fields to its use case: one button, one call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.answering import OutsideSystem
from desk_app.domain.choices import TransferProof
from desk_app.domain.errors import RuleBroken
from desk_app.domain.events import StopGround
from desk_app.domain.linked_parts import PartState
from desk_app.domain.rights import Act
from desk_app.domain.submission import PaperState, PaperTaken
from desk_app.ui import formats
from desk_app.ui.screens.dossier.brought import MISSING, from_text
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.end_part import end_part
from desk_app.usecases.extend_dossier import extend_dossier
from desk_app.usecases.give_back import give_back
from desk_app.usecases.give_part import give_part
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.renumber_dossier import renumber_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.require_payment import require_payment
from desk_app.usecases.send_back import send_back
from desk_app.usecases.send_part import send_part
from desk_app.usecases.sign_apology import sign_apology
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.take_competent_receipt import take_competent_receipt
from desk_app.usecases.take_handed import take_handed
from desk_app.usecases.take_over_dossier import take_over_dossier
from desk_app.usecases.withdraw_dossier import withdraw_dossier
from desk_app.usecases.witness_transfer import witness_transfer
from desk_app.usecases.write_outside_code import write_outside_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.ui.widgets.file_choice import ChosenFile

    Values = Mapping[str, str]
    Call = Callable[[Desk, int, Values], object]


class DayUnreadable(RuleBroken):
    """What was typed is no day; type it as 27/11/2026."""

    code = "day_unreadable"


class MomentUnreadable(RuleBroken):
    """What was typed is no time with its day; type it as 16:30 27/11/2026."""

    code = "moment_unreadable"


class AmountUnreadable(RuleBroken):
    """What was typed is no amount of whole đồng; type it as 150.000."""

    code = "amount_unreadable"


class NoFileChosen(RuleBroken):
    """The act needs a file; choose it first."""

    code = "no_file_chosen"


def do_act(
    desk: Desk, act: Act, entity: int, values: Values, *, file: ChosenFile | None = None
) -> None:
    """Raises what is unreadable in the fields, and what the act's own use case raises."""
    if act is Act.ATTACH_RESULT:
        if file is None:
            raise NoFileChosen
        number = values.get("number", "")
        attach_result(desk, entity, pdf=file.content, name=file.name, number=number)
    else:
        CALLS[act](desk, entity, values)


def day(text: str) -> date | None:
    """The day typed; None for nothing. Raises DayUnreadable."""
    if not text.strip():
        return None
    found = formats.typed_day(text)
    if found is None:
        raise DayUnreadable(typed=text[:20])
    return found


def moment(text: str) -> datetime:
    """16:30 27/11/2026 in Vietnam time; raises MomentUnreadable."""
    clock, _, written = text.strip().partition(" ")
    found = formats.typed_day(written)
    try:
        hour = datetime.strptime(clock, "%H:%M").time()  # noqa: DTZ007 - only its time is taken
    except ValueError as error:
        raise MomentUnreadable(typed=text[:30]) from error
    if found is None:
        raise MomentUnreadable(typed=text[:30])
    return datetime.combine(found, hour, tzinfo=VIETNAM)


def amount(text: str) -> int:
    """Whole đồng from 150.000, 150 000 or 150000đ; raises AmountUnreadable."""
    digits = text.strip().lower().removesuffix("đ").replace(".", "").replace(" ", "")
    if not digits.isdecimal():
        raise AmountUnreadable(typed=text[:20])
    return int(digits)


_COPIES = frozenset({PaperState.CERTIFIED_COPY, PaperState.COMPARED_COPY})


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _paper(name: str, state: PaperState) -> PaperTaken:
    is_original, is_copy = state is PaperState.ORIGINAL, state in _COPIES
    return PaperTaken(name=name, originals=int(is_original), copies=int(is_copy), state=state)


def _request_supplement(desk: Desk, entity: int, values: Values) -> object:
    return request_supplement(
        desk,
        entity,
        items=_lines(values["items"]),
        reason=values["reason"],
        respond_by=day(values["respond_by"]),
        override_reason=values.get("override_reason", ""),
    )


def _add_supplement(desk: Desk, entity: int, values: Values) -> object:
    papers = [
        _paper(one.name, PaperState(one.state))
        for one in from_text(values["papers"])
        if one.state != MISSING
    ]
    return add_supplement(desk, entity, papers=papers)


_AWAITED = {"transfer_shown": TransferProof.SHOWN, "transfer_seen": TransferProof.SEEN}


def _record_payment(desk: Desk, entity: int, values: Values) -> object:
    if values["method"] in _AWAITED:
        return witness_transfer(
            desk,
            entity,
            amount_vnd=amount(values["amount"]),
            proof=_AWAITED[values["method"]],
            what=values["what"],
            reference=values["reference"],
        )
    return record_payment(
        desk,
        entity,
        amount_vnd=amount(values["amount"]),
        method=values["method"],
        what=values["what"],
        reference=values["reference"],
    )


def _stop(desk: Desk, entity: int, values: Values) -> object:
    return stop_dossier(
        desk,
        entity,
        ground=StopGround(values["stop_ground"]),
        reason=values["reason"],
        money=values["money"],
        papers_back=values["papers_back"] == "yes",
    )


def _refuse(desk: Desk, entity: int, values: Values) -> object:
    """What was typed goes before what the list names."""
    chosen = values.get("known_ground", "")
    known = [ground.article for ground in desk.catalogue.grounds if ground.id == chosen]
    ground = values["ground"].strip() or "".join(known[-1:])
    return refuse_dossier(desk, entity, ground=ground, reason=values["reason"])


def _extend(desk: Desk, entity: int, values: Values) -> object:
    return extend_dossier(
        desk,
        entity,
        due_at=moment(values["due_at"]),
        reason=values["reason"],
        signer=values["signer"],
    )


def _withdraw(desk: Desk, entity: int, values: Values) -> object:
    papers_back = values["papers_back"] == "yes"
    return withdraw_dossier(desk, entity, reason=values["reason"], papers_back=papers_back)


CALLS: dict[Act, Call] = {
    Act.HAND_ON: lambda desk, entity, values: hand_on(desk, entity, to=values["to"]),
    Act.TAKE_HANDED: lambda desk, entity, values: take_handed(desk, entity, taker=values["taker"]),
    Act.GIVE_BACK: lambda desk, entity, values: give_back(desk, entity, reason=values["reason"]),
    Act.COMPETENT_RECEIPT: lambda desk, entity, values: take_competent_receipt(
        desk, entity, received_at=moment(values["received_at"])
    ),
    Act.REQUEST_SUPPLEMENT: _request_supplement,
    Act.ADD_SUPPLEMENT: _add_supplement,
    Act.REFUSE: _refuse,
    Act.APPRAISE: lambda desk, entity, values: appraise_dossier(
        desk, entity, is_sufficient=values["sufficient"] == "yes", note=values["note"]
    ),
    Act.REQUIRE_PAYMENT: lambda desk, entity, values: require_payment(
        desk, entity, amount_vnd=amount(values["amount"]), what=values["what"]
    ),
    Act.RECORD_PAYMENT: _record_payment,
    Act.EXTEND: _extend,
    Act.SIGN_APOLOGY: lambda desk, entity, _values: sign_apology(desk, entity),
    Act.STOP: _stop,
    Act.WITHDRAW: _withdraw,
    Act.APPROVE: lambda desk, entity, values: approve_dossier(desk, entity, note=values["note"]),
    Act.CORRECT: lambda desk, entity, values: correct_dossier(
        desk, entity, field=values["field"], text=values["text"], reason=values["reason"]
    ),
    Act.SEND_BACK: lambda desk, entity, values: send_back(desk, entity, reason=values["reason"]),
    Act.SEND_PART: lambda desk, entity, values: send_part(
        desk,
        entity,
        part=values["part"],
        agency=values["agency"],
        code=values["part_code"],
    ),
    Act.END_PART: lambda desk, entity, values: end_part(
        desk,
        entity,
        part=values["part"],
        state=PartState(values["part_state"]),
        word=values["word"],
        code=values["part_code"],
    ),
    Act.GIVE_PART: lambda desk, entity, values: give_part(
        desk,
        entity,
        part=values["part"],
        receiver=values["receiver"],
        paper=values["paper"],
        relation=values["relation"],
        authorisation=values["authorisation"],
    ),
    Act.WRITE_CODE: lambda desk, entity, values: write_outside_code(
        desk,
        entity,
        code=values["code"],
        system=OutsideSystem(values["system"]),
        is_entered=values["is_entered"] == "yes",
    ),
    Act.CANCEL: lambda desk, entity, values: cancel_dossier(desk, entity, reason=values["reason"]),
    Act.RENUMBER: lambda desk, entity, _values: renumber_dossier(desk, entity),
    Act.TAKE_OVER: lambda desk, entity, values: take_over_dossier(
        desk, entity, reason=values["reason"]
    ),
}
