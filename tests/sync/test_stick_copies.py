"""A stick that was read back is a second copy; one that was planned, full or begun is none."""

from datetime import timedelta

import pytest

from desk_app.queries import reaching
from desk_app.queries.syncing import sync_status
from desk_app.store.listed import Tick
from desk_app.store.parcels import ParcelNote, Parcels
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.export_parcel import export_parcel
from sync.errors import SyncError
from tests.support.clock import SetClock
from tests.support.counter import approved, result_pdf
from tests.sync.carrying import Forgets, FullAfter
from tests.sync.real_desks import RealHub, a_new_desk


@pytest.fixture
def made(tmp_path):
    clock = SetClock()
    (tmp_path / "desk").mkdir()
    with RealHub(tmp_path / "hub", clock).up() as hub:
        made = a_new_desk(hub, tmp_path / "desk")
        made.sync()
        yield made
        made.close()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def tick_of(made, dossier):
    return reaching.of_dossier(made.desk, dossier.entity)


def test_what_was_written_to_a_stick_and_read_back_is_in_a_second_copy(made, stick):
    first = made.receive()
    before = tick_of(made, first)

    export_parcel(made.desk, stick)
    second = made.receive()

    assert (before, tick_of(made, first), tick_of(made, second)) == (
        Tick.SAVED,
        Tick.COPIED,
        Tick.SAVED,
    )
    assert not sync_status(made.desk).copied
    export_parcel(made.desk, stick)
    assert tick_of(made, second) is Tick.COPIED
    assert sync_status(made.desk).copied


def test_a_file_on_a_stick_is_in_a_second_copy(made, stick):
    entity = approved(made.desk).entity
    sha256 = attach_result(made.desk, entity, pdf=result_pdf(), name="kq.pdf").result.sha256
    before = reaching.of_file(made.desk, sha256), sync_status(made.desk).copied

    export_parcel(made.desk, stick)

    assert before == (Tick.SAVED, False)
    assert reaching.of_file(made.desk, sha256) is Tick.COPIED
    assert sync_status(made.desk).copied


@pytest.mark.parametrize(
    "onto", [Forgets, lambda folder: FullAfter(folder, 100)], ids=["counterfeit", "full"]
)
def test_a_stick_that_does_not_read_back_is_no_copy(made, stick, onto):
    dossier = made.receive()

    with pytest.raises(SyncError):
        export_parcel(made.desk, stick, onto=onto)

    assert tick_of(made, dossier) is Tick.SAVED
    assert not sync_status(made.desk).copied


def test_only_what_sticks_carry_without_a_gap_counts(made):
    parcels = Parcels(made.desk.store.database)
    for number, (epoch, first, last) in enumerate(((1, 4, 9), (1, 12, 20), (2, 1, 50), (1, 2, 5))):
        at = made.clock.now() + timedelta(minutes=number)
        parcels.note(a_note(number, epoch=epoch, first=first, last=last, at=at), [])

    reached = [parcels.carried_to(1, after) for after in (0, 1, 3, 9, 10, 11, 30)]

    assert reached == [0, 9, 9, 9, 10, 20, 30]


def a_note(number, *, epoch, first, last, at):
    return ParcelNote(
        parcel=f"{number:032x}",
        epoch=epoch,
        first=first,
        last=last,
        files=0,
        bytes=1,
        parts=(),
        code="A",
        place="usb",
        by=1,
        made_at=at,
    )
