"""Who may do which act: receive ≠ appraise ≠ approve ≠ return.

A user may hold several roles; the right is judged before anything else of the act.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable


class NotPermitted(RuleBroken):
    """None of the user's roles may do this; sign in as somebody who may."""

    code = "not_permitted"


class Role(StrEnum):
    CLERK = "clerk"  # cán bộ tiếp nhận
    POSTAL = "postal"  # nhân viên bưu điện, within a mandate; never appraises or decides
    HANDLER = "handler"  # công chức thụ lý
    LEADER = "leader"  # chủ tịch, phó chủ tịch
    ADMIN = "admin"  # quản trị quầy


class Act(StrEnum):
    """What a person does with a dossier or the desk, by the name of its command."""

    REGISTER = "register"  # before reception: written down, not yet taken
    RECEIVE = "receive"
    COMPETENT_RECEIPT = "competent-receipt"  # the competent body has it (NĐ 309/2026: 17.3)
    HAND_ON = "hand-on"
    TAKE_HANDED = "take-handed"  # whom it was handed to signs for it
    GIVE_BACK = "give-back"  # and does not, with the reason
    REQUEST_SUPPLEMENT = "request-supplement"
    ADD_SUPPLEMENT = "add-supplement"
    REFUSE = "refuse"
    APPRAISE = "appraise"
    REQUIRE_PAYMENT = "require-payment"
    RECORD_PAYMENT = "record-payment"
    EXTEND = "extend"
    SIGN_APOLOGY = "sign-apology"  # the paper that tells of the new date
    STOP = "stop"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    ATTACH_RESULT = "attach-result"
    SIGN_RESULT = "sign-result"
    SEND_BACK = "send-back"  # a result that was read and not signed
    RETURN_RESULT = "return-result"
    SEND_PART = "send-part"  # of an interlinked dossier, to its agency
    END_PART = "end-part"  # its agency solved it, refused it or gave it back
    GIVE_PART = "give-part"  # its result to the citizen, before the others are there
    CORRECT = "correct"
    CLOSE_TILL = "close-till"  # cash counted by two
    KEEP_RECEIPTS = "keep-receipts"  # ranges given back; numbers that are void
    ENTER_RECEIPTS = "enter-receipts"  # a range written down by hand
    WRITE_CODE = "write-code"  # of the dossier in another system; that it was typed in there
    CANCEL = "cancel"
    RENUMBER = "renumber"
    TAKE_OVER = "take-over"  # a dossier that another machine holds
    SETTLE = "settle"  # two values of one field; changes that were set aside
    SCAN = "scan"  # papers of a dossier into files
    PRINT = "print"
    TAKE_FEEDBACK = "take-feedback"  # complaints and proposals
    ANSWER_FEEDBACK = "answer-feedback"  # or pass it on to who can
    GO_OUT = "go-out"  # a session in a village: planned, opened, closed
    LOOK = "look"  # lists, search, one dossier
    MANAGE_USERS = "manage-users"
    GIVE_MANDATE = "give-mandate"  # postal staff may stand in
    MANAGE_DESK = "manage-desk"  # printers


_COUNTER = frozenset({Role.CLERK, Role.POSTAL})
_OFFICE = frozenset({Role.CLERK, Role.HANDLER})
_ANYONE = frozenset(Role)

_MAY: dict[Act, frozenset[Role]] = {
    Act.REGISTER: _COUNTER,
    Act.RECEIVE: _COUNTER,
    Act.COMPETENT_RECEIPT: _OFFICE,
    Act.HAND_ON: _COUNTER | {Role.HANDLER},
    Act.TAKE_HANDED: _OFFICE,
    Act.GIVE_BACK: _OFFICE,
    Act.REQUEST_SUPPLEMENT: _OFFICE,
    Act.ADD_SUPPLEMENT: _COUNTER | {Role.HANDLER},
    Act.REFUSE: _OFFICE,
    Act.APPRAISE: frozenset({Role.HANDLER}),
    Act.REQUIRE_PAYMENT: frozenset({Role.HANDLER}),
    Act.RECORD_PAYMENT: _COUNTER | {Role.HANDLER},
    Act.CLOSE_TILL: _COUNTER | {Role.HANDLER},
    Act.KEEP_RECEIPTS: _OFFICE | {Role.ADMIN},
    Act.ENTER_RECEIPTS: frozenset({Role.LEADER, Role.ADMIN}),
    Act.EXTEND: frozenset({Role.HANDLER, Role.LEADER}),
    Act.SIGN_APOLOGY: frozenset({Role.LEADER}),
    Act.STOP: frozenset({Role.HANDLER, Role.LEADER}),
    Act.WITHDRAW: _COUNTER | {Role.HANDLER},
    Act.APPROVE: frozenset({Role.LEADER}),
    Act.ATTACH_RESULT: _OFFICE,
    Act.SIGN_RESULT: frozenset({Role.LEADER}),
    Act.SEND_BACK: frozenset({Role.LEADER}),
    Act.RETURN_RESULT: _COUNTER,
    Act.SEND_PART: _OFFICE,
    Act.END_PART: _OFFICE,
    Act.GIVE_PART: _COUNTER,
    Act.CORRECT: _OFFICE,
    Act.WRITE_CODE: _COUNTER | {Role.HANDLER},
    Act.CANCEL: _OFFICE,
    Act.RENUMBER: _COUNTER | {Role.HANDLER, Role.ADMIN},
    Act.TAKE_OVER: frozenset({Role.LEADER}),
    Act.SETTLE: _OFFICE | {Role.LEADER},
    Act.SCAN: _COUNTER | {Role.HANDLER},
    Act.PRINT: _COUNTER | {Role.HANDLER, Role.LEADER},
    Act.TAKE_FEEDBACK: _COUNTER | {Role.HANDLER, Role.LEADER},
    Act.ANSWER_FEEDBACK: _OFFICE | {Role.LEADER},
    Act.GO_OUT: _OFFICE | {Role.LEADER},
    Act.LOOK: _ANYONE,
    Act.MANAGE_USERS: frozenset({Role.ADMIN}),
    Act.GIVE_MANDATE: frozenset({Role.LEADER}),
    Act.MANAGE_DESK: frozenset({Role.ADMIN}),
}


def may(roles: Iterable[Role], act: Act) -> bool:
    return not _MAY[act].isdisjoint(roles)


def needs_mandate(roles: Iterable[Role], act: Act) -> bool:
    """Whether these roles may do the act as postal staff only; looking needs none."""
    others = _MAY[act] - {Role.POSTAL}
    return act is not Act.LOOK and others.isdisjoint(roles)


def require(roles: Iterable[Role], act: Act) -> None:
    """Raise NotPermitted unless one of the roles may do the act."""
    if not may(roles, act):
        raise NotPermitted(act=act)
