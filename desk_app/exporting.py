"""Tables of the province as files for people; what writes them is loaded when it is first asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sync.hub.figure_rules import Sheet


class Exports:
    """Excel and paper, by what the desks write theirs with."""

    def workbook(self, sheets: Sequence[Sheet]) -> bytes:
        """What people typed stays words."""
        from desk_app.papers.spreadsheet import Leaf, as_workbook  # noqa: PLC0415 - see above

        return as_workbook(
            Leaf(
                title=one.title,
                above=one.above,
                heads=one.heads,
                widths=one.widths,
                rows=one.rows,
                foot=one.foot,
            )
            for one in sheets
        )

    def page(self, above: str, day: date, sheets: Sequence[Sheet]) -> bytes:
        """On A4 across. Raises GlyphMissing."""
        from printing.blocks import Letterhead  # noqa: PLC0415 - see above
        from printing.tables import Table, draw  # noqa: PLC0415 - see above

        head = Letterhead(
            above="",
            organisation=above.upper(),
            number="",
            place=_KIND.sub("", above),
            dated_on=day.isoformat(),
        )
        return draw(
            head,
            [
                Table(
                    title=one.title,
                    above=tuple(one.above),
                    heads=tuple(one.heads),
                    widths=tuple(one.widths),
                    rows=tuple(tuple(_words(value) for value in row) for row in one.rows),
                    foot=tuple(_words(value) for value in one.foot),
                )
                for one in sheets
            ],
        )


_KIND = re.compile(r"^UBND (?:thành phố|tỉnh) ")  # before a province's name


def _words(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.1f}".replace(".", ",") if isinstance(value, float) else str(value)
