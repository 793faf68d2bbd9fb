"""When who sat at the desk: signed in, locked, unlocked, signed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.store.database import Database


class SessionAct(StrEnum):
    SIGNED_IN = "signed_in"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionMark:
    user: int
    act: SessionAct
    at: datetime


class Sessions:
    """The list of them; appended to, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, user: int, act: SessionAct, *, at: datetime) -> None:
        """Append one; a frozen database is read without leaving a trace."""
        if self._database.is_frozen:
            return
        with self._database.writing():
            self._database.execute(
                "INSERT INTO sessions (user, act, at) VALUES (?, ?, ?)",
                (user, act.value, int(at.timestamp())),
            )

    def last(self, count: int = 100) -> list[SessionMark]:
        """The last ones, the newest first."""
        rows = self._database.rows(
            "SELECT user, act, at FROM sessions ORDER BY id DESC LIMIT ?", (count,)
        )
        return [
            SessionMark(user=user, act=SessionAct(act), at=datetime.fromtimestamp(at, UTC))
            for user, act, at in rows
        ]
