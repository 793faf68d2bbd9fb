"""Changes as files, for systems that read a folder: NDJSON and CSV, each file whole or not there.

    thay-doi-000000000001.ndjson    named by its first change
    thay-doi-000000000001.csv       UTF-8 with a mark for Excel; the same changes
    con-tro.json                    where to go on

The cursor is written after the files, so a writer that was stopped writes the same files again.
Readers may take the files away; con-tro.json stays.
"""

import csv
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.hub.api.changes import EVERYTHING, MOST_CHANGES, Page, View, read_page
from sync.hub.api.errors import FolderUnusable
from sync.hub.api.following import follow
from sync.hub.api.told import Change, change_of
from sync.hub.hub import Hub

CURSOR_FILE = "con-tro.json"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_EXCEL_MARK = "\ufeff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    changes: int
    files: int


def write_feed(
    hub: Hub, folder: Path, *, view: View = EVERYTHING, at_once: int = MOST_CHANGES
) -> Filed:
    """Write all that came since the last time; raises FolderUnusable, CursorUnknown."""
    follow(hub)
    cursor, changes, files = _cursor(folder), 0, 0
    while (page := read_page(hub, cursor, view=view, most=at_once)).rows:
        _write_page(folder, page)
        cursor, changes, files = page.cursor, changes + len(page.rows), files + 2
        if not page.has_more:
            break
    return Filed(changes=changes, files=files)


def guarded(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cursor(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        told = json.loads((folder / CURSOR_FILE).read_text(encoding="utf-8"))
        return str(told["ConTro"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderUnusable(folder=folder) from error


def _write_page(folder: Path, page: Page) -> None:
    changes = [change_of(row) for row in page.rows]
    name = f"thay-doi-{changes[0].MaThayDoi:012d}"
    try:
        _put(folder / f"{name}.ndjson", "".join(f"{one.model_dump_json()}\n" for one in changes))
        _put(folder / f"{name}.csv", _EXCEL_MARK + _csv(changes))
        _put(folder / CURSOR_FILE, json.dumps({"ConTro": page.cursor}) + "\n")
    except OSError as error:
        raise FolderUnusable(folder=folder) from error


def _csv(changes: list[Change]) -> str:
    table = io.StringIO()
    lines = csv.writer(table, lineterminator="\r\n")
    lines.writerow(Change.model_fields)
    for one in changes:
        told = one.model_dump(mode="json")
        lines.writerow([guarded(told[name]) for name in Change.model_fields])
    return table.getvalue()


def _put(path: Path, text: str) -> None:
    """On disk under another name first: nobody reads half a file."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
