"""Tell what a signed PDF is worth (kiểm tra chữ ký số), without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.verify import verify_pdf

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.signing.verdict import Verification


def verify_paper(desk: Desk, pdf: bytes) -> Verification:
    """The verdict on every signature; raises NotPermitted, PdfUnreadable, PdfEncrypted."""
    desk.require(Act.LOOK)
    return verify_pdf(pdf, at=desk.clock.now(), roots=desk.roots)
