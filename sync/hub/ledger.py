"""The exchange: hello and frames in, receipt and pages out; effects and ack in one transaction.

The pages are read after the commit, so no writer waits while they are packed and signed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sync import cose
from sync.errors import EpochUnknown, MalformedMessage
from sync.hub.access import greet, revoked, scopes_of
from sync.hub.docket import Author, Docket
from sync.hub.epochs import KINDS as EPOCH_KINDS
from sync.hub.epochs import answer_epochs, standing_answer
from sync.hub.events import note
from sync.hub.feeds import Reader, Row
from sync.hub.hub import Hub
from sync.hub.intake import Standing, take_frame
from sync.hub.key_lists import lists_after
from sync.hub.late import keep_late
from sync.hub.own_words import take_back
from sync.hub.settling import remember
from sync.hub.statements import Prepared
from sync.hub.tables import epochs
from sync.protocol.frame import read_frame
from sync.protocol.hello import Hello
from sync.protocol.lost_words import LOST_WORDS
from sync.protocol.receipt import Answer, Receipt, make_receipt, name_parts
from sync.protocol.versions import MAX_MESSAGES

NEXT_CONTACT_S = 60

_MOST_REPLY_BYTES = 2**20
_LOG = Prepared(
    select(epochs)
    .where(
        epochs.c.scope == bindparam("scope"),
        epochs.c.dev == bindparam("dev"),
        epochs.c.ep == bindparam("ep"),
    )
    .with_for_update()
)


def exchange(hub: Hub, body: bytes) -> bytes:
    """The hub's answer to a request; raises a SyncError, having changed nothing, to refuse it."""
    messages = cose.read_all(body, limit=MAX_MESSAGES)
    if not messages:
        raise MalformedMessage(reason="empty")
    hub.vigil.watch(hub.database, now=hub.now())
    if messages[0].typ in EPOCH_KINDS:
        return answer_epochs(hub, messages[0])
    if messages[0].typ == LOST_WORDS:
        return take_back(hub, messages[0])
    with hub.database.writing() as connection:
        device, hello = greet(hub, connection, messages[0])
        note(dev=device.dev, scope=device.org)
        taken = None
        if device.revoked_at is None:
            taken = _take(hub, connection, device, hello, messages[1:])
        else:
            keep_late(hub, connection, device, messages[1:])
    if taken is None:
        raise revoked(device)
    standing, dockets = taken
    remember(hub.states, dockets)
    note(answer=standing.answer.value, **_counted(dockets))
    fresh = {device.org: [row for docket in dockets for row in docket.rows()]}
    with hub.database.reading() as connection:
        lists = lists_after(connection, hello.keys)
        reader = _reader(hub, connection, hello, fresh)
        pages = _pages(reader, device, hello, standing)
    return lists + _receipt(hub, device, standing, hello, pages) + b"".join(pages)


def _take(
    hub: Hub,
    connection: Connection,
    device: Any,
    hello: Hello,
    messages: Sequence[cose.Signed],
) -> tuple[Standing, list[Docket]]:
    """Take frames as far as they follow; what the hub has of their author then."""
    dockets: list[Docket] = []
    standing = _standing(connection, device, hello)
    for message in messages:
        if standing.answer is not Answer.OK:
            break
        frame = read_frame(message, key=device.device_key)
        standing, docket = take_frame(hub, connection, standing, frame, message)
        dockets += [docket] if docket is not None else []
    return standing, dockets


def _standing(connection: Connection, device: Any, hello: Hello) -> Standing:
    found = _LOG.run(connection, scope=device.org, dev=hello.dev, ep=hello.ep)
    epoch = found.one_or_none()
    if epoch is None:
        raise EpochUnknown(ep=hello.ep)
    answer = standing_answer(epoch)
    if answer is Answer.OK and hello.last < epoch.acked:
        answer = Answer.EPOCH
    return Standing(
        author=Author(scope=device.org, dev=hello.dev, ep=hello.ep),
        first_head=epoch.first_head,
        acked=epoch.acked,
        head=epoch.head,
        durable=epoch.durable,
        answer=answer,
    )


def _counted(dockets: Sequence[Docket]) -> Mapping[str, int]:
    """How many changes were taken, and how many got which verdict."""
    settled = [entry.verdict.value for docket in dockets for entry in docket.settled]
    return {"taken": len(settled), **Counter(settled)}


def _receipt(
    hub: Hub, device: Any, standing: Standing, hello: Hello, pages: Sequence[bytes]
) -> bytes:
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
        lease_days=device.lease_days,
        parts=name_parts(pages),
    )
    return make_receipt(receipt, hub.key.sign)


def _reader(
    hub: Hub, connection: Connection, hello: Hello, fresh: Mapping[str, Sequence[Row]]
) -> Reader:
    return Reader(
        connection,
        hub_ep=hub.hub_ep,
        author=(hello.dev, hello.ep),
        key=hub.key,
        dictionaries=hello.dictionaries,
        fresh=fresh,
    )


def _pages(reader: Reader, device: Any, hello: Hello, standing: Standing) -> Sequence[bytes]:
    """What the desk has not read; nothing for a machine that must first take a new epoch."""
    if standing.answer in {Answer.FORK, Answer.EPOCH}:
        return ()
    want_bytes = min(hello.want_bytes, _MOST_REPLY_BYTES)
    return reader.pages(scopes_of(device.org), hello.cursors, want_bytes=want_bytes)
