"""`desk act ACT CODE --with FILE`: the details of each act, and the call they make.

hand-on             {"to"}
take-handed         {"taker"?: who signed for it}
give-back           {"reason"}
request-supplement  {"items": [text], "reason", "respond_by"?: day, "override_reason"?}
add-supplement      {"documents": [as in `desk receive`]}
refuse              {"reason", "ground"?}
appraise            {"sufficient"?: true, "note"?}
require-payment     {"amount_vnd", "what"}
record-payment      {"amount_vnd", "method"?: "cash", "what"?, "reference"?}
                    a transfer no bank confirmed yet: {"amount_vnd", "proof": "shown|seen", …}
extend              {"due_at": moment, "reason", "signer"}
sign-apology        {}
stop                {"reason", "ground"?: "request|no_supplement|office", "money"?, "papers_back"?}
withdraw            {"reason", "papers_back"?}
approve             {"note"?}
attach-result       {"file": path of a PDF, "number"?}
sign-result         {"pkcs12": path, "password"?} or {"token": label or serial, "pin"?}
                    else MOTCUA_PKCS12_PASSWORD, MOTCUA_TOKEN_PIN; "agency_pkcs12"?: path of the
                    office's own key, with MOTCUA_AGENCY_PASSWORD
send-back           {"reason"}
return-result       {"receiver"?, "paper"?, "method"?: "counter|post|online", "relation"?,
                     "authorisation"?, "parcel"?, "originals_back"?} or {"came_back": reason}
correct             {"field": "applicant.name", "value", "reason"}
send-part           {"part": id, "agency"?, "code"?}
end-part            {"part": id, "state"?: "done|refused|waiting", "word": number or why, "code"?}
give-part           {"part": id, "receiver", "paper", "relation"?, "authorisation"?}
write-code          {"code", "system"?: "ministry|dvcqg|vneid|province", "is_entered"?: false}
cancel              {"reason"}
competent-receipt   {"received_at"?: moment}
renumber            {}
take-over           {"reason"}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.commands import act_answers, act_parts, act_results, lines
from desk_app.commands.errors import MissingKeys, NoSuchAct, WrongValue
from desk_app.domain.choices import TransferProof
from desk_app.domain.events import StopGround
from desk_app.domain.rights import Act
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.extend_dossier import extend_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.renumber_dossier import renumber_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.require_payment import require_payment
from desk_app.usecases.send_back import send_back
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.take_competent_receipt import take_competent_receipt
from desk_app.usecases.take_over_dossier import take_over_dossier
from desk_app.usecases.withdraw_dossier import withdraw_dossier
from desk_app.usecases.witness_transfer import witness_transfer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier

    Details = dict[str, Any]
    Call = Callable[[Desk, int, Details], Dossier]


@dataclass(frozen=True, slots=True)
class ActDetails:
    """What an act takes, and what it does with it."""

    call: Call
    needed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


def is_command(name: str) -> bool:
    """Whether `desk act` does it; printing, say, has a command of its own."""
    return name in _ACTS


def require_act(desk: Desk, name: str) -> None:
    """The right to the act, judged before anything else; raises NoSuchAct, NotPermitted."""
    if name not in _ACTS:
        raise NoSuchAct(act=name[:40])
    desk.require(Act(name))


def do_act(desk: Desk, name: str, entity: int, details: Details) -> Dossier:
    """Check the keys and do the act; raises MissingKeys, UnknownKeys, WrongValue and its own."""
    act = _ACTS[name]
    lines.check_keys(details, needed=set(act.needed), allowed=set(act.allowed))
    return act.call(desk, entity, details)


def _request_supplement(desk: Desk, entity: int, details: Details) -> Dossier:
    items = details["items"]
    if not isinstance(items, list) or not all(isinstance(text, str) for text in items):
        raise WrongValue(key="items")
    return request_supplement(
        desk,
        entity,
        items=items,
        reason=lines.words(details, "reason"),
        respond_by=lines.day(details, "respond_by"),
        override_reason=lines.words(details, "override_reason"),
    )


def _extend(desk: Desk, entity: int, details: Details) -> Dossier:
    return extend_dossier(
        desk,
        entity,
        due_at=_moment(details, "due_at"),
        reason=lines.words(details, "reason"),
        signer=lines.words(details, "signer"),
    )


def _stop(desk: Desk, entity: int, details: Details) -> Dossier:
    details.setdefault("ground", StopGround.REQUEST)
    return stop_dossier(
        desk,
        entity,
        ground=lines.one_of(details, "ground", StopGround),
        reason=lines.words(details, "reason"),
        money=lines.words(details, "money"),
        papers_back=lines.truth(details, "papers_back", default=True),
    )


def _record_payment(desk: Desk, entity: int, details: Details) -> Dossier:
    if "proof" in details:
        return witness_transfer(
            desk,
            entity,
            amount_vnd=lines.whole(details, "amount_vnd", default=0),
            proof=lines.one_of(details, "proof", TransferProof),
            what=lines.words(details, "what"),
            reference=lines.words(details, "reference"),
        )
    return record_payment(
        desk,
        entity,
        amount_vnd=lines.whole(details, "amount_vnd", default=0),
        method=lines.words(details, "method") or "cash",
        what=lines.words(details, "what"),
        reference=lines.words(details, "reference"),
    )


def _moment(details: Details, key: str) -> datetime:
    at = lines.moment(details, key)
    if at is None:
        raise MissingKeys(keys=key)
    return at


def _keys(*names: str) -> frozenset[str]:
    return frozenset(names)


_ACTS: dict[str, ActDetails] = {
    Act.HAND_ON: ActDetails(
        lambda desk, entity, details: hand_on(desk, entity, to=lines.words(details, "to")),
        _keys("to"),
    ),
    Act.TAKE_HANDED: ActDetails(act_answers.take, _keys(), _keys("taker")),
    Act.GIVE_BACK: ActDetails(act_answers.give, _keys("reason")),
    Act.REQUEST_SUPPLEMENT: ActDetails(
        _request_supplement, _keys("items", "reason"), _keys("respond_by", "override_reason")
    ),
    Act.ADD_SUPPLEMENT: ActDetails(
        lambda desk, entity, details: add_supplement(
            desk, entity, papers=lines.papers(details, "documents")
        ),
        _keys("documents"),
    ),
    Act.REFUSE: ActDetails(
        lambda desk, entity, details: refuse_dossier(
            desk,
            entity,
            reason=lines.words(details, "reason"),
            ground=lines.words(details, "ground"),
        ),
        _keys("reason"),
        _keys("ground"),
    ),
    Act.APPRAISE: ActDetails(
        lambda desk, entity, details: appraise_dossier(
            desk,
            entity,
            is_sufficient=lines.truth(details, "sufficient", default=True),
            note=lines.words(details, "note"),
        ),
        _keys(),
        _keys("sufficient", "note"),
    ),
    Act.REQUIRE_PAYMENT: ActDetails(
        lambda desk, entity, details: require_payment(
            desk,
            entity,
            amount_vnd=lines.whole(details, "amount_vnd", default=0),
            what=lines.words(details, "what"),
        ),
        _keys("amount_vnd", "what"),
    ),
    Act.RECORD_PAYMENT: ActDetails(
        _record_payment, _keys("amount_vnd"), _keys("method", "proof", "what", "reference")
    ),
    Act.EXTEND: ActDetails(_extend, _keys("due_at", "reason", "signer")),
    Act.SIGN_APOLOGY: ActDetails(act_answers.apology),
    Act.STOP: ActDetails(_stop, _keys("reason"), _keys("ground", "money", "papers_back")),
    Act.WITHDRAW: ActDetails(
        lambda desk, entity, details: withdraw_dossier(
            desk,
            entity,
            reason=lines.words(details, "reason"),
            papers_back=lines.truth(details, "papers_back", default=True),
        ),
        _keys("reason"),
        _keys("papers_back"),
    ),
    Act.APPROVE: ActDetails(
        lambda desk, entity, details: approve_dossier(
            desk, entity, note=lines.words(details, "note")
        ),
        _keys(),
        _keys("note"),
    ),
    Act.ATTACH_RESULT: ActDetails(act_results.attach, _keys("file"), _keys("number")),
    Act.SIGN_RESULT: ActDetails(
        act_results.sign, _keys(), _keys("pkcs12", "password", "token", "pin", "agency_pkcs12")
    ),
    Act.RETURN_RESULT: ActDetails(
        act_results.give_back,
        _keys(),
        _keys(
            "receiver", "paper", "method", "relation", "authorisation", "parcel", "originals_back"
        ),
    ),
    Act.CORRECT: ActDetails(
        lambda desk, entity, details: correct_dossier(
            desk,
            entity,
            field=lines.words(details, "field"),
            text=lines.words(details, "value"),
            reason=lines.words(details, "reason"),
        ),
        _keys("field", "value", "reason"),
    ),
    Act.SEND_BACK: ActDetails(
        lambda desk, entity, details: send_back(
            desk, entity, reason=lines.words(details, "reason")
        ),
        _keys("reason"),
    ),
    Act.SEND_PART: ActDetails(act_parts.send, _keys("part"), _keys("agency", "code")),
    Act.END_PART: ActDetails(act_parts.end, _keys("part", "word"), _keys("state", "code")),
    Act.GIVE_PART: ActDetails(
        act_parts.give, _keys("part", "receiver", "paper"), _keys("relation", "authorisation")
    ),
    Act.WRITE_CODE: ActDetails(act_answers.code, _keys("code"), _keys("system", "is_entered")),
    Act.CANCEL: ActDetails(
        lambda desk, entity, details: cancel_dossier(
            desk, entity, reason=lines.words(details, "reason")
        ),
        _keys("reason"),
    ),
    Act.COMPETENT_RECEIPT: ActDetails(
        lambda desk, entity, details: take_competent_receipt(
            desk, entity, received_at=lines.moment(details, "received_at") or desk.clock.now()
        ),
        _keys(),
        _keys("received_at"),
    ),
    Act.RENUMBER: ActDetails(lambda desk, entity, _details: renumber_dossier(desk, entity)),
    Act.TAKE_OVER: ActDetails(
        lambda desk, entity, details: take_over_dossier(
            desk, entity, reason=lines.words(details, "reason")
        ),
        _keys("reason"),
    ),
}
