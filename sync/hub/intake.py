"""Taking a frame into an author's log.

Whatever comes twice is acknowledged twice and takes effect once. What leaves a gap is asked for
again. Two histories under one name freeze that epoch, and the frame is kept for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, insert, select, update

from sync import cose, record
from sync.errors import DictionaryUnknown, FrameRefused, MalformedChange, MalformedMessage, WrongHub
from sync.hub.copying import add_rows
from sync.hub.docket import Arrived, Author, Docket
from sync.hub.hub import Hub
from sync.hub.settling import settle
from sync.hub.statements import Prepared, among
from sync.hub.tables import batches, changes, epochs, quarantine, salts
from sync.protocol.frame import HEAD_PREFIX_BYTES, Form, Frame
from sync.protocol.receipt import Answer
from sync.protocol.versions import UNREADABLE
from sync.record import Change

_MOST_NAMED = 16  # changes in one refusal
_new = tuple.__new__  # makes a NamedTuple in half the time of its own constructor

_HEAD = Prepared(
    select(changes.c.head).where(
        changes.c.scope == bindparam("scope"),
        changes.c.dev == bindparam("dev"),
        changes.c.ep == bindparam("ep"),
        changes.c.seq == bindparam("seq"),
    )
)
_SALTS = Prepared(
    select(salts.c.ent, salts.c.salt).where(
        salts.c.scope == bindparam("scope"),
        salts.c.dev == bindparam("dev"),
        salts.c.ep == bindparam("ep"),
        among(salts.c.ent, "ents"),
    )
)
_ADVANCE = Prepared(
    update(epochs)
    .where(
        epochs.c.scope == bindparam("of"),
        epochs.c.dev == bindparam("by"),
        epochs.c.ep == bindparam("in"),
    )
    .values(acked=bindparam("acked"), head=bindparam("head"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What the hub has of one author, and what it answers."""

    author: Author
    first_head: bytes
    acked: int
    head: bytes  # at `acked`
    durable: int
    answer: Answer


def take_frame(
    hub: Hub, connection: Connection, standing: Standing, frame: Frame, message: cose.Signed
) -> tuple[Standing, Docket | None]:
    """Take what is new in a frame; the standing after it, and the docket of what was settled.

    Raises WrongHub, and FrameRefused for a frame whose changes cannot be read.
    """
    if frame.hub_id != hub.key.hub_id:
        raise WrongHub
    if (frame.dev, frame.ep) != (standing.author.dev, standing.author.ep):
        raise _refused(frame, reason="author")
    if frame.first > standing.acked + 1:
        return replace(standing, answer=Answer.GAP), None
    if _is_fork(connection, standing, frame):
        return _freeze(hub, connection, standing, message), None
    if frame.last <= standing.acked:
        return standing, None
    arrivals = _arrivals(connection, standing, frame)
    if arrivals[-1].head != frame.head_after:
        if frame.first <= standing.acked:  # what is new must stand alone to be judged
            return replace(standing, answer=Answer.GAP), None
        raise _refused(frame, reason="head")
    docket = settle(
        connection,
        standing.author,
        arrivals,
        rules=hub.province.rules,
        states=hub.states,
        now=hub.now(),
    )
    _advance(hub, connection, standing.author, frame)
    return replace(standing, acked=frame.last, head=frame.head_after), docket


def _is_fork(connection: Connection, standing: Standing, frame: Frame) -> bool:
    """Whether the frame stands on, or repeats, another history than ours."""
    before = _head_at(connection, standing, frame.first - 1)
    if before[:HEAD_PREFIX_BYTES] != frame.head_before:
        return True
    is_repeat = frame.last <= standing.acked
    return is_repeat and _head_at(connection, standing, frame.last) != frame.head_after


def _head_at(connection: Connection, standing: Standing, seq: int) -> bytes:
    """The head of the author's chain after a change we hold."""
    if seq == 0:
        return standing.first_head
    if seq == standing.acked:
        return standing.head
    author = standing.author
    found = _HEAD.run(connection, scope=author.scope, dev=author.dev, ep=author.ep, seq=seq)
    return bytes(found.scalar_one())


def _freeze(hub: Hub, connection: Connection, standing: Standing, message: cose.Signed) -> Standing:
    author, why = standing.author, Answer.FORK.value
    connection.execute(
        update(epochs)
        .where(
            epochs.c.scope == author.scope,
            epochs.c.dev == author.dev,
            epochs.c.ep == author.ep,
        )
        .values(frozen=why)
    )
    place = {"scope": author.scope, "dev": author.dev, "ep": author.ep}
    kept = {**place, "why": why, "frame": message.raw}
    connection.execute(insert(quarantine), {**kept, "taken_at": hub.now()})
    return replace(standing, answer=Answer.FORK)


def _arrivals(connection: Connection, standing: Standing, frame: Frame) -> list[Arrived]:
    """The changes of a frame that we lack, with the heads they give; raises FrameRefused."""
    author = standing.author
    try:
        if frame.form is Form.WRAPPED:
            return [_wrapped(author, frame)]
        told = frame.changes()
    except DictionaryUnknown:
        raise  # the same frame comes again, packed without it
    except (MalformedChange, MalformedMessage) as error:
        raise _refused(frame, **error.details) from error
    fresh = [(raw, change) for raw, change in told if change.seq > standing.acked]
    keys = _salts(connection, author, [change for _, change in fresh if change.salt is None])
    keys.update((change.ent, change.salt) for _, change in fresh if change.salt is not None)
    missing = [str(change.seq) for _, change in fresh if change.ent not in keys]
    if missing:
        also = " ".join(missing[1:_MOST_NAMED])
        raise _refused(frame, reason="salt_missing", seq=missing[0], also=also)
    salted = [(raw, keys[change.ent], change.seq) for raw, change in fresh]
    heads = record.links(standing.head, author.dev, author.ep, salted)
    return [
        _new(Arrived, (raw, change, head, True))
        for (raw, change), head in zip(fresh, heads, strict=True)
    ]


def _wrapped(author: Author, frame: Frame) -> Arrived:
    """A change whose bytes cannot be read; its author's signed head stands for it."""
    stand_in = Change(
        seq=frame.first,
        kind=UNREADABLE,
        ent=record.entity_id(author.dev, author.ep, frame.first),
        base=0,
        lam=0,
        at=min(frame.clock.now, record.MAX_AT),
        actor=0,
        cat=0,
        body=(),
    )
    return Arrived(frame.wrapped(), stand_in, frame.head_after, is_readable=False)


def _salts(connection: Connection, author: Author, unsalted: Sequence[Change]) -> dict[int, bytes]:
    """The salt keys the author gave entities in earlier changes."""
    ents = sorted({change.ent for change in unsalted})
    if not ents:
        return {}
    place = {"scope": author.scope, "dev": author.dev, "ep": author.ep}
    return _SALTS.pairs(connection, **place, ents=ents)


def _advance(hub: Hub, connection: Connection, author: Author, frame: Frame) -> None:
    """Move the ack, in the transaction that wrote the effects."""
    place = {"of": author.scope, "by": author.dev, "in": author.ep}
    _ADVANCE.run(connection, **place, acked=frame.last, head=frame.head_after)
    clock = frame.clock
    told = (frame.first, clock.now, clock.offset_s, clock.age_s, clock.boot, hub.now())
    add_rows(connection, batches, [(author.scope, frame.dev, frame.ep, frame.last, *told)])


def _refused(frame: Frame, **details: object) -> FrameRefused:
    return FrameRefused(first=frame.first, last=frame.last, **details)
