"""Pages that were scanned and stand with no dossier yet (khay quét, chưa gắn), one tray a person.

Each page is an encrypted file like any other, so a crash or a scanner that goes loses none, and a
stolen disk shows none. What leaves the tray is erased, unless a dossier has it by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.store.database import Database, Row
    from desk_app.store.files import Files

SCANS_SCHEMA = (
    # A page in somebody's tray; `whole`: pages of a PDF that is kept byte for byte, or 0.
    """
    CREATE TABLE scan_pages (
        id INTEGER PRIMARY KEY,
        user INTEGER NOT NULL,
        place INTEGER NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        name TEXT NOT NULL,
        dpi INTEGER NOT NULL CHECK (dpi >= 0),
        whole INTEGER NOT NULL CHECK (whole >= 0),
        turn INTEGER NOT NULL DEFAULT 0 CHECK (turn IN (0, 90, 180, 270)),
        flaws TEXT NOT NULL,
        taken_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX scan_pages_of ON scan_pages (user, place)",
    # A scan another machine took is fetched as a result is, after it.
    """
    CREATE TABLE wanted_anew (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        purpose TEXT NOT NULL CHECK (purpose IN ('result', 'published', 'paper')),
        entity INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO wanted_anew SELECT sha256, purpose, entity, since FROM wanted",
    "DROP TABLE wanted",
    "ALTER TABLE wanted_anew RENAME TO wanted",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrayPage:
    id: int
    sha256: str  # of the page as it came, or of the whole PDF
    name: str  # of the file or scanner it came from
    dpi: int  # 0 where nobody knows
    whole: int  # pages of a PDF that is kept as it is; 0 for a page
    turn: int  # degrees clockwise
    flaws: tuple[str, ...]
    taken_at: datetime


class ScanTray:
    """The tray of one person at this desk."""

    def __init__(self, database: Database, files: Files, *, user: int) -> None:
        self._database = database
        self._files = files
        self._user = user

    def pages(self) -> list[TrayPage]:
        """In the order they will be bound."""
        rows = self._database.rows(f"{_SELECT} WHERE user = ? ORDER BY place", (self._user,))
        return [_page(row) for row in rows]

    def get(self, page: int) -> TrayPage | None:
        """One page of this person's, or None."""
        row = self._database.row(f"{_SELECT} WHERE user = ? AND id = ?", (self._user, page))
        return None if row is None else _page(row)

    def put(
        self,
        content: bytes,
        *,
        name: str,
        dpi: int,
        whole: int,
        flaws: Sequence[str],
        at: datetime,
    ) -> None:
        """Add behind the last; kept when this returns. Raises as `Files.keep`."""
        sha256 = self._files.keep(content, purpose="paper", entity=None, at=at)
        with self._database.writing():
            self._database.execute(
                """
                INSERT INTO scan_pages (user, place, sha256, name, dpi, whole, flaws, taken_at)
                SELECT ?, coalesce(max(place), 0) + 1, ?, ?, ?, ?, ?, ?
                FROM scan_pages WHERE user = ?
                """,
                (
                    self._user,
                    sha256,
                    name,
                    dpi,
                    whole,
                    " ".join(flaws),
                    int(at.timestamp()),
                    self._user,
                ),
            )

    def turn(self, page: int, *, by: int) -> None:
        """Turn a page by a quarter or a half, clockwise."""
        with self._database.writing():
            self._database.execute(
                "UPDATE scan_pages SET turn = (turn + ?) % 360 WHERE user = ? AND id = ?",
                (by % 360, self._user, page),
            )

    def move(self, page: int, *, by: int) -> None:
        """One place on or back; the first and the last stay."""
        order = [one.id for one in self.pages()]
        if page not in order:
            return
        at = order.index(page)
        to = min(max(at + by, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        with self._database.writing():
            for place, id_ in enumerate(order, start=1):
                self._database.execute("UPDATE scan_pages SET place = ? WHERE id = ?", (place, id_))

    def drop(self, pages: Sequence[int]) -> None:
        """Take pages out of the tray and erase what no dossier has."""
        known = {page.id: page.sha256 for page in self.pages()}
        gone = [page for page in pages if page in known]
        with self._database.writing():
            for page in gone:
                self._database.execute("DELETE FROM scan_pages WHERE id = ?", (page,))
        for sha256 in {known[page] for page in gone}:
            if self._database.value("SELECT 1 FROM scan_pages WHERE sha256 = ?", (sha256,)) is None:
                self._files.erase(sha256)


_SELECT = "SELECT id, sha256, name, dpi, whole, turn, flaws, taken_at FROM scan_pages"


def _page(row: Row) -> TrayPage:
    id_, sha256, name, dpi, whole, turn, flaws, taken_at = row
    return TrayPage(
        id=id_,
        sha256=sha256,
        name=name,
        dpi=dpi,
        whole=whole,
        turn=turn,
        flaws=tuple(flaws.split()),
        taken_at=datetime.fromtimestamp(taken_at, UTC),
    )
