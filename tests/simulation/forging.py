"""Answers the hub did not give: by a thief's key, from last week, or with a part left out.

Every part is well formed; only signatures, numbers and digests can tell.
"""

from dataclasses import replace

from sync import cose, record
from sync.errors import SyncError
from sync.protocol.control import MachineOrder, write_order
from sync.protocol.key_list import KEY_LIST, make_key_list, read_first
from sync.protocol.page import PAGE, FeedRecord, Verdict, add, make_page, pack_record, read_page
from sync.protocol.receipt import RECEIPT, make_receipt, read_receipt
from sync.record import Change

_KEPT = 24
_MOST_MESSAGES = 64
_MARK = bytes(record.SALT_BYTES)


class Forger:
    """Sits on the line and keeps what went by."""

    def __init__(self, chance, thief):
        self.chance = chance
        self.thief = thief
        self.seen = []  # signed pages and lists, as they went by

    def forge(self, answer, keys):
        """The same answer with one part changed; the answer itself where nothing can be."""
        try:
            messages = cose.read_all(answer, limit=_MOST_MESSAGES)
            parts = [message.raw for message in messages]
            chosen = self.chance.choice(
                [self._altered, self._old, self._left_out, self._listed, self._acked]
            )
            chosen(messages, parts, keys)
        except SyncError:
            return answer
        self._look(messages)
        return b"".join(parts)

    def _look(self, messages):
        self.seen += [message for message in messages if message.typ in {PAGE, KEY_LIST}]
        del self.seen[:-_KEPT]

    def _altered(self, messages, parts, keys):
        """A page with one record more, that revokes a machine; or with another verdict."""
        places = [place for place, message in enumerate(messages) if message.typ == PAGE]
        if not places:
            return
        place = self.chance.choice(places)
        told = read_page(messages[place], key=keys)
        parts[place] = _signed(_with_an_order(told), self.thief)

    def _old(self, messages, parts, keys):
        """A page or list of earlier in the place of one of now, or beside it."""
        places = [place for place, message in enumerate(messages) if message.typ == PAGE]
        if not places or not self.seen:
            return
        old = self.chance.choice(self.seen)
        told = read_page(old, key=keys) if old.typ == PAGE else None
        now = [read_page(messages[place], key=keys).scope for place in places]
        if told is not None and told.scope in now and self.chance.random() < 0.7:
            parts[places[now.index(told.scope)]] = old.raw
        else:
            parts.append(old.raw)

    def _left_out(self, messages, parts, _keys):
        if len(messages) > 1:
            del parts[self.chance.randrange(1, len(parts))]

    def _listed(self, messages, parts, _keys):
        """A list of keys in which the thief's own stands; or an older one once more."""
        lists = [message for message in [*messages, *self.seen] if message.typ == KEY_LIST]
        if not lists:
            return
        told = read_first(self.chance.choice(lists))
        public = self.thief.public_key().public_bytes_raw()
        forged = replace(told, number=told.number + self.chance.randint(0, 2), keys=(public,))
        if self.chance.random() < 0.5:
            forged = replace(forged, root=public)
        parts.insert(0, make_key_list(forged, self.thief.sign))

    def _acked(self, messages, parts, keys):
        """A receipt for more than the hub has."""
        for place, message in enumerate(messages):
            if message.typ == RECEIPT:
                told = read_receipt(message, key=keys)
                more = replace(told, acked=told.acked + self.chance.randint(0, 3))
                parts[place] = make_receipt(more, self.thief.sign)


def _with_an_order(told):
    """The page with an order of the province at its end that the province never gave."""
    kind, body = write_order(MachineOrder(dev=1, at=told.newest, reason="", is_wipe=True))
    seq = 10**6
    change = Change(
        seq=seq,
        kind=kind,
        ent=record.entity_id(0, 1, seq),
        base=0,
        lam=1,
        at=0,
        actor=0,
        cat=0,
        body=tuple(body),
        salt=_MARK,
    )
    raw = record.encode(change)
    entry = FeedRecord(
        pos=told.last + 1, ver=1, dev=0, ep=1, verdict=Verdict.OK, reason="", raw=raw, seq=seq
    )
    return replace(
        told,
        last=entry.pos,
        newest=max(told.newest, entry.pos),
        digest=add(told.digest, told.scope, entry, raw),
        records=(*told.records, entry),
    )


def _signed(told, key):
    packed, before = [], None
    for entry in told.records:
        verdict, reason = entry.verdict.value, entry.reason
        row = (entry.pos, entry.ver, entry.dev, entry.ep, verdict, reason, entry.raw, entry.seq)
        packed.append(pack_record(row, before))
        before = row
    return make_page(told, packed, key.sign)
