"""Sharing with machines of the same commune: what is given to them, and what is taken from them.

Nothing is given to, or taken from, a machine that the hub's own words do not name as of this
organisation, that an order revoked, or that the hub has not been heard to believe for as long as
its lease. What is taken is shown and judged by nobody but the hub.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.store.access import may_write
from desk_app.store.hub_keys import hub_keys, own_seal_key, past_hub_keys
from desk_app.store.identity import HUB_WORDS, read_identity
from desk_app.store.lease import latest_moment
from desk_app.store.near import LogState, known_through, revoked_machines, state_of
from desk_app.store.near_bringing import own_frames
from desk_app.store.near_taking import AWAY_S, NearTaking
from desk_app.store.outbox import acked_name
from desk_app.store.settings import counter, get_setting
from sync.parcel.errors import NotColleague
from sync.protocol.frame import HEAD_PREFIX_BYTES
from sync.relay.sharing import (
    MOST_FRAMES_BYTES,
    Belief,
    Colleague,
    Have,
    Log,
    Share,
    read_colleague,
)

if TYPE_CHECKING:
    from desk_app.store.clock_marks import Clock
    from desk_app.store.opening import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A machine of this commune that was met on the commune's network."""

    machine: int
    since: datetime  # it has been answering
    seen_at: datetime
    is_near: bool  # it answered just now
    unsent: int  # its changes that are shown here and that the province has not told of
    is_forked: bool  # its work has two ends: not shown before the province has decided


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """What a meeting brought."""

    taken: int = 0  # changes that were new here
    has_more: bool = False  # either side has more to tell


