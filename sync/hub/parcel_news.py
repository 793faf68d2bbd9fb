"""What a desk has not read, as the items of a parcel: pages, and snapshots below a feed's floor."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from sync import cose, record
from sync.errors import FileUnknown, MalformedChange
from sync.hub.access import scopes_of
from sync.hub.feeds import Reader
from sync.hub.hub import Hub
from sync.hub.snapshots import snapshot_path
from sync.parcel.items import Run, Source, slices_of
from sync.protocol.hello import Cursor
from sync.protocol.page import Page, read_page
from sync.protocol.snapshot import OFFER, Offer, read_offer

_PAGE_BYTES = 2**20
_MOST_BYTES = 256 * 2**20
_DIGEST_BYTES = 32


def source_of(digest: str, path: Path) -> Source:
    return Source(sha256=digest, size=path.stat().st_size, open=lambda: path.open("rb"))


def news_for(
    hub: Hub, connection: Connection, device: Any, cursors: Mapping[str, Cursor]
) -> list[tuple[bytes, Page | None]]:
    """Every page from where the desk stands to the end of its feeds, as the items that tell it.

    A desk below a feed's floor gets the feed's snapshot before its pages.
    """
    at = dict(cursors)
    reader = Reader(connection, hub_ep=hub.hub_ep, author=(device.dev, device.ep), key=hub.key)
    found: list[tuple[bytes, Page | None]] = []
    size = 0
    while size < _MOST_BYTES:
        signed = reader.pages(scopes_of(device.org), at, want_bytes=_PAGE_BYTES)
        if not signed:
            break
        for raw in signed:
            message = cose.read(raw)
            size += len(raw)
            if message.typ == OFFER:
                offer = read_offer(message, key=hub.key.public)
                at[offer.scope] = Cursor(offer.hub_ep, offer.pos, offer.digest)
                found += [(one, None) for one in (raw, *_snapshot(hub, device.org, offer))]
                size += offer.size
            else:
                page = read_page(message, key=hub.key.public)
                at[page.scope] = Cursor(page.hub_ep, page.last, page.digest)
                found.append((raw, page))
    return found


def _snapshot(hub: Hub, org: str, offer: Offer) -> Iterator[bytes]:
    """The slices of a snapshot; none where it is not at hand, and the desk waits for the next."""
    try:
        path, digest = snapshot_path(hub, org, offer.scope, offer.pos)
    except FileUnknown:
        return
    run = Run(sha256=digest, size=offer.size, offset=0, length=offer.size)
    yield from slices_of(source_of(digest, path), run)


def named_in(pages: Sequence[Page]) -> Iterator[str]:
    """Whatever in changes of others may be the digest of a file."""
    for page in pages:
        for entry in page.records:
            if entry.raw is not None:
                yield from _digests(_body(entry.raw))


def _body(raw: bytes) -> tuple[Any, ...]:
    try:
        return record.reread(raw)[-1]
    except MalformedChange:
        return ()


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, bytes) and len(value) == _DIGEST_BYTES:
        yield value.hex()
    elif isinstance(value, tuple):
        for one in value:
            yield from _digests(one)
