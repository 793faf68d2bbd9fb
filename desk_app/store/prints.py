"""The print ledger: which page came out when, of which bytes, and what became of it.

A row is queued in the same transaction as what it prints (`print_queue`). It closes as printed or
spoiled, by what the printer says or the person answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from desk_app.store.errors import UnknownPrint, WrongPrintStep

if TYPE_CHECKING:
    from desk_app.domain.print_reasons import SpoiltBy
    from desk_app.store.database import Database, Row


class PrintKind(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"  # the same page again, marked as copy n
    CORRECTED = "corrected"  # takes the place of an earlier page and says so


class PrintState(StrEnum):
    QUEUED = "queued"  # to be printed; nothing is on paper
    SENT = "sent"  # given to the printer
    PRINTED = "printed"  # on paper
    SPOILED = "spoiled"  # not on paper, or of no use
    UNKNOWN = "unknown"  # a person must say whether the page came out


_NEXT = {
    PrintState.QUEUED: frozenset({PrintState.SENT, PrintState.SPOILED}),
    # Back to the queue only when the printer refused the job before anything was drawn.
    PrintState.SENT: frozenset(
        {PrintState.PRINTED, PrintState.SPOILED, PrintState.UNKNOWN, PrintState.QUEUED}
    ),
    # Another process may have lost sight of what this one still follows.
    PrintState.UNKNOWN: frozenset(
        {PrintState.PRINTED, PrintState.SPOILED, PrintState.UNKNOWN, PrintState.QUEUED}
    ),
    PrintState.PRINTED: frozenset[PrintState](),
    PrintState.SPOILED: frozenset[PrintState](),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Print:
    """One row of the ledger."""

    id: int
    entity: int
    form: str
    kind: PrintKind
    copy: int  # 0 for the original, then 1, 2, …
    sheets: int
    state: PrintState
    sha256: str  # of the page's bytes; empty before they were drawn
    printer: str
    job: str
    reason: str
    by: int
    queued_at: datetime
    changed_at: datetime
    layout: str  # how the page lay on its paper; empty before it was sent
    why: str  # why one more was wanted; empty where nobody said


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintStep:
    """What happened to a print: when, by whom, at which printer."""

    state: PrintState
    by: int
    at: datetime
    reason: str
    printer: str


class Prints:
    """The ledger; every step is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, print_id: int) -> Print:
        """Raises UnknownPrint."""
        row = self._database.row(f"{_SELECT} WHERE id = ?", (print_id,))
        if row is None:
            raise UnknownPrint(print=print_id)
        return _print(row)

    def of(self, entity: int) -> list[Print]:
        """Every print of a dossier, the oldest first."""
        rows = self._database.rows(f"{_SELECT} WHERE entity = ? ORDER BY id", (entity,))
        return [_print(row) for row in rows]

    def open(self) -> list[Print]:
        """What is queued, on its way, or waits for a person's answer; the oldest first."""
        rows = self._database.rows(
            f"{_SELECT} WHERE state IN ('queued', 'sent', 'unknown') ORDER BY id"
        )
        return [_print(row) for row in rows]

    def drawn(self, print_id: int, sha256: str) -> None:
        """Note the hash of the page's bytes; a page drawn once is never drawn otherwise."""
        with self._database.writing():
            changed = self._database.execute(
                "UPDATE prints SET sha256 = ? WHERE id = ? AND coalesce(sha256, ?) = ?",
                (sha256, print_id, sha256, sha256),
            )
            if not changed:
                raise WrongPrintStep(print=print_id, reason="drawn_otherwise")

    def sent(
        self, print_id: int, *, printer: str, job: str, by: int, at: datetime, layout: str = ""
    ) -> None:
        """The page is about to go to the printer: write this before it goes.

        What stands as sent after a power cut is asked about, never printed again by itself.
        """
        with self._database.writing():
            self._database.execute(
                "UPDATE prints SET printer = ?, job = ?, layout = ? WHERE id = ?",
                (printer, job, layout, print_id),
            )
            self._step(print_id, PrintState.SENT, by=by, at=at)

    def named_job(self, print_id: int, job: str) -> None:
        """What the printer calls the job it took."""
        with self._database.writing():
            self._database.execute("UPDATE prints SET job = ? WHERE id = ?", (job, print_id))

    def close(
        self, print_id: int, state: PrintState, *, by: int, at: datetime, reason: str = ""
    ) -> None:
        """Say what became of it; raises WrongPrintStep for a step that cannot follow."""
        with self._database.writing():
            self._step(print_id, state, by=by, at=at, reason=reason)

    def spoil(self, print_id: int, *, by: int, at: datetime, reason: SpoiltBy) -> None:
        """A person says that a page on paper, or one nobody was sure of, is of no use.

        The one way back from printed: the next page is then what this one was. Raises UnknownPrint,
        WrongPrintStep.
        """
        with self._database.writing():
            before = self.get(print_id).state
            if before not in {PrintState.PRINTED, PrintState.UNKNOWN}:
                raise WrongPrintStep(print=print_id, state=before)
            change_state(self._database, print_id, PrintState.SPOILED, by=by, at=at, reason=reason)

    def lost_sight(self, *, by: int, at: datetime) -> int:
        """After a restart: whatever was on its way is unknown now; returns how many.

        A frozen database is left as it was found.
        """
        if self._database.is_frozen:
            return 0
        with self._database.writing():
            rows = self._database.rows("SELECT id FROM prints WHERE state = 'sent'")
            for (print_id,) in rows:
                self._step(print_id, PrintState.UNKNOWN, by=by, at=at, reason="restart")
            return len(rows)

    def steps(self, print_id: int) -> list[PrintStep]:
        """What happened to the print, the oldest first."""
        rows = self._database.rows(
            "SELECT state, by, at, reason, printer FROM print_steps WHERE print = ? ORDER BY id",
            (print_id,),
        )
        return [
            PrintStep(
                state=PrintState(state), by=by, at=_moment(at), reason=reason, printer=printer
            )
            for state, by, at, reason, printer in rows
        ]

    def _step(
        self, print_id: int, state: PrintState, *, by: int, at: datetime, reason: str = ""
    ) -> None:
        before = self.get(print_id)
        if state not in _NEXT[before.state] or (state is PrintState.SENT and not before.sha256):
            raise WrongPrintStep(print=print_id, state=before.state)
        change_state(self._database, print_id, state, by=by, at=at, reason=reason)