class Colleagues:
    """The other machines of this desk's commune."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._database = store.database
        self._guard = store.guard
        self._replica = store.replica(clock)
        self._clock = clock

    def may_share(self) -> bool:
        """Whether this machine may give or take at all: believed, sound, proved by the hub."""
        own = read_identity(self._database)
        return bool(
            own.author is not None
            and self._guard.doubt(own) is None
            and may_write(self._database, self._clock.now())
            and get_setting(self._database, HUB_WORDS)
        )

    def require_share(self) -> None:
        """Raises NotColleague where this machine itself may not share."""
        if not self.may_share():
            raise NotColleague(reason="here")

    def words(self) -> bytes:
        """What the hub says of this machine; raises NotColleague."""
        self.require_share()
        return bytes.fromhex(get_setting(self._database, HUB_WORDS))

    def private_keys(self) -> tuple[str, ...]:
        with self._database.writing():
            return (own_seal_key(self._database).private,)

    def proved(self, log: Log, *, key: bytes | None = None) -> Colleague:
        """The machine a log is of, where it may be told of dossiers; raises NotColleague.

        `key`: the one it must have. Its lease is not looked at here: see `is_believed`.
        """
        own = read_identity(self._database)
        belief = self._belief()
        colleague = read_colleague(log, belief)
        known = self._database.value(
            "SELECT key FROM colleagues WHERE author = ? LIMIT 1", (colleague.dev,)
        )
        if colleague.dev == own.author or (key or colleague.key) != colleague.key:
            raise NotColleague(reason="another_key")
        if known is not None and bytes(known) != colleague.key:
            raise NotColleague(reason="another_key")
        if colleague.dev in revoked_machines(self._database):
            raise NotColleague(reason="revoked")
        return colleague

    def is_believed(self, colleague: Colleague) -> bool:
        """Whether the hub believed it lately enough, by the latest moment anything proves."""
        now = latest_moment(self._database, self._clock.now())
        return colleague.until > int(now.timestamp())

    def known(self, key: bytes) -> Log | None:
        """What a machine with this key told of itself last, in its newest epoch."""
        row = self._database.row(
            "SELECT words, receipt FROM colleagues WHERE key = ? ORDER BY epoch DESC LIMIT 1",
            (key,),
        )
        if row is None:
            return None
        return Log(words=bytes(row[0]), receipt=bytes(row[1]), last=0, head=b"", frames=())

    def share_for(self, colleague: Colleague, have: tuple[Have, ...] | None = None) -> Share:
        """What a machine lacks of our log and of others', as far as one message holds.

        `have`: what it has; None: as it said last. A machine that is not believed gets no frame.
        """
        after = {(one.dev, one.ep): one.after for one in have or ()}
        own = self._replica.identity()
        if have is None:
            after[own.dev, own.ep] = self._ours_at(colleague, own.ep)
        room = MOST_FRAMES_BYTES if self.is_believed(colleague) else 0
        since = after.get((own.dev, own.ep), 0)
        frames = self._own_frames(since, room=room) if room else []
        last = self._replica.last()
        logs = [
            Log(
                words=self.words(),
                receipt=self._newest_receipt(own.dev),
                last=last,
                head=self._replica.head(last)[:HEAD_PREFIX_BYTES],
                frames=tuple(frames),
            )
        ]
        if have is not None:
            logs += self._others_logs(colleague, after, room=room - sum(map(len, frames)))
        return Share(have=self._have(colleague), logs=tuple(logs))

    def _have(self, colleague: Colleague) -> tuple[Have, ...]:
        """How far the logs of the machines that were met are here."""
        logs = set(self._database.rows("SELECT author, epoch FROM colleagues"))
        logs.add((colleague.dev, colleague.ep))
        return tuple(
            Have(dev=dev, ep=ep, after=known_through(self._database, (dev, ep)))
            for dev, ep in sorted(logs)
        )

    def _own_frames(self, after: int, *, room: int) -> list[bytes]:
        """Our changes after a number, as the hub gets them, while there is room."""
        frames: list[bytes] = []
        for _, frame in own_frames(self._replica, self._replica.identity(), after=after):
            frames.append(frame)
            room -= len(frame)
            if room <= 0:
                break
        return frames

    def _others_logs(
        self, colleague: Colleague, after: dict[tuple[int, int], int], *, room: int
    ) -> list[Log]:
        """What third machines told us, while there is room."""
        found: list[Log] = []
        for author, epoch, words, receipt in self._database.rows(
            "SELECT author, epoch, words, receipt FROM colleagues WHERE author <> ? AND state = ''",
            (colleague.dev,),
        ):
            frames = self._database.rows(
                "SELECT frame FROM near_frames WHERE author = ? AND epoch = ? AND last > ?"
                " ORDER BY last",
                (author, epoch, after.get((author, epoch), 0)),
            )
            fitting = [bytes(raw) for (raw,) in frames if (room := room - len(raw)) > 0]
            if fitting:
                told = Log(
                    words=bytes(words),
                    receipt=bytes(receipt),
                    last=0,
                    head=b"",
                    frames=tuple(fitting),
                )
                found.append(told)
        return found

    def _ours_at(self, colleague: Colleague, epoch: int) -> int:
        """How far a machine said that it has our log."""
        return int(
            self._database.value(
                "SELECT ours FROM colleagues WHERE author = ? AND epoch = ? AND ours_epoch = ?",
                (colleague.dev, colleague.ep, epoch),
            )
            or 0
        )

    def _newest_receipt(self, author: int) -> bytes:
        """The hub's newest receipt to this machine, of whatever epoch; empty before the first."""
        epoch = self._replica.identity().ep
        raw = self._database.value(
            "SELECT receipt FROM receipts WHERE author = ?"
            " ORDER BY epoch DESC, acked = ? DESC, acked DESC LIMIT 1",
            (author, counter(self._database, acked_name(epoch))),
        )
        return bytes(raw) if raw is not None else b""

    def take(self, share: Share, *, key: bytes) -> Met:
        """Take what a machine with this key shares; raises NotColleague for the speaker alone.

        A log of a third machine that is not proved, or a frame that does not fit, is passed over.
        """
        speaker = self.proved(share.logs[0], key=key)
        if not self.is_believed(speaker):
            raise NotColleague(reason="lease_ended")
        own = read_identity(self._database)
        ours = {(one.dev, one.ep): one.after for one in share.have}.get(own.writer, 0)
        others = [(log, told) for log in share.logs[1:] if (told := self._other(log)) is not None]
        now = int(self._clock.now().timestamp())
        taking = NearTaking(self._database, self._belief(), now=now)
        if taking.is_news(share.logs[0], speaker, ours=ours) or others:
            with self._database.writing():
                self._guard.require_writable(own)
                for log, told in [(share.logs[0], speaker), *others]:
                    taking.take_log(log, told)
                taking.note_seen(speaker, ours=ours, ours_epoch=own.writer[1])
                taking.finish()
        place = (speaker.dev, speaker.ep)
        is_behind = (
            state_of(self._database, place) is LogState.OPEN
            and known_through(self._database, place) < share.logs[0].last
        )
        has_more = ours < self._replica.last() or is_behind
        return Met(taken=taking.taken, has_more=has_more)

    def _other(self, log: Log) -> Colleague | None:
        """A third machine that may be told of; None where it may not."""
        try:
            told = self.proved(log)
        except NotColleague:
            return None
        return told if self.is_believed(told) else None

    def seen(self) -> list[Seen]:
        """The machines that spoke with us themselves, the one heard last first."""
        now = int(self._clock.now().timestamp())
        rows = self._database.rows(
            """
            SELECT c.author, min(c.since), max(c.seen_at), max(c.state = 'forked'),
                (SELECT count(*) FROM near_changes AS n WHERE n.author = c.author)
            FROM colleagues AS c WHERE c.seen_at > 0 AND c.state <> 'closed'
            GROUP BY c.author ORDER BY max(c.seen_at) DESC, c.author
            """
        )
        return [
            Seen(
                machine=author,
                since=datetime.fromtimestamp(since, UTC),
                seen_at=datetime.fromtimestamp(seen_at, UTC),
                is_near=0 <= now - seen_at < AWAY_S,
                unsent=unsent,
                is_forked=bool(forked),
            )
            for author, since, seen_at, forked, unsent in rows
        ]

    def _belief(self) -> Belief:
        own = read_identity(self._database)
        return Belief(
            hub_id=own.hub_id,
            org=own.organisation,
            keys=hub_keys(self._database, own),
            past_keys=past_hub_keys(self._database),
        )
