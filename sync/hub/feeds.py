"""Reading a feed: signed pages from where a desk stands.

Reading takes no lock. A page shows one state of the database, and positions are given out under the
feed's row, so no reader ever sees a later record without the earlier ones.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, bindparam, case, insert, null, select

from sync.hub.keys import HubKey
from sync.hub.tables import changes, feed, feeds
from sync.protocol.compression import NO_DICTIONARY, PAGES
from sync.protocol.hello import Cursor
from sync.protocol.page import Page, RecordRow, make_page, pack_record
from sync.protocol.snapshot import Offer, make_offer

_PACKS_BY = 3  # records shrink at least so much; a page may come out smaller than asked for
_MOST_RECORDS = 5_000
_ROWS_AT_ONCE = 200
_LEAST_BYTES = 2_048
_START = Cursor(hub_ep=0, pos=0, digest=0)

# Statements of every page, put together once: putting them together costs more than a row.
_END = select(feeds).where(feeds.c.scope == bindparam("scope"))
_DIGEST = select(feed.c.digest).where(
    feed.c.scope == bindparam("scope"), feed.c.pos == bindparam("pos")
)
_IS_OWN = (feed.c.dev == bindparam("dev")) & (feed.c.ep == bindparam("ep"))
_CHANGE = (
    select(changes.c.raw)
    .where(
        changes.c.scope == bindparam("scope"),
        changes.c.dev == feed.c.dev,
        changes.c.ep == feed.c.ep,
        changes.c.seq == feed.c.seq,
    )
    .scalar_subquery()
)
_AFTER = (  # the change itself is looked up only where the reader lacks it
    select(
        feed.c.pos,
        feed.c.ver,
        feed.c.dev,
        feed.c.ep,
        feed.c.verdict,
        feed.c.reason,
        case((_IS_OWN, null()), else_=_CHANGE),
        feed.c.seq,
        feed.c.digest,
    )
    .where(feed.c.scope == bindparam("scope"), feed.c.pos > bindparam("pos"))
    .order_by(feed.c.pos)
    .limit(_MOST_RECORDS)
    .execution_options(yield_per=_ROWS_AT_ONCE)
)


def open_feed(connection: Connection, scope: str) -> None:
    """Make sure a scope has its feed."""
    if connection.execute(select(feeds.c.pos).where(feeds.c.scope == scope)).first() is None:
        connection.execute(insert(feeds), {"scope": scope, "pos": 0, "digest": 0, "lam": 0})


class Reader:
    """Reads feeds for one author and signs what it reads."""

    def __init__(
        self,
        connection: Connection,
        *,
        hub_ep: int,
        author: tuple[int, int],
        key: HubKey,
        dictionaries: Sequence[bytes] = (),
    ) -> None:
        self._connection = connection
        self._hub_ep = hub_ep
        self._author = author
        self._key = key
        self._dictionary = PAGES if PAGES in dictionaries else NO_DICTIONARY

    def pages(
        self, scopes: Sequence[str], cursors: Mapping[str, Cursor], *, want_bytes: int
    ) -> list[bytes]:
        """A page of each scope with news, in the order given, together near `want_bytes`."""
        signed: list[bytes] = []
        left = want_bytes
        for scope in scopes:
            page = self._page(scope, cursors.get(scope, _START), max(left, _LEAST_BYTES))
            if page is not None:
                signed.append(page)
                left -= len(page)
        return signed

    def _page(self, scope: str, cursor: Cursor, want_bytes: int) -> bytes | None:
        """The next page of a scope; None where its reader has it all."""
        end = self._connection.execute(_END, {"scope": scope}).one_or_none()
        if end is None:
            return None
        after = self._known_pos(scope, cursor)
        if after == end.pos and after == cursor.pos:
            return None
        if after < end.floor:
            return self._offer(end)
        lines = self._lines(scope, after, want_bytes * _PACKS_BY)
        while (page := self._signed(scope, after, end.pos, lines)) is None:
            lines = lines[: len(lines) // 2]
        return page

    def _offer(self, end: Any) -> bytes:
        """Where the reader gets what it lacks: records below the floor may have left the feed."""
        offer = Offer(
            hub_id=self._key.hub_id,
            hub_ep=self._hub_ep,
            scope=end.scope,
            pos=end.floor,
            newest=end.pos,
            digest=end.floor_digest,
            size=end.size,
            sha256=end.snapshot,
        )
        return make_offer(offer, self._key.sign)

    def _known_pos(self, scope: str, cursor: Cursor) -> int:
        """Where the reader stands, if its records are ours; else 0: it must begin anew."""
        row = self._connection.execute(_DIGEST, {"scope": scope, "pos": cursor.pos}).one_or_none()
        return cursor.pos if row is not None and row.digest == cursor.digest else 0

    def _signed(
        self, scope: str, after: int, newest: int, lines: Sequence["_Line"]
    ) -> bytes | None:
        page = Page(
            hub_id=self._key.hub_id,
            hub_ep=self._hub_ep,
            scope=scope,
            after=after,
            last=lines[-1].pos if lines else after,
            newest=newest,
            digest=lines[-1].digest if lines else 0,
            records=(),
        )
        packed = [line.packed for line in lines]
        return make_page(page, packed, self._key.sign, dictionary=self._dictionary)

    def _lines(self, scope: str, after: int, most_bytes: int) -> list["_Line"]:
        """Records after a position, packed, up to a size; one at least where there is one."""
        lines: list[_Line] = []
        size = 0
        before: RecordRow | None = None
        dev, ep = self._author
        place = {"scope": scope, "pos": after, "dev": dev, "ep": ep}
        with self._connection.execute(_AFTER, place) as rows:
            for row in rows:
                *fields, digest = row
                told = cast("RecordRow", tuple(fields))
                line = _Line(row[0], digest, pack_record(told, before))
                before = told
                size += len(line.packed)
                if lines and size > most_bytes:
                    break
                lines.append(line)
        return lines


class _Line(NamedTuple):
    pos: int
    digest: int  # of the feed up to here
    packed: bytes
