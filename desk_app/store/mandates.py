"""The mandates postal staff work under here, as the journal tells them.

Those of the province come in the access feed; those of the chairman were given at this machine and
hold at this machine. Nothing is kept beside the journal: what it holds is in force.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from desk_app.domain import codec
from desk_app.domain.events import MandateEnded, MandateGiven
from desk_app.domain.mandate import Mandate, covering
from desk_app.store.lease import latest_moment
from sync import record
from sync.errors import MalformedMessage
from sync.protocol.mandates import MandateEnd, MandateOrder, read_mandate
from sync.protocol.versions import HUB_DEV

if TYPE_CHECKING:
    from desk_app.store.database import Database

MANDATES_INDEX = """
    CREATE INDEX journal_mandates ON journal (author, place)
    WHERE kind IN (104, 110, 111, 1010, 1011)
"""  # kinds of `domain.codec`, written anew (104) too, and of `sync.protocol.mandates`

_EPOCH = date(1970, 1, 1)
_WEEK = 7
_TOLD = """
    SELECT author, entity, record FROM journal
    WHERE kind IN (104, 110, 111, 1010, 1011) AND author IN (?, ?) ORDER BY place
"""


def mandates_of(database: Database, *, machine: int) -> dict[int, Mandate]:
    """Every mandate of this machine by its entity, the oldest first, ended ones too."""
    found: dict[int, Mandate] = {}
    for author, entity, raw in database.rows(_TOLD, (HUB_DEV, machine)):
        change = record.decode(bytes(raw))
        if author == HUB_DEV:
            _order(found, entity, change)
        else:
            _own(found, entity, change, machine)
    return found


def is_given_here(entity: int) -> bool:
    """Whether it came from this machine's chairman and not from the province."""
    return record.creator(entity)[0] != HUB_DEV


def mandate_in_force(
    database: Database, *, person: str, machine: int, at: datetime, procedure: str = ""
) -> Mandate:
    """The mandate the person acts under now; raises as `mandate.covering`."""
    return covering(
        mandates_of(database, machine=machine).values(),
        person=person,
        machine=machine,
        at=at,
        latest=latest_moment(database, at),
        procedure=procedure,
    )


def _order(found: dict[int, Mandate], entity: int, change: record.Change) -> None:
    try:
        order = read_mandate(change.kind, change.body)
    except MalformedMessage:  # of a hub that says more than we know
        return
    if isinstance(order, MandateOrder):
        found[entity] = Mandate(
            number=order.number,
            issuer=order.issuer,
            person=order.person,
            since=_EPOCH + timedelta(days=order.since),
            until=_EPOCH + timedelta(days=order.until),
            procedures=order.procedures,
            machines=order.machines,
            weekdays=frozenset(day for day in range(_WEEK) if order.weekdays >> day & 1),
            begins=order.begins,
            ends=order.ends,
        )
    elif isinstance(order, MandateEnd):
        _end(found, order.number, datetime.fromtimestamp(order.at, UTC))


def _own(found: dict[int, Mandate], entity: int, change: record.Change, machine: int) -> None:
    try:
        event = codec.decode(change.kind, change.body)
    except codec.MalformedEvent:
        return
    if isinstance(event, MandateGiven):
        found[entity] = Mandate(
            number=event.number,
            issuer=event.issuer,
            person=event.person,
            since=event.since,
            until=event.until,
            procedures=event.procedures,
            machines=(machine,),
            weekdays=frozenset(event.weekdays),
            begins=event.begins,
            ends=event.ends,
        )
    elif isinstance(event, MandateEnded) and entity in found:
        at = datetime.fromtimestamp(change.at, UTC)
        found[entity] = replace(found[entity], ended_at=found[entity].ended_at or at)


def _end(found: dict[int, Mandate], number: str, at: datetime) -> None:
    """Of that number; the province's numbers are its own and the chairman's may be the same."""
    for entity, mandate in found.items():
        if mandate.number == number and mandate.ended_at is None:
            found[entity] = replace(mandate, ended_at=at)
