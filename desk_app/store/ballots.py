"""Answers of the day about the service, before they are counted: no name, no dossier.

A question is open for a minute on the second screen; unanswered it counts as such. A day that is
over leaves this table as one event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from desk_app.domain.events import SatisfactionCounted
from desk_app.domain.satisfaction import NO_ANSWER, Answer
from desk_app.store.entries import ENTRY_COLUMNS, entry_of, in_force
from desk_app.store.errors import EntryUnreadable

if TYPE_CHECKING:
    from desk_app.store.database import Database

OPEN_FOR = timedelta(seconds=60)
BALLOTS_SCHEMA = (
    """
    CREATE TABLE ballots (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        asked_at INTEGER,  -- Unix seconds, of a question that is open
        is_shown INTEGER NOT NULL,  -- a screen has asked it: only then silence counts
        face INTEGER NOT NULL CHECK (face BETWEEN 0 AND 5),
        because TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX ballots_day ON ballots (day)",
    "CREATE INDEX journal_satisfaction ON journal (author, epoch, number) WHERE kind = 150",
)
_COUNTED = f"SELECT {ENTRY_COLUMNS} WHERE j.kind = 150"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What the second screen asks now."""

    id: int
    face: int  # 0: not answered yet
    because: str
    is_shown: bool


def ask(database: Database, *, day: date, at: datetime) -> None:
    """Open a question; the one before is over, and where no screen asked it, it never was."""
    with database.writing():
        database.execute("DELETE FROM ballots WHERE is_shown = 0")
        database.execute("UPDATE ballots SET asked_at = NULL WHERE asked_at IS NOT NULL")
        database.execute(
            "INSERT INTO ballots (day, asked_at, is_shown, face, because) VALUES (?, ?, 0, ?, '')",
            (day.isoformat(), int(at.timestamp()), NO_ANSWER),
        )


def open_question(database: Database, *, now: datetime) -> Question | None:
    since = int((now - OPEN_FOR).timestamp())
    row = database.row(
        "SELECT id, face, because, is_shown FROM ballots WHERE asked_at > ?"
        " ORDER BY id DESC LIMIT 1",
        (since,),
    )
    return Question(id=row[0], face=row[1], because=row[2], is_shown=bool(row[3])) if row else None


def show(database: Database, id_: int) -> None:
    """A screen asks it."""
    with database.writing():
        database.execute("UPDATE ballots SET is_shown = 1 WHERE id = ? AND is_shown = 0", (id_,))


def answer(database: Database, id_: int, told: Answer, *, now: datetime) -> bool:
    """Whether the question was still open; the last answer counts."""
    question = open_question(database, now=now)
    if question is None or question.id != id_:
        return False
    with database.writing():
        database.execute(
            "UPDATE ballots SET face = ?, because = ?, is_shown = 1 WHERE id = ?",
            (told.face, told.because, id_),
        )
    return True


def close(database: Database, id_: int) -> None:
    """The question leaves the screen."""
    with database.writing():
        database.execute("UPDATE ballots SET asked_at = NULL WHERE id = ?", (id_,))


def add(database: Database, told: Answer, *, day: date, slips: int) -> None:
    """Answers from slips."""
    with database.writing():
        for _ in range(slips):
            database.execute(
                "INSERT INTO ballots (day, is_shown, face, because) VALUES (?, 1, ?, ?)",
                (day.isoformat(), told.face, told.because),
            )


def answers_of(database: Database, day: date) -> list[Answer]:
    rows = database.rows(
        "SELECT face, because FROM ballots WHERE day = ? AND is_shown = 1 ORDER BY face, because",
        (day.isoformat(),),
    )
    return [Answer(face=face, because=because) for face, because in rows]


def days_before(database: Database, day: date) -> list[date]:
    """Days that are over and not counted yet."""
    rows = database.rows(
        "SELECT DISTINCT day FROM ballots WHERE day < ? AND is_shown = 1 ORDER BY day",
        (day.isoformat(),),
    )
    return [date.fromisoformat(one) for (one,) in rows]


def days_within(database: Database, first: date, last: date) -> list[date]:
    rows = database.rows(
        "SELECT DISTINCT day FROM ballots WHERE day BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
    )
    return [date.fromisoformat(one) for (one,) in rows]


def forget(database: Database, day: date) -> None:
    """Within the transaction that counts the day."""
    database.execute("DELETE FROM ballots WHERE day = ?", (day.isoformat(),))


def counts_within(database: Database, first: date, last: date) -> list[SatisfactionCounted]:
    """Days counted here, and by machines whose counts are known here."""
    found: list[SatisfactionCounted] = []
    for row in database.rows(_COUNTED):
        try:
            entries = in_force([entry_of(row)])
        except EntryUnreadable:
            continue
        found += [
            one.event
            for one in entries
            if isinstance(one.event, SatisfactionCounted) and first <= one.event.day <= last
        ]
    return found
