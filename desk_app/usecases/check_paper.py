"""Tell what the QR of a paper is worth (kiểm tra giấy hẹn, kết quả), without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.checking import checked

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.paper_check import PaperCheck


def check_paper(desk: Desk, text: str) -> PaperCheck:
    """The verdict on the text of a QR, as a scanner types it; raises NotPermitted."""
    desk.require(Act.LOOK)
    return checked(desk, text)
