"""How this machine scans: its folder, its scanner, how large a file may be (cài đặt quét)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.scan_choice import SCANNING, NoSuchFolder, ScanChoice

if TYPE_CHECKING:
    from desk_app.desk import Desk


def choose_scanning(desk: Desk, choice: ScanChoice) -> None:
    """Holds for this machine from now on. Raises NotPermitted, NoSuchFolder."""
    desk.require(Act.SCAN)
    folder = choice.folder.strip()
    if folder and not Path(folder).is_dir():
        raise NoSuchFolder(folder=folder)
    desk.store.settings.put(SCANNING, {**asdict(choice), "folder": folder})
