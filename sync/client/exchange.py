"""One round with the hub: changes out, ack and verdicts and the feed back, then files.

Safe to repeat and to cut at any byte: the hub skips what it holds, the replica moves its cursors in
the transaction that takes the records, and nothing else is remembered between rounds.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sync.client.answer import Answered, diverged, read_answer
from sync.client.epoch import bring_back, remind
from sync.client.files import Progress, Transfer, tell_nobody
from sync.client.framing import Framing
from sync.client.own_changes import OwnChanges
from sync.client.pace import Pace
from sync.client.port import Link
from sync.client.replica import Identity, Replica, Reply
from sync.client.round import Round
from sync.client.snapshots import take_offered
from sync.errors import (
    DictionaryUnknown,
    EpochNeeded,
    EpochUnknown,
    FrameRefused,
    HelloReplayed,
    HistoryForked,
    HubAnsweredRubbish,
    HubUnreachable,
    MachineRevoked,
    MachineUnknown,
    ReplicaDiverged,
    RequestTooLarge,
    SyncError,
)
from sync.protocol import compression
from sync.protocol.hello import Cursor, Hello, make_hello
from sync.protocol.page import Page
from sync.protocol.receipt import Answer

if TYPE_CHECKING:
    from sync.protocol.snapshot import Offer

APP = "quay-mot-cua 0.1.0"

_MOST_TURNS = 10_000  # a round ends even with a hub that never does


def exchange_once(
    replica: Replica,
    link: Link,
    *,
    pace: Pace | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    records_only: bool = False,
    progress: Callable[[Progress], None] = tell_nobody,
) -> Round:
    """Run one round until nothing is left to send or to take; raises a SyncError leaf.

    What was taken before an error stays taken. `should_stop` is asked before the replica is touched
    again after the network. `progress` hears before every slice of a file.
    """
    turns = _Turns(replica, link, pace or Pace(), should_stop)
    up, down = link.bytes_up, link.bytes_down
    files = Transfer(
        replica,
        link,
        turns.pace,
        counter=lambda: turns.counter,
        should_stop=should_stop,
        tell=progress,
    )
    try:
        turns.run()
        while not records_only and turns.counter and files.step():
            turns.run_if_due()
        if turns.counter and not should_stop():
            bring_back(replica, link, should_stop=should_stop)
    except HubUnreachable:
        turns.pace.drop()
        raise
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
        self._framing = Framing(replica)
        self._should_stop = should_stop
        self._offers: Sequence[Offer] = ()
        self._anew: set[str] = set()  # scopes to be read from their beginning
        self._tried_anew: set[str] = set()
        self._was_refused = False
        self._was_replayed = False
        self._was_forgotten = False
        self.pace = pace
        self.counter = 0
        self._ran_at = 0.0
        self.next_contact_s = 0
        self.sent = self.settled = self.refused = self.held = self.received = 0

    def run_if_due(self) -> None:
        """Say what was written meanwhile; hear of news as often as an idle desk would."""
        is_over = self.pace.now() - self._ran_at >= self.next_contact_s
        if is_over or self._replica.outbox(self._replica.acked(), 1):
            self.run()

    def run(self) -> None:
        self._ran_at = self.pace.now()
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
        except DictionaryUnknown:
            return self._do_without_dictionary()
        except FrameRefused as error:
            if not self._meet_refusal(error, acked, raws):
                raise
            return True
        except RequestTooLarge:
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
        except (EpochUnknown, MachineUnknown) as error:
            return self._remind_hub(identity, error)
        except MachineRevoked as error:
            self._replica.note_revoked(error.details)
            raise
        return reply is not None and self._take(reply, acked)

    def _ask(self, identity: Identity, acked: int, raws: list[bytes]) -> Reply | None:
        """The hub's answer to a batch and our cursors; None when it came too late to be taken."""
        self.counter = self._replica.next_counter()
        standing = self._replica.cursors()
        cursors = {name: at for name, at in standing.items() if name not in self._anew}
        began_at = self._replica.clock_mark().now
        request = self._request(identity, acked, raws, cursors)
        began = self.pace.now()
        body = self._link.exchange(request)  # no transaction is open while the network is slow
        rtt_s = self.pace.now() - began
        if self._should_stop():
            return None
        self.pace.measure(len(request) + len(body), since=began)
        answered = read_answer(body, request=request, identity=identity, counter=self.counter)
        self._require_one_history(answered)
        return Reply(
            receipt=answered.receipt,
            receipt_raw=answered.receipt_raw,
            pages=self._sound(answered, cursors),
            key_lists=answered.key_lists,
            offset_s=answered.receipt.hub_time - began_at - round(rtt_s / 2),
            rtt_s=rtt_s,
            asked=standing,
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
            dictionaries=compression.known(),
            keys=identity.key_list.number if identity.key_list else 0,
        )
        frames = self._framing.frames(
            identity, acked + 1, raws, dictionary=self.pace.dictionary(compression.FRAMES)
        )
        return make_hello(hello, identity.sign) + frames

    def _meet_refusal(self, error: FrameRefused, acked: int, raws: list[bytes]) -> bool:
        """Wrap the change that cannot be read, or halve until it stands alone; False to give up.

        The hub names a change whose bytes it cannot read. Where only the head is wrong, any of the
        batch may be the one.
        """
        told = f"{error.details.get('seq', '')} {error.details.get('also', '')}".split()
        seqs = [int(word) for word in told if word.isascii() and word.isdigit()]
        named = [seq for seq in seqs if acked < seq <= acked + len(raws)]
        if named:
            return self._framing.wrap(*named)
        self._was_refused = True
        if len(raws) > 1:
            self.pace.halve(len(b"".join(raws)))
            return True
        return self._framing.wrap(acked + 1)

    def _do_without_dictionary(self) -> bool:
        """The hub is older than our dictionary: everything again without one, from now on."""
        if not self.pace.has_dictionaries:
            raise HubAnsweredRubbish(reason="dictionary_unknown")
        self.pace.has_dictionaries = False
        return True

    def _sound(self, answered: Answered, cursors: dict[str, Cursor]) -> tuple[Page, ...]:
        """The pages that add up; a scope whose page does not is read anew, once in a round."""
        own = OwnChanges(self._replica)
        bad = diverged(answered.pages, cursors, own.change)
        again = bad & self._tried_anew
        if again:
            raise ReplicaDiverged(scope=min(again))
        self._tried_anew |= bad
        answered_for = {told.scope for told in answered.pages}
        answered_for |= {offer.scope for offer in answered.offers}
        self._anew = (self._anew - answered_for) | bad
        self._offers = answered.offers
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
        for offer in self._offers:
            take_offered(self._replica, self._link, self.pace, offer, counter=self.counter)
        if self._anew or self._offers or any(told.has_more for told in reply.pages):
            return True
        has_moved = reply.receipt.acked != acked  # a hub that takes nothing is not asked for ever
        return has_moved and bool(self._replica.outbox(reply.receipt.acked, 1))

    def _meet_replay(self, error: HelloReplayed) -> bool:
        """Once may be another process of this machine; twice in a row is a restored database."""
        if self._was_replayed:
            if int(error.details.get("counter", 0)) > self.counter:
                self._replica.stop_writing(Answer.EPOCH)
            raise EpochNeeded from error
        self._was_replayed = True
        return True

    def _remind_hub(self, identity: Identity, error: SyncError) -> bool:
        """The hub was put back from a copy older than this machine: show it its own words, once."""
        words = self._replica.hub_words()
        if self._was_forgotten or not words:
            raise error
        self._was_forgotten = True
        remind(self._link, identity, words)
        return True

    def _require_one_history(self, answered: Answered) -> None:
        """Nothing more is written here once the hub says that this log has another end there."""
        told, last = answered.receipt, self._replica.last()
        is_other = 0 < told.acked <= last and self._replica.head(told.acked) != told.head
        if told.answer is Answer.FORK or is_other:
            self._replica.stop_writing(Answer.FORK)
            raise HistoryForked(acked=told.acked, last=last)
        if told.answer is Answer.EPOCH or told.acked > last:
            self._replica.stop_writing(Answer.EPOCH)
            raise EpochNeeded(acked=told.acked, last=last)