_SELECT = """
    SELECT id, entity, form, kind, copy, sheets, state, sha256, printer, job, reason, by,
           queued_at, changed_at, layout, why
    FROM prints
"""


def change_state(
    database: Database, print_id: int, state: PrintState, *, by: int, at: datetime, reason: str
) -> None:
    """Within the caller's transaction, whatever the state was."""
    database.execute(
        "UPDATE prints SET state = ?, reason = ?, changed_at = ? WHERE id = ?",
        (state.value, reason, seconds(at), print_id),
    )
    note_step(database, print_id, state, by=by, at=at, reason=reason)


def note_step(
    database: Database, print_id: int, state: PrintState, *, by: int, at: datetime, reason: str = ""
) -> None:
    """Within the caller's transaction; where it happened is the printer of the row by now."""
    database.execute(
        """
        INSERT INTO print_steps (print, state, by, at, reason, printer)
        SELECT id, ?, ?, ?, ?, iif(? = 'queued', '', printer) FROM prints WHERE id = ?
        """,
        (state.value, by, seconds(at), reason, state.value, print_id),
    )


def _print(row: Row) -> Print:
    values: dict[str, Any] = dict(zip(Print.__dataclass_fields__, row, strict=True))
    values["kind"] = PrintKind(values["kind"])
    values["state"] = PrintState(values["state"])
    values["sha256"] = values["sha256"] or ""
    values["queued_at"] = _moment(values["queued_at"])
    values["changed_at"] = _moment(values["changed_at"])
    return Print(**values)


def seconds(moment: datetime) -> int:
    """As a moment stands in the store."""
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
