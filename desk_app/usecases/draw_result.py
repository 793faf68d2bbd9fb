"""Draw a result at this desk (lập kết quả), to be looked at; attaching it is an act of its own.

What is attached afterwards are the very bytes that were looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.made_result import about, make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.desk import Desk
    from desk_app.papers.made_result import MadeResult


def draw_result(
    desk: Desk,
    entity: int,
    variant: str,
    values: Mapping[str, str],
    *,
    scan: bytes | None = None,
) -> MadeResult:
    """The page by a template that the dossier's procedure offers; nothing is kept.

    Raises NotPermitted, UnknownDossier, NoTemplate, ScanMissing, GlyphMissing, and as
    `answers.answered` and `scanning.scanned_pages`.
    """
    desk.require(Act.ATTACH_RESULT)
    return make(desk, about(desk, entity), variant, values, scan=scan)
