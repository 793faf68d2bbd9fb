"""How far one dossier or one file has come: on this disk, in a second copy, with the province.

Each step is a stored proof; what is not proved is not said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.listed import Tick, file_tick, tick_of

if TYPE_CHECKING:
    from desk_app.desk import Desk


def of_dossier(desk: Desk, entity: int) -> Tick:
    """Of its last change; `aside` where a person must look."""
    return tick_of(desk.store.database, entity)


def of_file(desk: Desk, sha256: str) -> Tick:
    """Of the file itself; judged once the change that names it is."""
    return file_tick(desk.store.database, sha256)
