"""What the same person has open for the same procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.projections import person_key

if TYPE_CHECKING:
    from desk_app.domain.submission import Person
    from desk_app.store.database import Database


def open_of_person(database: Database, person: Person, procedure: str, *, limit: int) -> list[int]:
    """The entities of their dossiers not yet ended, the newest first."""
    rows = database.rows(
        "SELECT entity FROM dossiers INDEXED BY dossiers_person"
        " WHERE person = ? AND procedure = ? AND is_live = 1 AND is_cancelled = 0"
        " ORDER BY id DESC LIMIT ?",
        (person_key(person), procedure, limit),
    )
    return [int(entity) for (entity,) in rows]
