"""A real province on loopback: the hub over HTTP, and desks with the store that ships."""

import shutil
from contextlib import closing, contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from desk_app.domain.rights import Role
from desk_app.enrolling import _enrolment, _lanes
from desk_app.judging import province
from desk_app.opening import desk_over
from desk_app.store.opening import FirstAdmin, create_store, enrol, open_store
from desk_app.usecases.ask_epoch import ask_epoch
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.sync_now import sync_now
from sync.client.enrol import enrol as ask_hub
from sync.client.link import HttpLink
from sync.hub.access import invite_desk
from sync.hub.hub import make_hub, open_hub
from sync.hub.tables import dossiers, feeds
from tests.support.clock import SetClock
from tests.support.counter import certification
from tests.support.desks import ORGANISATION, PASSWORD, QUICK, places_in
from tests.sync.servers import serving


class RealHub:
    """One hub folder, served at one address at a time."""

    def __init__(self, folder, clock=None):
        self.folder = folder
        self.clock = clock or SetClock()
        self.hub = None
        self.url = ""

    @property
    def province(self):
        return province(self.clock)

    @contextmanager
    def up(self):
        """The hub, made where there is none, open and served."""
        make = open_hub if (self.folder / "hub.key").exists() else make_hub
        self.hub = make(self.folder, self.province)
        try:
            with serving(self.hub) as self.url:
                yield self
        finally:
            self.hub.database.close()
            self.hub = None


@dataclass(kw_only=True, eq=False)
class RealDesk:
    """One machine: its data folder, its own folder, and whoever works there."""

    folder: object
    clock: object
    desk: object = None
    admin: str = "Quản trị"
    places: object = None

    def __post_init__(self):
        self.places = self.places or places_in(self.folder)

    def close(self):
        if self.desk is not None:
            self.desk.store.close()
            self.desk = None

    def open(self, hub=None):
        """Sign in anew, as after a start."""
        self.close()
        store = open_store(self.places, self.admin, PASSWORD, now=self.clock.now(), effort=QUICK)
        self.desk = desk_over(self.folder, store, clock=self.clock)
        if hub is not None:
            self.point_at(hub)
        return self

    def point_at(self, hub):
        """The hub listens elsewhere after a restart."""
        frozen = self.desk.store.database.is_frozen
        self.desk.store.database.thaw()
        with self.desk.store.database.writing():
            self.desk.store.database.execute("UPDATE identity SET hub_url = ?", (hub.url,))
        if frozen:
            self.desk.store.database.freeze(self.desk.store.doubt)

    def receive(self, **changes):
        """Take a dossier in; its code is given back."""
        return receive_dossier(self.desk, certification(**changes)).dossier

    def sync(self):
        return sync_now(self.desk)

    def ask(self):
        """Take a new epoch on the line, and read what the province has."""
        self.desk = ask_epoch(self.desk)
        return self.sync()

    def keep_copy(self, name):
        """The data folder as it is now, to be put back later."""
        self.desk.store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = self.folder / name
        shutil.copytree(self.places.data, kept)
        return kept

    def put_back(self, kept, hub=None):
        """Put a copy of the data folder back, as somebody does who knows no better."""
        self.close()
        shutil.rmtree(self.places.data)
        shutil.copytree(kept, self.places.data)
        return self.open(hub)

    def cloned_to(self, folder):
        """The whole disk on another machine: data and the machine's own folder too."""
        self.desk.store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.places.data, folder / "desk")
        shutil.copytree(self.places.state, folder / "machine")
        return RealDesk(folder=folder, clock=self.clock).open()

    def codes(self):
        rows = self.desk.store.database.rows("SELECT code FROM dossiers ORDER BY code")
        return [code for (code,) in rows]

    def digests(self):
        rows = self.desk.store.database.rows(
            "SELECT scope, position, digest FROM cursors WHERE position > 0"
        )
        return {scope: (position, digest) for scope, position, digest in rows}


def a_new_desk(hub, folder, *, organisation=ORGANISATION, admin="Quản trị", places=None):
    """A machine, invited and enrolled at a hub that is up."""
    clock = hub.clock
    store = create_store(
        places or places_in(folder),
        FirstAdmin(name=admin, password=PASSWORD, roles=tuple(Role)),
        at=clock.now(),
        effort=QUICK,
    )
    identity = store.journal.identity
    with closing(HttpLink(hub.url)) as link:
        granted = ask_hub(
            link,
            invite_desk(hub.hub, organisation).code,
            device_key=identity.public_key,
            sign=identity.sign,
            name="Máy 1",
            app="quay-mot-cua 0.1.0",
            recipient_key=store.recipient(),
        )
    store = enrol(store, _enrolment(granted, hub.url), _lanes(granted), at=clock.now())
    desk = desk_over(folder, store, clock=clock)
    return RealDesk(folder=folder, clock=clock, desk=desk, admin=admin, places=store.places)


def digests_at(hub):
    """Where each feed of the hub ends."""
    with hub.hub.database.reading() as connection:
        rows = connection.execute(select(feeds).where(feeds.c.pos > 0)).all()
    return {row.scope: (row.pos, row.digest) for row in rows}


def codes_at(hub):
    """The codes of every dossier the province has in force."""
    with hub.hub.database.reading() as connection:
        return sorted(row.code for row in connection.execute(select(dossiers.c.code)))
