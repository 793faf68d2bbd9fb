"""Tables as a workbook for Excel: the one place that writes and reads one.

What people typed stays text: a name that begins with =, +, - or @ is never reckoned with, and keeps
the mark that says so when the workbook is saved again by another program.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desk_app.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Value: TypeAlias = str | int | float | date | datetime | None

_TITLE_LETTERS = 31  # Excel takes no longer name of a sheet
_NOT_IN_TITLE = re.compile(r"[\\/*?:\[\]]")
_NOT_WORDS = ("=", "+", "-", "@", "\t", "\r", "#")
_LONGEST = 32_767  # letters of one cell
_BOLD = Font(bold=True)
_HEAD = Alignment(wrap_text=True, vertical="top")
_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One sheet: lines of words above, a table, and its last row in bold."""

    title: str
    above: Sequence[str] = ()
    heads: Sequence[str]
    widths: Sequence[int]  # in letters, one a column
    rows: Iterable[Sequence[Value]]
    foot: Sequence[str | int | float | None] = ()


def as_workbook(leaves: Iterable[Leaf], *, mark: str = "") -> bytes:
    """The .xlsx file; a mark stands first on every sheet."""
    book = Workbook(write_only=True)
    for plain in leaves:
        leaf = replace(plain, above=(mark, *plain.above)) if mark else plain
        _write(book.create_sheet(_NOT_IN_TITLE.sub(" ", leaf.title)[:_TITLE_LETTERS]), leaf)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class WorkbookUnreadable(Exception):
    """The bytes are no workbook, or one that is locked or broken."""


def rows_of(content: bytes, *, most: int) -> Iterator[tuple[int, list[Value]]]:
    """The rows of the first sheet, up to so many, each with Excel's number of it.

    A formula is the text that stands in its cell. Raises WorkbookUnreadable.
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # a file may claim any size; only what is there is read
        for number, row in enumerate(sheet.iter_rows(max_row=most, values_only=True), start=1):
            yield number, list(row)
    except Exception as error:  # whatever a broken file makes the library raise
        raise WorkbookUnreadable from error


def _write(sheet: Any, leaf: Leaf) -> None:  # openpyxl's types know no sheet that is only written
    pen = _Pen(sheet)
    for number, letters in enumerate(leaf.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = letters
    head_at = len(leaf.above) + 1 + bool(leaf.above)
    sheet.freeze_panes = f"A{head_at + 1}"
    for number, words in enumerate(leaf.above):
        sheet.append([pen.bold(words) if number == 0 else pen.cell(words)])
    if leaf.above:
        sheet.append([])
    sheet.append([pen.head(words) for words in leaf.heads])
    for row in leaf.rows:
        sheet.append(pen.cell(value) for value in row)
    if leaf.foot:
        sheet.append([pen.bold(value) for value in leaf.foot])


class _Pen:
    """Cells of one sheet. A cell is written at once, so those of a kind are one and the same."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._guarded = self._new("@")
        self._guarded.quotePrefix = True
        self._day, self._moment = self._new(_DAY), self._new(_MOMENT)

    def cell(self, value: Value) -> Any:
        """Excel knows no zones: what is written is the time in Viet Nam."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, datetime):
            self._moment.value = value.astimezone(VIETNAM).replace(tzinfo=None)
            return self._moment
        if isinstance(value, date):
            self._day.value = value
            return self._day
        return value

    def bold(self, value: str | float | None) -> Cell:
        words = _plain(value) if isinstance(value, str) else value
        cell = WriteOnlyCell(self._sheet, words)
        if isinstance(value, str):
            cell.data_type = "s"
        cell.font = _BOLD
        return cell

    def head(self, words: str) -> Cell:
        cell = self.bold(words)
        cell.alignment = _HEAD
        return cell

    def _text(self, words: str) -> Cell | str:
        """What a spreadsheet could take for more than words is guarded."""
        words = _plain(words)
        if not words.startswith(_NOT_WORDS):
            return words
        self._guarded.value = words
        self._guarded.data_type = "s"
        return self._guarded

    def _new(self, form: str) -> Cell:
        cell = WriteOnlyCell(self._sheet)
        cell.number_format = form
        return cell


def _plain(words: str) -> str:
    """Without what no workbook may hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", words))[:_LONGEST]
