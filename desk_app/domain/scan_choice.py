"""How a machine scans (cài đặt quét): kept as a setting of this machine alone."""

from __future__ import annotations

from dataclasses import dataclass

from desk_app.domain.errors import RuleBroken
from desk_app.domain.scans import PORTAL_BYTES

SCANNING = "scanning"  # the setting: a ScanChoice
SIZES = {
    "portal": PORTAL_BYTES * 95 // 100,  # room for the portal's own envelope
    "line": 500_000,
    "clear": 20_000_000,
}  # the most bytes of one file, by what they are for


class NoSuchFolder(RuleBroken):
    """The folder is not on this machine; details: `folder`."""

    code = "no_such_folder"


@dataclass(frozen=True, kw_only=True, slots=True)
class ScanChoice:
    """What was chosen last; a new machine begins with these."""

    folder: str = ""  # watched; empty: none
    scanner: str = ""  # as the system names it
    source: str = "glass"  # glass, feeder, both_sides
    colours: str = "grey"  # colour, grey, black_white
    most_bytes: int = SIZES["portal"]
    is_straightened: bool = True
    is_cropped: bool = True
    is_cleared: bool = True
