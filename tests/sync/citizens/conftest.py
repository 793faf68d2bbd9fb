"""A real province with one desk of Hùng Sơn, and its public pages as a visitor asks them."""

from contextlib import contextmanager

import httpx
import pytest

from desk_app.domain.submission import Person
from sync.hub.citizens.app import create_citizens
from sync.hub.citizens.guessing import Patience
from sync.proof.citizen_code import Purpose, code_of
from tests.sync.real_desks import RealHub, a_new_desk
from tests.sync.servers import serving_app

SEN = Person(
    name="Trần Thị Sen", phone="0912 345 678", address="Thôn 2", personal_id="048190000001"
)
AT_ONCE = Patience(failure_s=0.0, address_burst=1_000, writing_burst=1_000)


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    with RealHub(tmp_path_factory.mktemp("province") / "hub").up() as hub:
        yield hub


@pytest.fixture(scope="module")
def counter(province, tmp_path_factory):
    """The desk; what it takes in is told to the province by `sync`."""
    desk = a_new_desk(province, tmp_path_factory.mktemp("desk"))
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def dossier(counter):
    taken = counter.receive(applicant=SEN)
    counter.sync()
    return taken


@contextmanager
def visiting(hub, patience=AT_ONCE):
    """A browser without script at the public pages."""
    with (
        serving_app(create_citizens(hub.hub, patience=patience)) as url,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def visitor(province):
    """Its failures are told at once, and many of them are borne."""
    with visiting(province) as client:
        yield client


def receipt_code(counter, dossier, purpose=Purpose.LOOK_UP):
    """The code that the desk prints for a dossier."""
    salt = counter.desk.journal.first_salt(dossier.entity)
    return code_of(dossier.entity, salt, purpose)
