"""Delete the pages that lie in the clear in the PDF tray (dọn khay PDF)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.desk import Desk


def empty_tray(desk: Desk) -> int:
    """How many pages went; the encrypted records stay. Raises TrayNotEmptied.

    Anybody at the desk may: it takes nothing away that is not kept.
    """
    return desk.tray.empty()
