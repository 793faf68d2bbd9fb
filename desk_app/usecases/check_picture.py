"""Tell what the papers in a photo or scan are worth, by the QR codes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_check import NoCodeFound
from desk_app.domain.rights import Act
from desk_app.papers.checking import all_checked
from printing.qr_reading import codes_in

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.paper_check import PaperCheck


def check_picture(desk: Desk, content: bytes) -> list[PaperCheck]:
    """The verdict on each paper in a PNG, a JPEG or a PDF.

    Raises NotPermitted, PictureUnreadable, NoCodeFound.
    """
    desk.require(Act.LOOK)
    checks = all_checked(desk, codes_in(content))
    if not checks:
        raise NoCodeFound
    return checks
