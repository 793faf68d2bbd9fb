"""A real desk in a data folder of its own for every test, copied from one made at the start."""

import shutil

import pytest

from desk_app.clock import WallClock
from desk_app.domain.dossier_code import Lane
from desk_app.domain.rights import Role
from desk_app.opening import desk_over
from desk_app.store.identity import Enrolment
from desk_app.store.opening import FirstAdmin, create_store, enrol
from desk_app.store.places import Places
from desk_app.usecases.add_user import add_user
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from tests.support.command_line import STATE_HOME, Shell
from tests.support.counter import certification
from tests.support.desks import EVERY_ROLE, ORGANISATION, PASSWORD, QUICK

APP = "quay-mot-cua"  # the folder of the machine's state that platformdirs gives
USERS = {"hoa": Role.CLERK, "lam": Role.HANDLER, "nui": Role.LEADER}


@pytest.fixture(scope="session")
def kept_desk(tmp_path_factory):
    """A folder and the code of the one dossier of the desk in it, which is enrolled, its hub down.

    The folder has `data` and `state`, the part of the machine.
    """
    folder = tmp_path_factory.mktemp("desk")
    clock = WallClock()
    store = create_store(
        Places(data=folder / "data" / "desk", state=folder / "state" / APP),
        FirstAdmin(name="mau", password=PASSWORD, roles=EVERY_ROLE),
        at=clock.now(),
        effort=QUICK,
    )
    enrolment = Enrolment(
        author=1,
        epoch=1,
        hub_id=b"h" * 8,
        hub_key=b"k" * 32,
        hub_url="http://127.0.0.1:9",  # nobody listens there
        organisation=ORGANISATION,
    )
    lanes = [Lane(organisation=ORGANISATION, first=1, last=1999)]
    store = enrol(store, enrolment, lanes, at=clock.now())
    try:
        desk = desk_over(folder / "data", store, clock=clock)
        for name, role in USERS.items():
            add_user(desk, name, PASSWORD, roles=[role])
        received = receive_dossier(desk, certification())
        print_paper(desk, received.print_id)
    finally:
        store.close()
    return folder, received.dossier.code


@pytest.fixture
def shell(kept_desk, tmp_path, monkeypatch):
    """The command line on a fresh copy of the desk."""
    folder, _code = kept_desk
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return _shell(tmp_path / "data", tmp_path)


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """The command line on a data folder that is not there yet."""
    monkeypatch.chdir(tmp_path)
    return _shell(tmp_path / "data", tmp_path)


@pytest.fixture
def restored(tmp_path):
    """The command line on a second, empty data folder of the same machine."""
    return _shell(tmp_path / "restored", tmp_path)


@pytest.fixture
def bare():
    """The command line without a data folder: for help and for what is written wrong."""
    return Shell()


@pytest.fixture
def code(kept_desk):
    """The code of the one dossier there is."""
    return kept_desk[1]


def _shell(data, machine):
    return Shell(
        data=data, user="mau", password=PASSWORD, variables={STATE_HOME: str(machine / "state")}
    )
