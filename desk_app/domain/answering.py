"""What others say to a dossier under way: the taker of a hand-over, the head, another system."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain import events
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.handling import NoPromise, ReasonMissing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.rights import Role

_CODE = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ./_-]{2,59}")


class OutsideSystem(StrEnum):
    """Where else a dossier has a code; its words are `outside.<value>`."""

    MINISTRY = "ministry"  # the system that is master of the procedure
    NATIONAL_PORTAL = "dvcqg"  # Cổng Dịch vụ công quốc gia
    VNEID = "vneid"
    PROVINCE = "province"  # hệ thống thông tin giải quyết TTHC tỉnh


class TakerMissing(RuleBroken):
    """Nobody signed for the dossier; write who has it now."""

    code = "taker_missing"


class HandedToAnother(RuleBroken):
    """It was handed to somebody who signs in here; only a handler may sign for it."""

    code = "handed_to_another"


class OutsideCodeUnfit(RuleBroken):
    """What was typed is no code: letters, digits, dots, strokes, at least three, no spaces."""

    code = "outside_code_unfit"


def decide_hand_over_answer(
    dossier: Dossier, *, is_taken: bool, taker: str, reason: str, now: datetime
) -> events.HandOverAnswered:
    """Taken, or given back with the reason; raises TakerMissing, ReasonMissing, WrongStatus."""
    if not taker:
        raise TakerMissing
    if not is_taken and not reason:
        raise ReasonMissing(field="reason")
    event = events.HandOverAnswered(
        is_taken=is_taken, taker=taker, reason="" if is_taken else reason
    )
    apply(dossier, event, at=now)
    return event


def require_taker(
    to: str, *, person: str, roles: Collection[Role], handlers: Iterable[str]
) -> None:
    """Who may answer for a hand-over; raises HandedToAnother.

    A handler always may, also as a stand-in. What went to somebody who never signs in here is
    answered for by whoever holds the list with that signature.
    """
    may_stand_in = any(role.value == "handler" for role in roles)
    if person != to and not may_stand_in and to in set(handlers):
        raise HandedToAnother(to=to)


def decide_outside_code(
    dossier: Dossier, *, system: OutsideSystem, code: str, is_entered: bool, now: datetime
) -> events.OutsideCoded:
    """The code of the dossier elsewhere; raises OutsideCodeUnfit."""
    written = code.strip().upper()
    if not _CODE.fullmatch(written):
        raise OutsideCodeUnfit
    event = events.OutsideCoded(system=system.value, code=written, is_entered=is_entered)
    apply(dossier, event, at=now)
    return event


def decide_apology_signed(dossier: Dossier, *, now: datetime) -> events.ApologySigned:
    """The head signed the paper for the date promised now; raises NoPromise, WrongStatus."""
    if dossier.due_at is None:
        raise NoPromise
    event = events.ApologySigned(due_at=dossier.due_at)
    apply(dossier, event, at=now)
    return event
