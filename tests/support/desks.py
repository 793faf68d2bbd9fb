"""Real desks in a temporary folder: SQLCipher, files, catalogue; only enrolment is made by hand."""

from contextlib import contextmanager
from dataclasses import replace

from desk_app.domain.dossier_code import Lane
from desk_app.domain.rights import Role
from desk_app.opening import desk_over
from desk_app.store.identity import Enrolment
from desk_app.store.key_file import Effort
from desk_app.store.opening import FirstAdmin, create_store, enrol
from desk_app.store.places import Places
from tests.support.clock import SetClock

ORGANISATION = "H17.20443"  # invented code of a real commune
PASSWORD = "mat-khau-mau"
EVERY_ROLE = tuple(Role)
QUICK = Effort(memory_kib=8 * 1024, passes=1, lanes=1)


def places_in(folder):
    return Places(data=folder / "desk", state=folder / "machine")


@contextmanager
def a_desk(folder, *, clock=None, author=17, lane=(1, 1999), roles=EVERY_ROLE):
    """A desk of Hùng Sơn, open, signed in by somebody who may do everything."""
    clock = clock or SetClock()
    store = create_store(
        places_in(folder),
        FirstAdmin(name="Quản trị", password=PASSWORD, roles=roles),
        at=clock.now(),
        effort=QUICK,
    )
    enrolment = Enrolment(
        author=author,
        epoch=0,
        hub_id=b"h" * 8,
        hub_key=b"k" * 32,
        hub_url="http://127.0.0.1:9",
        organisation=ORGANISATION,
    )
    lanes = [Lane(organisation=ORGANISATION, first=lane[0], last=lane[1])] if lane else []
    store = enrol(store, enrolment, lanes, at=clock.now())
    try:
        yield desk_over(folder, store, clock=clock)
    finally:
        store.close()


def as_role(desk, *roles):
    """The same desk in the hands of somebody with only these roles."""
    return desk.signed_in(replace(desk.user, roles=tuple(roles)))
