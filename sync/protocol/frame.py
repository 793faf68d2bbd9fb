"""The batch frame: changes of one author in a row, signed once; on a line, a relay or a stick.

Chain values do not travel: both ends compute them, the frame carries the head after its last change
and eight bytes of the head before its first. Batches may be re-cut at will. The author's name
stands in the signed header alone.

    [ver, hub_id, first, changes, head before[:8], head after, clock, dictionary, zstd(rows), form]
    clock = [device now, offset to the hub, age of the offset, boot id]    whole seconds

A frame of the form WRAPPED holds one change that cannot be read, as it lies on the disk: its
author's signature on the head stands for it, so that not even damage stops a log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync import cose, record
from sync.errors import MalformedChange, MalformedMessage
from sync.protocol import compression, rows
from sync.protocol.fields import Fields, pack
from sync.protocol.versions import NEWEST
from sync.record import Change

FRAME = "f"  # short, for it travels with every batch
HUB_ID_BYTES = 8
HEAD_PREFIX_BYTES = 8
_MAX_BOOT_BYTES = 16


class Form(StrEnum):
    """How a frame holds its changes; on the wire by its place in this list."""

    ROWS = "rows"
    WRAPPED = "wrapped"  # one change, in bytes that need not be a change


_FORMS = tuple(Form)


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
    form: Form

    def changes(self) -> list[tuple[bytes, Change]]:
        """The changes with their bytes, numbered first..last.

        Raises MalformedChange, MalformedMessage, DictionaryUnknown.
        """
        told = compression.unpack(self.packed, dictionary=self.dictionary)
        found = rows.unfold(told, author=(self.dev, self.ep), first=self.first)
        if len(found) != self.last - self.first + 1:
            raise MalformedMessage(message="frame", reason="numbers_not_in_a_row")
        return found

    def wrapped(self) -> bytes:
        """The bytes of the one change of a frame of that form; raises MalformedMessage."""
        content = compression.unpack(self.packed, dictionary=self.dictionary)
        if self.first != self.last or len(content) > record.MAX_CHANGE_BYTES:
            raise MalformedMessage(message="frame", reason="wrapped_too_much")
        return content


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
    dictionary: bytes = compression.NO_DICTIONARY,
) -> bytes | None:
    """The signed frame of changes first, first+1, …; None when they must be sent in smaller frames.

    `heads` stand before the first and after the last change. Raises MalformedChange, with its
    `seq`, for a change that must be wrapped.
    """
    told = rows.fold(_read(raws, first=first), author=author)
    packed = compression.pack_at_desk(told, dictionary=dictionary)
    if not compression.may_unpack(len(told), len(packed)):
        return None
    return cose.sign(
        pack(
            NEWEST,
            hub_id,
            first,
            len(raws),
            heads[0][:HEAD_PREFIX_BYTES],
            heads[1],
            (clock.now, clock.offset_s, clock.age_s, clock.boot),
            dictionary,
            packed,
            _FORMS.index(Form.ROWS),
        ),
        typ=FRAME,
        kid=author_kid(*author),
        signer=signer,
    )


def make_wrapped(
    raw: bytes,
    *,
    hub_id: bytes,
    author: tuple[int, int],
    seq: int,
    heads: tuple[bytes, bytes],
    clock: ClockMark,
    signer: cose.Sign,
) -> bytes:
    """The signed frame of change `seq`, whose bytes are no change, or not the right one."""
    payload = pack(
        NEWEST,
        hub_id,
        seq,
        1,
        heads[0][:HEAD_PREFIX_BYTES],
        heads[1],
        (clock.now, clock.offset_s, clock.age_s, clock.boot),
        compression.NO_DICTIONARY,
        compression.pack_at_desk(wrappable(raw)),
        _FORMS.index(Form.WRAPPED),
    )
    return cose.sign(payload, typ=FRAME, kid=author_kid(*author), signer=signer)


def wrappable(raw: bytes) -> bytes:
    """As much of damaged bytes as one change may have; both ends keep and hash this much."""
    return raw[: record.MAX_CHANGE_BYTES]


def read_frame(message: cose.Signed, *, key: bytes) -> Frame:
    """The frame in a message, signed by `key`; raises BadSignature, MalformedMessage."""
    fields = Fields.unpack(cose.verify(message, typ=FRAME, key=key), message="frame")
    dev, ep = author_of(message.kid)
    hub_id = fields.blob(least=HUB_ID_BYTES, most=HUB_ID_BYTES)
    first = fields.number(most=record.MAX_SEQ)
    count = fields.number(most=record.MAX_SEQ)
    if not 0 < first <= first + count - 1 <= record.MAX_SEQ:
        raise MalformedMessage(message="frame", reason="author_or_numbers")
    return Frame(
        hub_id=hub_id,
        dev=dev,
        ep=ep,
        first=first,
        last=first + count - 1,
        head_before=fields.blob(least=HEAD_PREFIX_BYTES, most=HEAD_PREFIX_BYTES),
        head_after=fields.blob(least=record.HEAD_BYTES, most=record.HEAD_BYTES),
        clock=_clock(fields.row()),
        dictionary=fields.blob(most=compression.NAME_BYTES),
        packed=fields.blob(most=compression.MAX_UNPACKED_BYTES),
        form=_FORMS[fields.number(most=len(_FORMS) - 1)],
    )


def _read(raws: Sequence[bytes], *, first: int) -> list[Change]:
    """The changes of their bytes; raises MalformedChange with the `seq` of one that is none."""
    found: list[Change] = []
    for seq, raw in enumerate(raws, start=first):
        try:
            change = record.decode(raw)
        except MalformedChange as error:
            raise MalformedChange(**error.details, seq=seq) from error
        if change.seq != seq:
            raise MalformedChange(reason="not_its_number", seq=seq)
        found.append(change)
    return found


def _clock(fields: Fields) -> ClockMark:
    return ClockMark(
        now=fields.number(),
        offset_s=fields.offset(),
        age_s=fields.offset(),
        boot=fields.blob(most=_MAX_BOOT_BYTES),
    )
