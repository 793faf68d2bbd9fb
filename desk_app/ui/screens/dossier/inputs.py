"""What each act asks for, in order: no rule is without its button.

Values travel as text under the field's name; the call behind the dialog makes them what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.answering import OutsideSystem
from desk_app.domain.events import StopGround
from desk_app.domain.linked_parts import PartState
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    CHECK = "check"  # "yes" or empty
    FILE = "file"  # a PDF
    PAPERS = "papers"  # lines of a state, a tab and a name: see `brought`


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    name: str
    kind: Kind = Kind.LINE
    hint: str = ""
    options: tuple[str, ...] = ()  # values; their words stand under ui.option.<name>.<value>
    initial: str = ""


_REASON = Input(name="reason", kind=Kind.LINES)
_NOTE = Input(name="note", kind=Kind.LINES)
_DAY = "dd/mm/yyyy"
_MOMENT = "HH:mm dd/mm/yyyy"
_PAPERS_BACK = Input(name="papers_back", kind=Kind.CHECK, initial="yes")

INPUTS: Mapping[Act, tuple[Input, ...]] = {
    Act.HAND_ON: (Input(name="to"),),
    Act.TAKE_HANDED: (Input(name="taker"),),
    Act.GIVE_BACK: (_REASON,),
    Act.COMPETENT_RECEIPT: (Input(name="received_at", hint=_MOMENT),),
    Act.REQUEST_SUPPLEMENT: (
        Input(name="items", kind=Kind.LINES),
        _REASON,
        Input(name="respond_by", hint=_DAY),
        Input(name="override_reason"),
    ),
    Act.ADD_SUPPLEMENT: (Input(name="papers", kind=Kind.PAPERS),),
    Act.REFUSE: (Input(name="known_ground", kind=Kind.CHOICE), Input(name="ground"), _REASON),
    Act.APPRAISE: (
        Input(name="sufficient", kind=Kind.CHOICE, options=("yes", "no"), initial="yes"),
        _NOTE,
    ),
    Act.REQUIRE_PAYMENT: (Input(name="amount"), Input(name="what")),
    Act.RECORD_PAYMENT: (
        Input(name="amount"),
        Input(
            name="method",
            kind=Kind.CHOICE,
            options=("cash", "transfer_shown", "transfer_seen", "transfer", "outside"),
            initial="cash",
        ),
        Input(name="what"),
        Input(name="reference"),
    ),
    Act.EXTEND: (Input(name="due_at", hint=_MOMENT), _REASON, Input(name="signer")),
    Act.SIGN_APOLOGY: (),
    Act.STOP: (
        Input(
            name="stop_ground",
            kind=Kind.CHOICE,
            options=tuple(StopGround),
            initial=StopGround.REQUEST,
        ),
        _REASON,
        Input(name="money"),
        _PAPERS_BACK,
    ),
    Act.WITHDRAW: (_REASON, _PAPERS_BACK),
    Act.APPROVE: (_NOTE,),
    Act.ATTACH_RESULT: (Input(name="pdf", kind=Kind.FILE), Input(name="number")),
    Act.CORRECT: (
        Input(name="field", kind=Kind.CHOICE),
        Input(name="text"),
        _REASON,
    ),
    Act.SEND_PART: (
        Input(name="part", kind=Kind.CHOICE),
        Input(name="agency"),
        Input(name="part_code"),
    ),
    Act.END_PART: (
        Input(name="part", kind=Kind.CHOICE),
        Input(
            name="part_state",
            kind=Kind.CHOICE,
            options=(PartState.DONE, PartState.REFUSED, PartState.WAITING),
            initial=PartState.DONE,
        ),
        Input(name="word"),
        Input(name="part_code"),
    ),
    Act.GIVE_PART: (
        Input(name="part", kind=Kind.CHOICE),
        Input(name="receiver"),
        Input(name="paper"),
        Input(name="relation"),
        Input(name="authorisation"),
    ),
    Act.WRITE_CODE: (
        Input(name="code"),
        Input(
            name="system",
            kind=Kind.CHOICE,
            options=tuple(OutsideSystem),
            initial=OutsideSystem.MINISTRY,
        ),
        Input(name="is_entered", kind=Kind.CHECK),
    ),
    Act.CANCEL: (_REASON,),
    Act.SEND_BACK: (_REASON,),
    Act.RENUMBER: (),
    Act.TAKE_OVER: (_REASON,),
}

DANGEROUS = frozenset({Act.REFUSE, Act.STOP, Act.WITHDRAW, Act.CANCEL, Act.TAKE_OVER})
