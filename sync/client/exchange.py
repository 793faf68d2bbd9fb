"""One round with the hub: changes out, ack and verdicts and the feed back, then files.

Safe to repeat and to cut at any byte: the hub skips what it holds, the replica moves its cursors in
the transaction that takes the records, and nothing else is remembered between rounds.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sync.client.answer import Answered, diverged, read_answer
from sync.client.files import Transferred, transfer
from sync.client.pace import Pace
from sync.client.port import Link
from sync.client.replica import Identity, Replica, Reply
from sync.errors import (
    EpochNeeded,
    FrameRefused,
    HelloReplayed,
    HistoryForked,
    HubUnreachable,
    ReplicaDiverged,
    RequestTooLarge,
)
from sync.protocol.frame import make_frame
from sync.protocol.hello import Cursor, Hello, make_hello
from sync.protocol.page import Page
from sync.protocol.receipt import Answer

APP = "quay-mot-cua 0.1.0"

_OWN_WINDOW_BYTES = 2**20
_MOST_TURNS = 10_000  # a round ends even with a hub that never does


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """What one round did."""

    sent: int  # changes the hub acknowledged for the first time
    settled: int  # own changes that got their verdict
    refused: int  # of these
    held: int  # of these
    received: int  # changes of others
    files_up: int
    files_down: int
    files_failed: int  # tried again in the next round
    bytes_up: int
    bytes_down: int
    next_contact_s: int  # how long an idle desk may wait


def exchange_once(
    replica: Replica,
    link: Link,
    *,
    pace: Pace | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Round:
    """Run one round until nothing is left to send or to take; raises a SyncError leaf.

    What was taken before an error stays taken. `should_stop` is asked before the replica is touched
    again after the network.
    """
    turns = _Turns(replica, link, pace or Pace(), should_stop)
    up, down = link.bytes_up, link.bytes_down
    turns.run()
    files = Transferred()
    if turns.counter and not should_stop():
        files = transfer(replica, link, turns.pace, counter=turns.counter, should_stop=should_stop)
    return Round(
        sent=turns.sent,
        settled=turns.settled,
        refused=turns.refused,
        held=turns.held,
        received=turns.received,
        files_up=files.up,
        files_down=files.down,
        files_failed=files.failed,
        bytes_up=link.bytes_up - up,
        bytes_down=link.bytes_down - down,
        next_contact_s=turns.next_contact_s,
    )


class _Turns:
    """The turns of one round; a turn is one request and its answer."""

    def __init__(
        self, replica: Replica, link: Link, pace: Pace, should_stop: Callable[[], bool]
    ) -> None:
        self._replica = replica
        self._link = link
        self._should_stop = should_stop
        self._anew: set[str] = set()  # scopes to be read from their beginning
        self._tried_anew: set[str] = set()
        self._was_refused = False
        self._was_replayed = False
        self.pace = pace
        self.counter = 0
        self.next_contact_s = 0
        self.sent = self.settled = self.refused = self.held = self.received = 0

    def run(self) -> None:
        for _ in range(_MOST_TURNS):
            if self._should_stop() or not self._turn():
                return

    def _turn(self) -> bool:
        """One request and its answer; whether another should follow at once."""
        identity = self._replica.identity()
        acked = self._replica.acked()
        raws = self._replica.outbox(acked, self.pace.batch_bytes)
        try:
            reply = self._ask(identity, acked, raws)
        except (FrameRefused, RequestTooLarge):
            self._was_refused = True
            if len(raws) <= 1:
                raise
            self.pace.halve(len(b"".join(raws)))
            return True
        except HubUnreachable:
            self.pace.halve(len(b"".join(raws)))
            raise
        except HelloReplayed as error:
            return self._meet_replay(error)
        return reply is not None and self._take(reply, acked)

    def _ask(self, identity: Identity, acked: int, raws: list[bytes]) -> Reply | None:
        """The hub's answer to a batch and our cursors; None when it came too late to be taken."""
        self.counter = self._replica.next_counter()
        cursors = self._replica.cursors()
        for scope in self._anew:
            cursors.pop(scope, None)
        began_at = self._replica.clock_mark().now
        request = self._request(identity, acked, raws, cursors)
        began = self.pace.now()
        body = self._link.exchange(request)  # no transaction is open while the network is slow
        rtt_s = self.pace.now() - began
        if self._should_stop():
            return None
        self.pace.measure(len(request) + len(body), since=began)
        answered = read_answer(body, request=request, identity=identity, counter=self.counter)
        _require_one_history(answered, last=self._replica.last())
        return Reply(
            receipt=answered.receipt,
            receipt_raw=answered.receipt_raw,
            pages=self._sound(answered, cursors),
            offset_s=answered.receipt.hub_time - began_at - round(rtt_s / 2),
            rtt_s=rtt_s,
        )

    def _request(
        self,
        identity: Identity,
        acked: int,
        raws: list[bytes],
        cursors: dict[str, Cursor],
    ) -> bytes:
        hello = Hello(
            hub_id=identity.hub_id,
            dev=identity.dev,
            ep=identity.ep,
            counter=self.counter,
            last=self._replica.last(),
            app=APP,
            cursors=cursors,
            want_bytes=self.pace.slice_bytes(),
        )
        return make_hello(hello, identity.sign) + self._frame(identity, acked, raws)

    def _frame(self, identity: Identity, acked: int, raws: list[bytes]) -> bytes:
        """The frame of as many of the changes as one frame may hold; none of no changes."""
        while raws:
            frame = make_frame(
                raws,
                hub_id=identity.hub_id,
                author=(identity.dev, identity.ep),
                first=acked + 1,
                heads=(self._replica.head(acked), self._replica.head(acked + len(raws))),
                clock=self._replica.clock_mark(),
                signer=identity.sign,
            )
            if frame is not None:
                return frame
            raws = raws[: len(raws) // 2]
        return b""

    def _sound(self, answered: Answered, cursors: dict[str, Cursor]) -> tuple[Page, ...]:
        """The pages that add up; a scope whose page does not is read anew, once in a round."""
        own = _OwnChanges(self._replica)
        bad = diverged(answered.pages, cursors, own.change)
        again = bad & self._tried_anew
        if again:
            raise ReplicaDiverged(scope=min(again))
        self._tried_anew |= bad
        self._anew = (self._anew - {told.scope for told in answered.pages}) | bad
        return tuple(told for told in answered.pages if told.scope not in bad)

    def _take(self, reply: Reply, acked: int) -> bool:
        taken = self._replica.take(reply)
        self.next_contact_s = reply.receipt.next_contact_s
        self.sent += max(0, reply.receipt.acked - acked)
        self.settled += taken.settled
        self.refused += taken.refused
        self.held += taken.held
        self.received += taken.received
        if not self._was_refused:
            self.pace.grow()
        if self._anew or any(told.has_more for told in reply.pages):
            return True
        has_moved = reply.receipt.acked != acked  # a hub that takes nothing is not asked for ever
        return has_moved and bool(self._replica.outbox(reply.receipt.acked, 1))

    def _meet_replay(self, error: HelloReplayed) -> bool:
        """Once may be another process of this machine; twice in a row is a restored database."""
        if self._was_replayed:
            raise EpochNeeded from error
        self._was_replayed = True
        return True


class _OwnChanges:
    """Own changes by seq, read in windows."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._first = 0
        self._raws: list[bytes] = []

    def change(self, seq: int) -> bytes | None:
        if not self._first <= seq < self._first + len(self._raws):
            self._first = seq
            self._raws = self._replica.outbox(seq - 1, _OWN_WINDOW_BYTES)
        return self._raws[seq - self._first] if self._raws else None


def _require_one_history(answered: Answered, *, last: int) -> None:
    told = answered.receipt
    if told.answer is Answer.FORK:
        raise HistoryForked(acked=told.acked, last=last)
    if told.answer is Answer.EPOCH or told.acked > last:
        raise EpochNeeded(acked=told.acked, last=last)
