"""Make a second copy of the desk (sao lưu), encrypted as it is, and read it back.

Anybody at the desk may: without a password the copy tells nothing, and more copies are safer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.backup import Backup, back_up

if TYPE_CHECKING:
    from pathlib import Path

    from desk_app.desk import Desk


def backup_desk(desk: Desk, folder: Path) -> Backup:
    """Only a copy that reads back counts. Raises NotPermitted, DiskFull, BackupDamaged."""
    desk.require(Act.LOOK)
    return back_up(desk.store, folder, at=desk.clock.now())
