"""The batch frame: changes of one author in a row, signed once; on a line, a relay or a stick.

Chain values do not travel: both ends compute them, the frame carries the head after its last change
and eight bytes of the head before its first. Batches may be re-cut at will.

    [ver, hub_id, dev, ep, first, last, head before[:8], head after, clock, dictionary,
     zstd(changes)]
    clock = [device now, offset to the hub, age of the offset, boot id]    whole seconds
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sync import cose, record
from sync.errors import MalformedMessage
from sync.protocol import compression
from sync.protocol.fields import Fields, pack
from sync.protocol.versions import NEWEST
from sync.record import Change

FRAME = "sync/frame"
HUB_ID_BYTES = 8
HEAD_PREFIX_BYTES = 8
_MAX_BOOT_BYTES = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockMark:
    """What the device's clock is worth, told with every batch and never a ground to refuse it."""

    now: int  # Unix seconds
    offset_s: int | None = None  # hub minus device when last measured
    age_s: int | None = None  # of that measurement
    boot: bytes = b""  # changes when the machine starts anew


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A verified frame; its changes are still packed."""

    hub_id: bytes
    dev: int
    ep: int
    first: int
    last: int
    head_before: bytes  # 8 bytes
    head_after: bytes
    clock: ClockMark
    dictionary: bytes
    packed: bytes

    def changes(self) -> list[tuple[bytes, Change]]:
        """The changes with their bytes, numbered first..last; raises MalformedMessage."""
        found = record.split(compression.unpack(self.packed, dictionary=self.dictionary))
        numbers = [change.seq for _, change in found]
        if numbers != list(range(self.first, self.last + 1)):
            raise MalformedMessage(message="frame", reason="numbers_not_in_a_row")
        return found


def author_kid(dev: int, ep: int) -> bytes:
    """How a message names the key of an author."""
    return (dev << 8 | ep).to_bytes(4, "big")


def author_of(kid: bytes) -> tuple[int, int]:
    """The (dev, ep) a key name stands for; raises MalformedMessage."""
    if len(kid) != 4:  # noqa: PLR2004  24 bits and 8
        raise MalformedMessage(reason="not_an_author")
    number = int.from_bytes(kid, "big")
    return number >> 8, number & record.MAX_EP


def make_frame(
    raws: Sequence[bytes],
    *,
    hub_id: bytes,
    author: tuple[int, int],
    first: int,
    heads: tuple[bytes, bytes],
    clock: ClockMark,
    signer: cose.Sign,
) -> bytes | None:
    """The signed frame of changes first, first+1, …; None when they must be sent in smaller frames.

    `heads` stand before the first and after the last change.
    """
    unpacked = b"".join(raws)
    packed = compression.pack_at_desk(unpacked)
    if not compression.may_unpack(len(unpacked), len(packed)):
        return None
    dev, ep = author
    payload = pack(
        NEWEST,
        hub_id,
        dev,
        ep,
        first,
        first + len(raws) - 1,
        heads[0][:HEAD_PREFIX_BYTES],
        heads[1],
        (clock.now, clock.offset_s, clock.age_s, clock.boot),
        compression.NO_DICTIONARY,
        packed,
    )
    return cose.sign(payload, typ=FRAME, kid=author_kid(dev, ep), signer=signer)


def read_frame(message: cose.Signed, *, key: bytes) -> Frame:
    """The frame in a message, signed by `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=FRAME, key=key), message="frame")
    frame = Frame(
        hub_id=fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES),
        dev=fields.number(most=record.MAX_DEV),
        ep=fields.number(most=record.MAX_EP),
        first=fields.number(most=record.MAX_SEQ),
        last=fields.number(most=record.MAX_SEQ),
        head_before=fields.blob(least=HEAD_PREFIX_BYTES, most=HEAD_PREFIX_BYTES),
        head_after=fields.blob(least=record.HEAD_BYTES, most=record.HEAD_BYTES),
        clock=_clock(fields.row()),
        dictionary=fields.blob(most=record.HEAD_BYTES),
        packed=fields.blob(most=compression.MAX_UNPACKED_BYTES),
    )
    if author_of(message.kid) != (frame.dev, frame.ep) or not 0 < frame.first <= frame.last:
        raise MalformedMessage(message="frame", reason="author_or_numbers")
    return frame


def _clock(fields: Fields) -> ClockMark:
    return ClockMark(
        now=fields.number(),
        offset_s=fields.offset(),
        age_s=fields.offset(),
        boot=fields.blob(most=_MAX_BOOT_BYTES),
    )
