"""What lists and search look dossiers up by: codes, phone numbers, until when something waits."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.work_calendar import VIETNAM
from desk_app.store.projection_tables import NO_DUE

if TYPE_CHECKING:
    from datetime import date


def code_row(code: str, entity: int) -> tuple[str, int, str, int]:
    """A code as it is looked for: "H34.7-261123-0012" also by "261123-0012" and by 12."""
    head, _, running = code.rpartition("-")
    tail = f"{head.rpartition('-')[2]}-{running}"
    return code, entity, tail, int(running) if running.isdecimal() else 0


def outside_row(code: str, entity: int) -> tuple[str, int, str, int]:
    """A code of another system: found by itself and by its last part, not by a number alone."""
    return code, entity, code.rpartition("-")[2], 0


def phone_digits(text: str) -> str:
    """A phone number as it is compared: digits alone, the country's prefix as 0."""
    digits = "".join(filter(str.isdecimal, text))
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 10 else digits  # noqa: PLR2004 - a local number has 10


def waits_key(dossier: Dossier) -> int:
    """Until when, or since when, it waits for what its state waits for; 0 where nobody counts.

    A supplement until the last day it may come; a result and a hand-over since they are there.
    """
    if dossier.status is Status.SUPPLEMENT_REQUESTED:
        return _end_of(dossier.respond_by) if dossier.respond_by else NO_DUE
    if dossier.status is Status.DONE:
        return int(dossier.done_at.timestamp()) if dossier.done_at else 0
    if dossier.awaits_taking:
        return int(dossier.handed_at.timestamp()) if dossier.handed_at else 0
    return 0


def _end_of(day: date) -> int:
    """The last second of a day in Viet Nam."""
    return int(datetime.combine(day, time.max, tzinfo=VIETNAM).timestamp())
