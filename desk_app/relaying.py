"""The commune's own network: this desk as the relay for others, or at the relay of another.

The relay runs while somebody is signed in. It keeps sealed parcels it cannot open, and passes them
on whenever the province answers.
"""

from __future__ import annotations

import logging
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol

from desk_app.meeting import Answering, found_again, lan_address, meet
from desk_app.store.errors import StoreError
from desk_app.store.one_round import one_round
from sync.client.link import HttpLink
from sync.client.parcels import export_parcel
from sync.client.parcels_back import import_parcel
from sync.errors import (
    BadSignature,
    MalformedMessage,
    SyncError,
    WrongHub,
)
from sync.parcel.errors import (
    ParcelForOthers,
    ParcelOutdated,
    ParcelUnreadable,
    RelayNotChosen,
    RelayNotKnown,
    RelayUnreachable,
)
from sync.parcel.stick import Stick
from sync.protocol.carried import MOST_BLOB_BYTES
from sync.relay.finding import Announcement, Near, find
from sync.relay.keeping import Keeping
from sync.relay.passing import pass_on
from sync.relay.serving import Relay, RelayServer
from sync.relay.visiting import Visitor
from sync.relay.words import code_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.store.carrier import Carrier
    from desk_app.store.colleagues import Met

__all__ = ["Near", "lan_address"]  # what looking around gives, and where from

SWITCH = "relay"  # setting: {"on", "host", "port"}
PINNED = "relay.pinned"  # setting: {"url", "key"} of the relay this desk goes to
PORT = 8411

_HANDED = "relay.handed"  # setting: what was handed over last, and when
_AGAIN_AFTER = timedelta(days=1)
_PASS_S = 60.0
_VISIT_S = 120.0
_MEET_S = 5.0
_USELESS = (
    BadSignature,
    MalformedMessage,
    ParcelForOthers,
    ParcelOutdated,
    ParcelUnreadable,
    WrongHub,
)

_log = logging.getLogger(__name__)


class Service(Protocol):
    """What runs beside the desk until it is stopped."""

    def stop(self) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Visited:
    """What a visit at the relay brought."""

    handed: int  # parcels handed over
    parcels: int  # answers taken
    acked: int
    settled: int
    received: int


def own_code(desk: Desk) -> str:
    """What stands on this desk's screen for others to compare."""
    return code_of(desk.journal.identity.public_key)


def keeping_of(desk: Desk) -> Keeping:
    """What this desk keeps for others."""
    return Keeping(desk.store.places.data / "relay", now=lambda: desk.clock.now().timestamp())


def look_around() -> list[Near]:
    """Relays that answer on this network; raises RelayUnreachable."""
    return find(host=lan_address())


def services_of(desk: Desk) -> list[Service]:
    """What is to run beside this desk by its settings; a port that is taken stops nobody."""
    found: list[Service] = []
    if (switch := desk.store.settings.get(SWITCH) or {}).get("on"):
        try:
            found.append(RelayService(desk, host=switch["host"], port=switch["port"]))
        except SyncError as error:
            _log.warning("the relay does not run: %s", error.code)
    if desk.store.settings.get(PINNED):
        found += [
            _Again(lambda: visit(desk), every_s=_VISIT_S, name="relay-visits"),
            _Again(lambda: meet_colleagues(desk), every_s=_MEET_S, name="relay-meetings"),
        ]
    return found


