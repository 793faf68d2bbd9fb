"""The scanners of the system this runs on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from desk_app.scanning.scanners.sane import SaneScanners
from desk_app.scanning.scanners.windows import WindowsScanners

if TYPE_CHECKING:
    from desk_app.scanning.scanners.port import Scanners


def system_scanners() -> Scanners:
    """WIA on Windows, SANE elsewhere."""
    return WindowsScanners() if sys.platform == "win32" else SaneScanners()
