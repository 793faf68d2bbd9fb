"""A table somebody prepared, from a workbook, TSV or JSON, row by row with the lines they stand on.

The first line that is not empty names the columns, by our names or the Vietnamese ones.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from desk_app.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_ROWS = 20_000

_NAMES = {
    "ma muc thu": "rate",
    "tinh": "province",
    "hinh thuc": "channel",
    "so tien": "vnd",
    "tu ngay": "from",
    "den ngay": "until",
    "can cu": "source",
    "pham vi": "scope",
    "ngay": "on",
    "di lam": "works",
    "ly do": "reason",
    "ma thu tuc": "procedure",
    "truong hop": "case",
    "noi dung": "what",
    "ma thanh phan": "key",
    "gia tri": "value",
    "ban chinh": "originals",
    "ban sao": "copies",
    "trang thai": "state",
    "loi nhan": "words",
    "don vi": "unit",
    "ma ngan hang": "bank",
    "ten ngan hang": "bank_name",
    "so tai khoan": "account",
    "chu tai khoan": "holder",
}


class FileUnreadable(Exception):
    """No table can be read from the file; says where and why."""

    def __init__(self, why: str, *, line: int = 0, note: str = "") -> None:
        super().__init__(why)
        self.why, self.line, self.note = why, line, note


class Row(NamedTuple):
    line: int
    cells: Mapping[str, str]  # by column; empty where nothing stands


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    unknown: tuple[tuple[int, str], ...]  # columns nobody asked for, with their line


def read_table(name: str, content: bytes, *, columns: Sequence[str], key: str) -> Table:
    """By the ending of the file's name; raises FileUnreadable."""
    ending = name.rpartition(".")[2].lower()
    if ending == "json":
        return _from_json(content, columns, key)
    if ending == "xlsx":
        return _from_lines(_workbook(content), columns)
    if ending in {"tsv", "txt"}:
        return _from_lines(_tabbed(content), columns)
    raise FileUnreadable("kind_of_file", note=ending)


def plain(value: object) -> str:
    """A cell as text: NFC, days as YYYY-MM-DD, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", str(value)).strip()


def _from_lines(lines: Iterable[tuple[int, Sequence[object]]], columns: Sequence[str]) -> Table:
    heads: list[str] = []
    unknown: list[tuple[int, str]] = []
    rows: list[Row] = []
    for line, values in lines:
        cells = [plain(value) for value in values]
        if not any(cells):
            continue
        if not heads:
            heads = [_column(cell) for cell in cells]
            unknown = [(line, head) for head in heads if head and head not in columns]
            _require_each_once(heads, columns, line)
            continue
        if len(rows) >= MOST_ROWS:
            raise FileUnreadable("too_many_rows", line=line, note=str(MOST_ROWS))
        found = dict(zip(heads, cells, strict=False))
        beyond = [cell for cell in cells[len(heads) :] if cell]
        if beyond:
            raise FileUnreadable("cell_without_head", line=line, note=beyond[0])
        rows.append(Row(line, {name: found.get(name, "") for name in columns}))
    if not heads:
        raise FileUnreadable("empty")
    return Table(rows=tuple(rows), unknown=tuple(unknown))


def _require_each_once(heads: Sequence[str], columns: Sequence[str], line: int) -> None:
    for name in columns:
        if heads.count(name) > 1:
            raise FileUnreadable("column_twice", line=line, note=name)
        if name not in heads:
            raise FileUnreadable("column_missing", line=line, note=name)


def _column(head: str) -> str:
    return _NAMES.get(fold(head), head)


def _workbook(content: bytes) -> Iterable[tuple[int, Sequence[object]]]:
    from desk_app.papers.spreadsheet import (  # noqa: PLC0415 - a hub seldom reads a workbook
        WorkbookUnreadable,
        rows_of,
    )

    try:
        yield from rows_of(content, most=MOST_ROWS + 2)
    except WorkbookUnreadable as error:
        raise FileUnreadable("workbook") from error


def _tabbed(content: bytes) -> Iterable[tuple[int, Sequence[object]]]:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileUnreadable("quotes", line=line) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileUnreadable("not_utf8", line=line) from error


def _from_json(content: bytes, columns: Sequence[str], key: str) -> Table:
    """A list of objects, or the published shape with such a list under its key."""
    text = _decoded(content)
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileUnreadable("json", line=error.lineno, note=error.msg) from error
    except RecursionError as error:
        raise FileUnreadable("json") from error
    shared = told if isinstance(told, dict) else {}
    entries = shared.get(key) if shared else told
    if not isinstance(entries, list):
        raise FileUnreadable("no_list", note=key)
    if len(entries) > MOST_ROWS:
        raise FileUnreadable("too_many_rows", note=str(MOST_ROWS))
    lines = _lines_of(text, key if shared else "", entries)
    rows, unknown = [], []
    for line, entry in zip(lines, entries, strict=True):
        if not isinstance(entry, dict):
            raise FileUnreadable("no_object", line=line)
        whole: Mapping[str, Any] = {"scope": shared.get("scope", ""), **entry}
        unknown += [(line, name) for name in entry if name not in (*columns, "mark")]
        rows.append(Row(line, {name: plain(whole.get(name)) for name in columns}))
    return Table(rows=tuple(rows), unknown=tuple(unknown))


def _lines_of(text: str, key: str, entries: Sequence[object]) -> list[int]:
    """The line each entry of a list begins on; 0 where that cannot be told."""
    decoder, lines = json.JSONDecoder(), []
    place = text.find("[", text.find(f'"{key}"') if key else 0) + 1
    line = text.count("\n", 0, place) + 1
    try:
        for wanted in entries:
            begin = place
            while text[place] in " \t\r\n,":
                place += 1
            line += text.count("\n", begin, place)
            begin = place
            entry, place = decoder.raw_decode(text, place)
            lines.append(line if entry == wanted else 0)
            line += text.count("\n", begin, place)
    except (ValueError, IndexError):
        return [0] * len(entries)
    return lines
