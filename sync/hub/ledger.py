"""The exchange: hello and frames in, receipt and pages out; effects and ack in one transaction.

The pages are read after the commit, so no writer waits while they are packed and signed.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from sync import cose
from sync.errors import MalformedMessage
from sync.hub.access import greet, scopes_of
from sync.hub.docket import Author, Docket
from sync.hub.feeds import Reader
from sync.hub.hub import Hub
from sync.hub.intake import Standing, take_frame
from sync.hub.settling import remember
from sync.hub.tables import epochs
from sync.protocol.frame import read_frame
from sync.protocol.hello import Hello
from sync.protocol.receipt import Answer, Receipt, make_receipt
from sync.protocol.versions import MAX_MESSAGES

NEXT_CONTACT_S = 60

_MOST_REPLY_BYTES = 2**20


def exchange(hub: Hub, body: bytes) -> bytes:
    """The hub's answer to a request; raises a SyncError, having changed nothing, to refuse it."""
    messages = cose.read_all(body, limit=MAX_MESSAGES)
    if not messages:
        raise MalformedMessage(reason="empty")
    dockets: list[Docket] = []
    with hub.database.writing() as connection:
        device, hello = greet(hub, connection, messages[0])
        standing = _standing(connection, device, hello)
        for message in messages[1:]:
            if standing.answer is not Answer.OK:
                break
            frame = read_frame(message, key=device.device_key)
            standing, docket = take_frame(hub, connection, standing, frame, message)
            dockets += [docket] if docket is not None else []
    remember(hub.states, dockets)
    return _receipt(hub, standing, hello) + b"".join(_pages(hub, device, hello, standing))


def _standing(connection: Connection, device: Any, hello: Hello) -> Standing:
    epoch = connection.execute(
        select(epochs)
        .where(epochs.c.scope == device.org, epochs.c.dev == hello.dev, epochs.c.ep == hello.ep)
        .with_for_update()
    ).one_or_none()
    if epoch is None:
        raise MalformedMessage(message="hello", reason="epoch_unknown")
    answer = Answer.OK
    if epoch.frozen:
        answer = Answer.FORK
    elif hello.ep != device.ep or hello.last < epoch.acked:
        answer = Answer.EPOCH
    return Standing(
        author=Author(scope=device.org, dev=hello.dev, ep=hello.ep),
        first_head=epoch.first_head,
        acked=epoch.acked,
        head=epoch.head,
        durable=epoch.durable,
        answer=answer,
    )


def _receipt(hub: Hub, standing: Standing, hello: Hello) -> bytes:
    receipt = Receipt(
        hub_id=hub.key.hub_id,
        hub_ep=hub.hub_ep,
        dev=hello.dev,
        ep=hello.ep,
        counter=hello.counter,
        answer=standing.answer,
        acked=standing.acked,
        head=standing.head,
        durable=standing.durable,
        hub_time=hub.now(),
        next_contact_s=NEXT_CONTACT_S,
    )
    return make_receipt(receipt, hub.key.sign)


def _pages(hub: Hub, device: Any, hello: Hello, standing: Standing) -> Sequence[bytes]:
    """What the desk has not read; nothing for a machine that must first take a new epoch."""
    if standing.answer in {Answer.FORK, Answer.EPOCH}:
        return ()
    author = (hello.dev, hello.ep)
    want_bytes = min(hello.want_bytes, _MOST_REPLY_BYTES)
    with hub.database.reading() as connection:
        reader = Reader(connection, hub_ep=hub.hub_ep, author=author, key=hub.key)
        return reader.pages(scopes_of(device.org), hello.cursors, want_bytes=want_bytes)
