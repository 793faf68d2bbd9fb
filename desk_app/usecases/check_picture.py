"""Tell what the papers in a photo or scan are worth, by the QR codes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_check import NoCodeFound, PaperWorth
from desk_app.domain.rights import Act
from desk_app.papers.checking import checked
from printing.qr_reading import codes_in

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.paper_check import PaperCheck

_BESIDE = frozenset({PaperWorth.NOT_OURS, PaperWorth.STUB})


def check_picture(desk: Desk, content: bytes) -> list[PaperCheck]:
    """The verdict on each paper in a PNG, a JPEG or a PDF.

    The codes of other schemes and of stubs are told of only where no paper's own code is there.
    Raises NotPermitted, PictureUnreadable, NoCodeFound.
    """
    desk.require(Act.LOOK)
    checks = [checked(desk, text) for text in codes_in(content)]
    if not checks:
        raise NoCodeFound
    return [one for one in checks if one.worth not in _BESIDE] or checks[:1]
