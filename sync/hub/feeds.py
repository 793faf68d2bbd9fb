"""Reading a feed: signed pages from where a desk stands.

Reading takes no lock. A page shows one state of the database, and positions are given out under the
feed's row, so no reader ever sees a later record without the earlier ones.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, bindparam, case, insert, null, select

from sync.hub.keys import HubKey
from sync.hub.statements import Prepared, among
from sync.hub.tables import changes, feed, feeds
from sync.protocol.compression import NO_DICTIONARY, PAGES
from sync.protocol.hello import Cursor
from sync.protocol.page import Page, RecordRow, make_page, pack_record
from sync.protocol.snapshot import Offer, make_offer

_PACKS_BY = 3  # records shrink at least so much; a page may come out smaller than asked for
_MOST_RECORDS = 5_000
_ROWS_AT_ONCE = 500
_LEAST_BYTES = 2_048
_new = tuple.__new__  # makes a NamedTuple in half the time of its own constructor
_START = Cursor(hub_ep=0, pos=0, digest=0)

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
_AFTER = Prepared(  # the change itself is looked up only where the reader lacks it
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
    .where(feed.c.scope == bindparam("scope"), feed.c.pos > bindparam("after"))
    .order_by(feed.c.pos)
    .limit(_ROWS_AT_ONCE)
)
_ENDS = Prepared(select(feeds).where(among(feeds.c.scope, "scopes")))
_DIGEST = Prepared(
    select(feed.c.digest).where(feed.c.scope == bindparam("scope"), feed.c.pos == bindparam("pos"))
)


def open_feed(connection: Connection, scope: str) -> None:
    """Make sure a scope has its feed."""
    if connection.execute(select(feeds.c.pos).where(feeds.c.scope == scope)).first() is None:
        connection.execute(insert(feeds), {"scope": scope, "pos": 0, "digest": 0, "lam": 0})


Row = tuple[RecordRow, int]  # a record, and the digest of the feed with it


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
        fresh: Mapping[str, Sequence[Row]] = MappingProxyType({}),
    ) -> None:
        """`fresh`: the author's own records that were just settled, in a row, by scope."""
        self._connection = connection
        self._hub_ep = hub_ep
        self._author = author
        self._key = key
        self._fresh = fresh
        self._dictionary = PAGES if PAGES in dictionaries else NO_DICTIONARY

    def pages(
        self, scopes: Sequence[str], cursors: Mapping[str, Cursor], *, want_bytes: int
    ) -> list[bytes]:
        """A page of each scope with news, in the order given, together near `want_bytes`."""
        signed: list[bytes] = []
        left = want_bytes
        ends = {end.scope: end for end in _ENDS.run(self._connection, scopes=list(scopes)).all()}
        for scope in scopes:
            if scope not in ends:
                continue
            cursor = cursors.get(scope, _START)
            page = self._page(ends[scope], cursor, max(left, _LEAST_BYTES))
            if page is not None:
                signed.append(page)
                left -= len(page)
        return signed

    def _page(self, end: Any, cursor: Cursor, want_bytes: int) -> bytes | None:
        """The next page of a feed that ends so; None where its reader has it all."""
        if (cursor.pos, cursor.digest) == (end.pos, end.digest):
            return None
        scope = end.scope
        after = self._known_pos(scope, cursor) if cursor.pos else 0
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
        row = _DIGEST.run(self._connection, scope=scope, pos=cursor.pos).one_or_none()
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
        while len(lines) < _MOST_RECORDS:
            rows = self._rows(scope, lines[-1].pos if lines else after)
            for told, digest in rows:
                packed = pack_record(told, before)
                before = told
                size += len(packed)
                if lines and size > most_bytes:
                    return lines
                lines.append(_new(_Line, (told[0], digest, packed)))
            if len(rows) < _ROWS_AT_ONCE:
                break
        return lines

    def _rows(self, scope: str, after: int) -> list[Row]:
        """The next records after a position, each with the digest of the feed up to it."""
        fresh = self._fresh.get(scope)
        if fresh and fresh[0][0][0] <= after + 1 <= fresh[-1][0][0]:
            return list(fresh[after + 1 - fresh[0][0][0] :])
        dev, ep = self._author
        rows = _AFTER.plain(self._connection, scope=scope, after=after, dev=dev, ep=ep)
        return cast("list[Row]", [(row[:-1], row[-1]) for row in rows])


class _Line(NamedTuple):
    pos: int
    digest: int  # of the feed up to here
    packed: bytes
