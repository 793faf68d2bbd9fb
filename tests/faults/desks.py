"""A desk that other processes open too: its machine's folder comes from the environment."""

from contextlib import closing, contextmanager

from desk_app.domain.dossier_code import Lane
from desk_app.opening import desk_over, opened_desk
from desk_app.store.identity import Enrolment
from desk_app.store.opening import FirstAdmin, create_store, enrol, open_store
from desk_app.store.places import desk_places
from sync.client.enrol import enrol as ask_hub
from sync.client.link import HttpLink
from sync.hub.access import invite_desk
from sync.hub.lanes import Range
from tests.support.clock import SetClock
from tests.support.desks import EVERY_ROLE, ORGANISATION, PASSWORD, QUICK

ADMIN = "Quản trị"
STATE_HOME = "XDG_STATE_HOME"  # where a machine keeps what is its own


def make_desk(data, enrolment=None, *, lanes=None, clock=None):
    """A desk of Hùng Sơn in the data folder, closed; enrolled by hand where nobody did."""
    clock = clock or SetClock()
    with closing(_new_store(data, clock)) as store:
        enrol(store, enrolment or _by_hand(), lanes or [_lane()], at=clock.now())


def make_enrolled_desk(data, hub, url, *, clock):
    """As `make_desk`, with everything that a hub grants."""
    code = invite_desk(hub, ORGANISATION, lane=Range(1, 9999)).code
    with closing(_new_store(data, clock)) as store:
        identity = store.journal.identity
        with closing(HttpLink(url)) as link:
            granted = ask_hub(
                link,
                code,
                device_key=identity.public_key,
                sign=identity.sign,
                name="quầy thử",
                app="thử",
                recipient_key=store.recipient(),
            )
        enrolment = Enrolment(
            author=granted.dev,
            epoch=granted.ep,
            hub_id=granted.hub_id,
            hub_key=granted.hub_key,
            hub_url=url,
            organisation=granted.org,
            key_list=granted.key_list,
            lease_days=granted.lease_days,
            hub_time=granted.hub_time,
        )
        lanes = [
            Lane(organisation=one.org, first=one.first, last=one.last) for one in granted.lanes
        ]
        enrol(store, enrolment, lanes, at=clock.now())


@contextmanager
def open_again(data, *, clock=None, user=ADMIN, password=PASSWORD):
    """The desk as its window or a command opens it."""
    with opened_desk(data, user=user, password=password, clock=clock or SetClock()) as desk:
        yield desk


@contextmanager
def looked_into(data, *, clock=None):
    """The desk as it lies on disk, before anything is asked or answered."""
    clock = clock or SetClock()
    store = open_store(desk_places(data), ADMIN, PASSWORD, now=clock.now())
    with closing(store):
        yield desk_over(data, store, clock=clock)


def _new_store(data, clock):
    admin = FirstAdmin(name=ADMIN, password=PASSWORD, roles=EVERY_ROLE)
    return create_store(desk_places(data), admin, at=clock.now(), effort=QUICK)


def _by_hand():
    return Enrolment(
        author=17,
        epoch=0,
        hub_id=b"h" * 8,
        hub_key=b"k" * 32,
        hub_url="http://127.0.0.1:9",
        organisation=ORGANISATION,
    )


def _lane():
    return Lane(organisation=ORGANISATION, first=1, last=9999)
