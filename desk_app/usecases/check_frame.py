"""Tell what the papers before the camera are worth, frame by frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.checking import all_checked
from printing.qr_reading import codes_in_frame

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.paper_check import PaperCheck


def check_frame(desk: Desk, frame: bytes) -> list[PaperCheck]:
    """The verdict on each paper in a PNG or JPEG; none where no code is seen yet.

    Raises NotPermitted.
    """
    desk.require(Act.LOOK)
    return all_checked(desk, codes_in_frame(frame))