class RelayService:
    """A desk as the relay: it listens, is found, and passes on in a thread of its own."""

    def __init__(self, desk: Desk, *, host: str, port: int, is_announced: bool = True) -> None:
        """Raises AddressTaken."""
        self._desk = desk
        self._keeping = keeping_of(desk)
        self._woken, self._stopping = Event(), Event()
        identity = desk.journal.identity
        author, _epoch = identity.writer
        relay = Relay(
            hub_id=identity.hub_id,
            dev=author,
            key=identity.public_key,
            sign=identity.sign,
            keeping=self._keeping,
            brought=self._woken.set,
            colleagues=Answering(desk),
        )
        self._server = RelayServer(relay, host=host, port=port).start()
        self._announcement: Announcement | None = None
        if is_announced:
            with suppress(RelayUnreachable):
                name = f"motcua-{author}"
                announcement = Announcement(name=name, host=host, port=self._server.port)
                self._announcement = announcement.start()
        self._thread = Thread(target=self._run, name="relay-passing", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return self._server.url

    def stop(self) -> None:
        self._stopping.set()
        self._woken.set()
        if self._announcement is not None:
            self._announcement.stop()
        self._server.stop()
        self._thread.join(5.0)

    def _run(self) -> None:
        while not self._stopping.is_set():
            with suppress(SyncError, StoreError):  # the line is down; the next go may find it up
                pass_kept(self._desk, self._keeping)
            self._woken.wait(_PASS_S)
            self._woken.clear()


class _Again:
    """Goes to the relay again and again, whatever came of it the last time."""

    def __init__(self, go: Callable[[], object], *, every_s: float, name: str) -> None:
        self._go = go
        self._every_s = every_s
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        while not self._stopping.is_set():
            with suppress(SyncError, StoreError, OSError):  # told where a person asks for it
                self._go()
            self._stopping.wait(self._every_s)


def pass_kept(desk: Desk, keeping: Keeping) -> int:
    """Bring the province what is kept; how many parcels it has now. Raises SyncError."""
    speaker = desk.store.carrier(desk.clock).speaker()
    if not keeping.for_hub():
        keeping.tidy()
        return 0
    with closing(HttpLink(desk.journal.identity.hub_url)) as link:
        passed = pass_on(keeping, link.bring, hub_id=speaker.hub_id, hub_keys=speaker.hub_keys)
    return passed.taken


def visitor_of(desk: Desk, *, url: str = "", key: bytes | None = None) -> Visitor:
    """What speaks to a relay: the one given, else the pinned one; raises RelayNotChosen."""
    if not url:
        pinned = desk.store.settings.get(PINNED)
        if not pinned:
            raise RelayNotChosen
        url, key = pinned["url"], bytes.fromhex(pinned["key"])
    identity = desk.journal.identity
    author, _epoch = identity.writer
    return Visitor(
        hub_id=identity.hub_id,
        dev=author,
        key=identity.public_key,
        sign=identity.sign,
        url=url,
        relay_key=key,
    )


def meet_colleagues(desk: Desk, *, host: str = "") -> Met:
    """Tell the relay's machine what we wrote and take what it knows; safe to repeat.

    A relay that moved is looked for on the network of `host`; without one on this machine's.
    Raises RelayNotChosen and as `meeting.meet`.
    """
    visitor = visitor_of(desk)
    try:
        return meet(desk, visitor)
    except (RelayUnreachable, RelayNotKnown):
        found = found_again(visitor, host=host)
        if found is None:
            raise
    pinned = desk.store.settings.get(PINNED)
    desk.store.settings.put(PINNED, {**pinned, "url": found.url})
    return meet(desk, found)


def visit(desk: Desk) -> Visited:
    """Hand over what waits, take what is there; safe to repeat.

    Raises RelayNotChosen, RelayUnreachable, RelayNotKnown, RelayFull, RoundRunning while a round or
    a parcel is under way, and what the province says against this machine.
    """
    visitor = visitor_of(desk)
    carrier = desk.store.carrier(desk.clock)
    with one_round(desk.store.places):
        handed = _hand_over(desk, carrier, visitor)
        return _take(carrier, visitor, handed=handed)


def _hand_over(desk: Desk, carrier: Carrier, visitor: Visitor) -> int:
    """One parcel of all that waits, unless the same was handed over within a day."""
    files = sorted(file.sha256 for file in carrier.files_to_carry())
    waits = [carrier.speaker().ep, carrier.last(), carrier.acked(), len(files)]
    before = desk.store.settings.get(_HANDED) or {}
    if not carrier.may_write() or (carrier.last() <= carrier.acked() and not files):
        return 0
    now = desk.clock.now()
    is_same = before.get("what") == waits
    if is_same and now - datetime.fromisoformat(before["at"]) < _AGAIN_AFTER:
        return 0
    with TemporaryDirectory(dir=desk.store.places.data) as folder:  # sealed before it lies there
        made = export_parcel(carrier, Stick(Path(folder)), most_bytes=MOST_BLOB_BYTES)
        for part in made.parts:
            visitor.keep(part.path.read_bytes())
    desk.store.settings.put(_HANDED, {"what": waits, "at": now.isoformat()})
    return len(made.parts)


def _take(carrier: Carrier, visitor: Visitor, *, handed: int) -> Visited:
    parcels = acked = settled = received = 0
    begun: dict[str, bytearray] = {}
    for sealed in visitor.fetch():
        try:
            taken = import_parcel(carrier, BytesIO(sealed), begun=begun)
        except _USELESS:
            visitor.took(sealed)
            continue
        parcels += 1
        acked += taken.acked
        settled += taken.settled
        received += taken.received
        visitor.took(sealed)
    return Visited(handed=handed, parcels=parcels, acked=acked, settled=settled, received=received)
