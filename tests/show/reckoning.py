"""After the bad day: open everything again, let it sync in peace, and count."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import select

from desk_app.clock import WallClock
from sync import cose
from sync.hub.tables import changes
from sync.protocol import receipt
from tests.show.places import NAMES, opened_desk
from tests.sync.real_desks import codes_at, digests_at

_ROUNDS = 3


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    received: int  # dossiers the desks had said to be received
    lost: int  # of these, not at the hub
    unknown: int  # at the hub, and not at a desk
    receipts: int  # signed by the hub and kept by the desks
    broken_receipts: int  # that speak of what the hub does not have
    waiting: int  # changes without a verdict
    set_aside: int
    digests_differ: int  # feeds of desks that are not the hub's
    counted: dict  # faults done, and what was heard of the desks

    @property
    def is_sound(self):
        wrong = (self.lost, self.unknown, self.broken_receipts, self.waiting, self.digests_differ)
        return not any(wrong) and self.received > 0 and self.receipts > 0

    def __str__(self):
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def reckon(show, province):
    """Serve the same hub folder again, open the same desks, and look."""
    with province.up():
        desks = [opened_desk(show.folder / name, WallClock()).open(province) for name in NAMES]
        for desk in desks * _ROUNDS:
            desk.sync()
        for desk in desks:
            desk.desk.journal.verify_chain()
        at_hub = set(codes_at(province))
        heads = _heads(province)
        said = set().union(*show.received.values())
        kept = [raw for desk in desks for raw in _receipts(desk)]
        told = Reckoned(
            received=len(said),
            lost=len(said - at_hub),
            unknown=sum(len(at_hub ^ set(desk.codes())) for desk in desks),
            receipts=len(kept),
            broken_receipts=sum(not _holds(raw, desks[0], heads) for raw in kept),
            waiting=sum(desk.desk.journal.waiting().changes for desk in desks),
            set_aside=sum(len(desk.desk.journal.set_aside()) for desk in desks),
            digests_differ=sum(desk.digests() != digests_at(province) for desk in desks),
            counted=dict(sorted(show.counted.items())),
        )
        for desk in desks:
            desk.close()
    return told


def _receipts(desk):
    return [raw for (raw,) in desk.desk.store.database.rows("SELECT receipt FROM receipts")]


def _heads(province):
    with province.hub.database.reading() as connection:
        rows = connection.execute(
            select(changes.c.dev, changes.c.ep, changes.c.seq, changes.c.head)
        )
        return {(row.dev, row.ep, row.seq): row.head for row in rows}


def _holds(raw, desk, heads):
    """Whether the hub has what its receipt says."""
    keys = desk.desk.replica.identity().hub_keys
    told = receipt.read_receipt(cose.read(bytes(raw)), key=keys)
    return not told.acked or heads.get((told.dev, told.ep, told.acked)) == told.head
