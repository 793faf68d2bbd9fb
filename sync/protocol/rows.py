"""Changes in a row as they travel: each told by what differs from the one before it.

    row = [kind, entity, base, Lamport step, seconds since, actor, catalogue step, body, salt?]

The numbers of the changes are those of the frame. An entity of the author itself is told by how
many changes ago it was created, another's by its id below zero. The receiver makes the very bytes
again, since a change has only one encoding; the head of the frame proves that they are.
"""

from collections.abc import Sequence
from functools import partial
from itertools import accumulate, chain, islice
from operator import ge
from typing import Any, NamedTuple

import cbor2

from sync import record
from sync.errors import MalformedChange
from sync.record import Change

_OPEN, _CLOSE = b"\x9f", b"\xff"  # an array of unknown length
_MAX_DEPTH = 9  # the rows, and what a change may hold
_LENGTHS = frozenset({8, 9})
_NUMBERS = 7
_SALT = 8
_INTEGERS = {int}
_ROWS = {tuple}
_CHANGE = partial(tuple.__new__, Change)
_SEQ_BITS = 32


class _Before(NamedTuple):
    """What a row is told against."""

    lam: int
    at: int
    cat: int


def fold(changes: Sequence[Change], *, author: tuple[int, int]) -> bytes:
    """The rows of changes numbered in a row."""
    own = author[0] << 8 | author[1]
    before = _Before(changes[0].seq if changes else 0, 0, 0)
    told: list[bytes] = []
    for change in changes:
        is_own = change.ent >> _SEQ_BITS == own and change.ent & record.MAX_SEQ <= change.seq
        row: tuple[Any, ...] = (
            change.kind,
            change.seq - (change.ent & record.MAX_SEQ) if is_own else -change.ent,
            change.base,
            change.lam - before.lam,
            change.at - before.at,
            change.actor,
            change.cat - before.cat,
            change.body,
        )
        told.append(cbor2.dumps(row if change.salt is None else (*row, change.salt)))
        before = _Before(change.lam, change.at, change.cat)
    return b"".join(told)


def unfold(told: bytes, *, author: tuple[int, int], first: int) -> list[tuple[bytes, Change]]:
    """The changes of rows, numbered from `first`, with their bytes.

    Raises MalformedChange, whose details tell the `seq` of a change that cannot be made again.
    """
    try:
        rows = cbor2.loads(_OPEN + told + _CLOSE, max_depth=_MAX_DEPTH, immutable=True)
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise MalformedChange(reason="not_cbor") from error
    own = (author[0] << 8 | author[1]) << _SEQ_BITS
    try:
        changes = _in_columns(rows, own, first) if rows else []
        return list(zip(record.encode_all(changes), changes, strict=True))
    except MalformedChange:
        return _one_by_one(rows, own, first)  # tells which it is


def _in_columns(rows: Sequence[Any], own: int, first: int) -> list[Change]:
    """The changes of all rows at once: a fraction of the time; raises MalformedChange."""
    if set(map(type, rows)) != _ROWS or not _LENGTHS.issuperset(map(len, rows)):
        raise MalformedChange(reason="not_a_change")
    seqs = range(first, first + len(rows))
    columns = list(islice(zip(*rows), _NUMBERS + 1))  # noqa: B905  some have a salt
    kinds, told_ents, bases, steps, sinces, actors, catalogues, bodies = columns
    if set(map(type, chain.from_iterable(columns[:_NUMBERS]))) != _INTEGERS:
        raise MalformedChange(reason="number_out_of_range")
    if any(map(ge, told_ents, seqs)):
        raise MalformedChange(reason="number_out_of_range")
    told = zip(
        seqs,
        kinds,
        [own | seq - ent if ent >= 0 else -ent for seq, ent in zip(seqs, told_ents, strict=True)],
        bases,
        islice(accumulate(steps, initial=first), 1, None),
        accumulate(sinces),
        actors,
        accumulate(catalogues),
        bodies,
        [row[_SALT] if len(row) > _SALT else None for row in rows],
        strict=True,
    )
    return list(map(_CHANGE, told))


def _one_by_one(rows: Sequence[Any], own: int, first: int) -> list[tuple[bytes, Change]]:
    """The changes of rows with their bytes; the error tells the `seq` that is wrong."""
    lam, at, cat = first, 0, 0
    found: list[tuple[bytes, Change]] = []
    for seq, row in enumerate(rows, start=first):
        try:
            kind, told_ent, base, step, since, actor, catalogue, body, *salt = _row(row, seq)
            lam, at, cat = lam + step, at + since, cat + catalogue
            ent = own | seq - told_ent if told_ent >= 0 else -told_ent
            change = Change(seq, kind, ent, base, lam, at, actor, cat, body, *salt)
            found.append((record.encode(change), change))
        except MalformedChange as error:
            raise MalformedChange(**{**error.details, "seq": seq}) from error
    return found


def _row(row: Any, seq: int) -> tuple[Any, ...]:
    """A row whose numbers are numbers; what they come to is looked at where it is encoded."""
    if type(row) is not tuple or len(row) not in _LENGTHS:
        raise MalformedChange(reason="not_a_change")
    if set(map(type, row[:_NUMBERS])) != _INTEGERS or row[1] >= seq:
        raise MalformedChange(reason="number_out_of_range")
    return row
