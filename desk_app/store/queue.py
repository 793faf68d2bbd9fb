"""The queue tickets of this machine, day by day, and the dossiers that came of each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from desk_app.domain.queueing import Priority, Ticket, TicketNotThere, TicketState, next_up

if TYPE_CHECKING:
    from collections.abc import Collection

    from desk_app.store.database import Database, Row

QUEUE_SCHEMA: Final = (
    """
    CREATE TABLE tickets (
        day TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        field TEXT NOT NULL,
        priority TEXT NOT NULL
            CHECK (priority IN ('', 'elderly', 'disabled', 'pregnant', 'merit')),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'absent', 'done')),
        issued_at INTEGER NOT NULL,
        called_at INTEGER,
        last_called_at INTEGER,
        counter TEXT NOT NULL DEFAULT '',
        calls INTEGER NOT NULL DEFAULT 0 CHECK (calls >= 0),
        called_as INTEGER NOT NULL DEFAULT 0 CHECK (called_as >= 0),
        PRIMARY KEY (day, number)
    ) STRICT, WITHOUT ROWID
    """,
    # One visit may leave several dossiers.
    """
    CREATE TABLE ticket_dossiers (
        day TEXT NOT NULL,
        number INTEGER NOT NULL,
        entity INTEGER NOT NULL,
        PRIMARY KEY (day, number, entity)
    ) STRICT, WITHOUT ROWID
    """,
)
_TICKETS = (
    "number, field, priority, state, issued_at, called_at, last_called_at, counter, calls,"
    " called_as FROM tickets"
)


class Queue:
    """Several windows of a desk share it; every change is a transaction of its own."""

    def __init__(self, database: Database, day: date) -> None:
        self._database = database
        self._day = day.isoformat()

    def issue(self, *, field: str, priority: Priority, at: datetime) -> Ticket:
        """The next number of the day, from 1; once given it is never given again."""
        with self._database.writing():
            last = self._database.value(
                "SELECT coalesce(max(number), 0) FROM tickets WHERE day = ?", (self._day,)
            )
            number = int(last) + 1
            self._database.execute(
                "INSERT INTO tickets (day, number, field, priority, state, issued_at)"
                " VALUES (?, ?, ?, ?, 'waiting', ?)",
                (self._day, number, field, priority.value, int(at.timestamp())),
            )
            return self._ticket(number)

    def call_next(self, *, counter: str, fields: Collection[str], at: datetime) -> Ticket:
        """Who comes next to the counter; whoever stood there is done. Raises NobodyWaits."""
        with self._database.writing():
            ticket = next_up(self.tickets(), fields=fields)
            self._database.execute(
                "UPDATE tickets SET state = 'done'"
                " WHERE day = ? AND counter = ? AND state = 'called'",
                (self._day, counter),
            )
            return self._call(ticket, counter=counter, at=at)

    def call_again(self, number: int, *, counter: str, at: datetime) -> Ticket:
        """Call who was called before, come or not; raises TicketNotThere."""
        with self._database.writing():
            ticket = self._one_of(number, TicketState.CALLED, TicketState.ABSENT)
            self._database.execute(
                "UPDATE tickets SET state = 'done' WHERE day = ? AND counter = ?"
                " AND state = 'called' AND number <> ?",
                (self._day, counter, number),
            )
            return self._call(ticket, counter=counter, at=at)

    def end(self, number: int, *, came: bool) -> Ticket:
        """What became of who was called: served, or did not come; raises TicketNotThere."""
        with self._database.writing():
            self._one_of(number, TicketState.CALLED)
            state = TicketState.DONE if came else TicketState.ABSENT
            self._database.execute(
                "UPDATE tickets SET state = ? WHERE day = ? AND number = ?",
                (state.value, self._day, number),
            )
            return self._ticket(number)

    def join(self, counter: str, entity: int) -> None:
        """The dossier came of the visit at that counter; without one nothing is noted."""
        with self._database.writing():
            ticket = self.at(counter)
            if ticket is not None:
                self._database.execute(
                    "INSERT OR IGNORE INTO ticket_dossiers VALUES (?, ?, ?)",
                    (self._day, ticket.number, entity),
                )

    def at(self, counter: str) -> Ticket | None:
        """Who stands at the counter."""
        row = self._database.row(
            f"SELECT {_TICKETS} WHERE day = ? AND counter = ? AND state = 'called'",
            (self._day, counter),
        )
        return None if row is None else _of(row)

    def tickets(self) -> list[Ticket]:
        """All of the day, by number."""
        rows = self._database.rows(f"SELECT {_TICKETS} WHERE day = ? ORDER BY number", (self._day,))
        return [_of(row) for row in rows]

    def dossiers(self, number: int) -> list[int]:
        """What came of that visit, as dossiers."""
        rows = self._database.rows(
            "SELECT entity FROM ticket_dossiers WHERE day = ? AND number = ? ORDER BY entity",
            (self._day, number),
        )
        return [int(entity) for (entity,) in rows]

    def _call(self, ticket: Ticket, *, counter: str, at: datetime) -> Ticket:
        moment = int(at.timestamp())
        self._database.execute(
            """
            UPDATE tickets SET state = 'called', counter = ?, calls = calls + 1,
                called_at = coalesce(called_at, ?), last_called_at = ?,
                called_as = CASE called_as WHEN 0 THEN (
                    SELECT max(called_as) + 1 FROM tickets WHERE day = ?) ELSE called_as END
            WHERE day = ? AND number = ?
            """,
            (counter, moment, moment, self._day, self._day, ticket.number),
        )
        return self._ticket(ticket.number)

    def _one_of(self, number: int, *states: TicketState) -> Ticket:
        ticket = self._ticket(number)
        if ticket.state not in states:
            raise TicketNotThere(number=number)
        return ticket

    def _ticket(self, number: int) -> Ticket:
        row = self._database.row(
            f"SELECT {_TICKETS} WHERE day = ? AND number = ?", (self._day, number)
        )
        if row is None:
            raise TicketNotThere(number=number)
        return _of(row)


def _of(row: Row) -> Ticket:
    number, field, priority, state, issued_at, called_at, last_at, counter, calls, order = row
    return Ticket(
        number=number,
        field=field,
        priority=Priority(priority),
        state=TicketState(state),
        issued_at=datetime.fromtimestamp(issued_at, UTC),
        called_at=_moment(called_at),
        last_called_at=_moment(last_at),
        counter=counter,
        calls=calls,
        order=order,
    )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
