"""What machines of one commune tell each other while the province is away: their signed frames.

    share = [ver, [[dev, epoch, after]…], [log…]]      sealed for the one machine it is for
    log   = [the hub's words, newest receipt, last, head[:8], frames]

The first log is the speaker's own. A machine proves itself by the hub's own words, which name its
key and its organisation, and by its newest receipt, which says how long the hub believes it. So
nobody needs a list of machines, and a machine that was enrolled yesterday is known today. The
frames are those the hub gets, byte for byte, one after another.
"""

from dataclasses import dataclass

from sync import cose, record
from sync.errors import BadSignature, MalformedMessage
from sync.parcel.blobs import split_items
from sync.parcel.errors import NotColleague
from sync.protocol.enrolment import ENROLLED, read_words
from sync.protocol.epoch import MAX_GRANT_BYTES, read_grant
from sync.protocol.fields import MAX_INT, Fields, pack
from sync.protocol.frame import HEAD_PREFIX_BYTES, Frame, read_frame
from sync.protocol.receipt import read_receipt
from sync.protocol.versions import NEWEST

MOST_FRAMES_BYTES = 2**20  # in one share; what is left follows at once

_MOST_LOGS = 64
_MOST_HAVE = 1024
_MOST_RECEIPT_BYTES = 1024
_DAY_S = 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class Have:
    """How far a machine has the log of another, without a gap."""

    dev: int
    ep: int
    after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Log:
    """What is told of one machine's log."""

    words: bytes  # the hub's, about the machine in its present epoch
    receipt: bytes  # the hub's newest to it, as far as known; may be empty
    last: int  # the highest number there is, and the head's beginning there; 0: not known
    head: bytes
    frames: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    have: tuple[Have, ...]
    logs: tuple[Log, ...]  # the speaker's own first


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """A machine of the same organisation, as the hub's words prove it."""

    dev: int
    ep: int
    key: bytes  # Ed25519, public
    recipient: str  # what is for it alone is sealed to it
    until: int  # Unix seconds: the hub believes it until then; 0 where no receipt says so
    closed: int | None  # the epoch that ended when this one began


@dataclass(frozen=True, kw_only=True, slots=True)
class Belief:
    """Whom this machine believes."""

    hub_id: bytes
    org: str
    keys: tuple[bytes, ...]  # of the hub, today
    past_keys: tuple[bytes, ...]  # of its earlier lists: for words that are older, never alone


def make_share(share: Share) -> bytes:
    have = tuple((one.dev, one.ep, one.after) for one in share.have)
    logs = tuple(
        (one.words, one.receipt, one.last, one.head, b"".join(one.frames)) for one in share.logs
    )
    return pack(NEWEST, have, logs)


def read_share(content: bytes) -> Share:
    """Raises MalformedMessage; nothing in it is proved yet."""
    fields = Fields.unpack(content, message="share")
    have = tuple(_have(row) for row in fields.rows(most=_MOST_HAVE))
    logs = tuple(_log(row) for row in fields.rows(most=_MOST_LOGS))
    if not logs:
        raise MalformedMessage(message="share", reason="nobody_speaks")
    return Share(have=have, logs=logs)


def read_colleague(log: Log, belief: Belief) -> Colleague:
    """Whose log it is; raises NotColleague for a machine the hub's words do not name as ours.

    The words may be older than the hub's present keys; the receipt may not.
    """
    try:
        told = _named(cose.read(log.words), belief)
        until = _believed_until(log.receipt, told.dev, belief) if log.receipt else 0
    except (BadSignature, MalformedMessage) as error:
        raise NotColleague(reason="not_proved") from error
    return Colleague(
        dev=told.dev,
        ep=told.ep,
        key=told.key,
        recipient=told.recipient,
        until=until,
        closed=told.closed,
    )


def read_frames(log: Log, colleague: Colleague, belief: Belief) -> list[tuple[Frame, bytes]]:
    """The colleague's frames, each with its bytes; raises BadSignature, MalformedMessage."""
    found: list[tuple[Frame, bytes]] = []
    for raw in log.frames:
        frame = read_frame(cose.read(raw), key=colleague.key)
        is_its_own = (frame.dev, frame.ep) == (colleague.dev, colleague.ep)
        if frame.hub_id != belief.hub_id or not is_its_own:
            raise BadSignature(reason="another_log")
        found.append((frame, raw))
    return found


def _named(message: cose.Signed, belief: Belief) -> Colleague:
    """The machine that the hub's words are about, before its receipt; raises NotColleague."""
    keys = (*belief.keys, *belief.past_keys)
    if message.typ == ENROLLED:
        words = read_words(message, key=keys)
        hub_id, org, closed = words.hub_id, words.org, None
        dev, ep, key, recipient = words.dev, words.ep, words.device_key, words.recipient_key
    else:
        grant = read_grant(message, key=keys)
        hub_id, org, closed = grant.hub_id, grant.org, grant.asked_from
        dev, ep, key, recipient = grant.dev, grant.ep, grant.device_key, grant.recipient_key
    if hub_id != belief.hub_id or org != belief.org or not recipient:
        raise NotColleague(reason="other_organisation")
    return Colleague(dev=dev, ep=ep, key=key, recipient=recipient, until=0, closed=closed)


def _believed_until(raw: bytes, dev: int, belief: Belief) -> int:
    receipt = read_receipt(cose.read(raw), key=belief.keys)
    if receipt.hub_id != belief.hub_id or receipt.dev != dev:
        raise BadSignature(reason="another_machine")
    return receipt.hub_time + receipt.lease_days * _DAY_S if receipt.lease_days else MAX_INT


def _have(fields: Fields) -> Have:
    return Have(
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        after=fields.number(most=record.MAX_SEQ),
    )


def _log(fields: Fields) -> Log:
    return Log(
        words=fields.blob(most=MAX_GRANT_BYTES),
        receipt=fields.blob(most=_MOST_RECEIPT_BYTES),
        last=fields.number(most=record.MAX_SEQ),
        head=fields.blob(most=HEAD_PREFIX_BYTES),
        frames=_frames(fields.blob(most=2 * MOST_FRAMES_BYTES)),
    )


def _frames(content: bytes) -> tuple[bytes, ...]:
    return tuple(split_items(content)) if content else ()
