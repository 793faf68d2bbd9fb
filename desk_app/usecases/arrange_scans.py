"""Put the pages of one's own tray in order: turn, move, throw away."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk


class Arrangement(StrEnum):
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    EARLIER = "earlier"
    LATER = "later"
    DROP = "drop"


_QUARTER = 90


def arrange_scans(desk: Desk, pages: Sequence[int], how: Arrangement) -> None:
    """One step with each of the pages; dropped ones are erased. Raises NotPermitted."""
    desk.require(Act.SCAN)
    tray = desk.scan_tray
    match how:
        case Arrangement.TURN_LEFT | Arrangement.TURN_RIGHT:
            by = _QUARTER if how is Arrangement.TURN_RIGHT else -_QUARTER
            for page in pages:
                tray.turn(page, by=by)
        case Arrangement.EARLIER:
            for page in pages:
                tray.move(page, by=-1)
        case Arrangement.LATER:
            for page in reversed(pages):
                tray.move(page, by=1)
        case Arrangement.DROP:
            tray.drop(pages)
