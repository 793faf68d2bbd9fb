"""What goes into the print ledger, within the transaction of what is printed.

An original exists once: after a spoiled one the next print is the original again; after a good one
a further page is a copy, or, after a correction, one that takes the place of the page before. What
is queued of a page that was overtaken is never printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.prints import PrintKind, PrintState, change_state, note_step, seconds

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.database import Database


def queue_print(
    database: Database,
    entity: int,
    form: str,
    *,
    sheets: int,
    by: int,
    at: datetime,
    corrected: bool = False,
    elsewhere: bool = False,
    why: str = "",
    sha256: str = "",
) -> int:
    """Put one more print of the form into the ledger, within the caller's transaction.

    `corrected`: what the form says has changed, so whatever still waits of it is spoiled, and the
    new page takes the place of the last; so does the one after a corrected page that was spoiled.
    `elsewhere`: another machine printed the original, so whatever comes out here is a copy.
    `sha256`: of the bytes where they were kept already, so that nothing is drawn later.
    """
    if corrected:
        overtake(database, entity, by=by, at=at, form=form)
    rows = database.rows(
        "SELECT kind, copy, state FROM prints WHERE entity = ? AND form = ? ORDER BY id",
        (entity, form),
    )
    good = [copy for _, copy, state in rows if state != PrintState.SPOILED]
    pages = [state for kind, _, state in rows if kind != PrintKind.COPY]
    kind, copy = PrintKind.ORIGINAL, 0
    if 0 in good:
        is_anew = corrected or pages[-1] == PrintState.SPOILED
        kind = PrintKind.CORRECTED if is_anew else PrintKind.COPY
        copy = max(good) + 1
    elif elsewhere:
        kind, copy = PrintKind.COPY, max(good, default=0) + 1
    print_id = database.insert(
        """
        INSERT INTO prints
            (entity, form, kind, copy, sheets, state, by, queued_at, changed_at, why, sha256)
        VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, nullif(?, ''))
        """,
        (entity, form, kind.value, copy, sheets, by, seconds(at), seconds(at), why, sha256),
    )
    note_step(database, print_id, PrintState.QUEUED, by=by, at=at)
    return print_id


def overtake(
    database: Database, entity: int, *, by: int, at: datetime, form: str | None = None
) -> None:
    """Spoil what still waits for the printer, of one form or of all: it is true no more."""
    rows = database.rows(
        "SELECT id FROM prints WHERE entity = ? AND form = coalesce(?, form) AND state = 'queued'",
        (entity, form),
    )
    for (print_id,) in rows:
        change_state(database, print_id, PrintState.SPOILED, by=by, at=at, reason="overtaken")
