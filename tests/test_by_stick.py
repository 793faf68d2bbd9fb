"""What lies on a stick of the province before anybody has signed in: invitations and answers."""

import pytest

from desk_app.enrolling import invited_by
from desk_app.recovering import ask_way_back, take_way_back
from desk_app.store import keys
from desk_app.store.database import create_database
from desk_app.store.lockout import Moment
from desk_app.store.places import desk_places
from desk_app.store.recovery import keep_recovery
from desk_app.store.recovery_errors import RecoveryFailed, RecoveryUnanswered
from sync.errors import EnrolCodeRefused, InvitationMissing, InvitationsMany
from sync.parcel.errors import StickGone
from sync.proof.desk_key import pass_on, read_request
from sync.protocol.enrolment import CODE_CHARACTERS
from sync.protocol.invitation import InvitationFile, write_invitation
from sync.sealing import new_seal_key
from tests.support.clock import SetClock
from tests.support.desks import PASSWORD, QUICK

CODE = "A" * CODE_CHARACTERS
NEW = "mật khẩu mới"
ESCROW = new_seal_key()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A desk whose key lies sealed to the province's escrow key."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    places = desk_places(tmp_path / "data")
    admin = keys.NewUser(number=1, name="Hoa", password=PASSWORD)
    made = keys.create_keys(places, desk="d1", admin=admin, effort=QUICK)
    create_database(places.database, made.key).close()
    keep_recovery(places, made, machine=7, recipient=ESCROW.recipient)
    return tmp_path / "data"


def invitation(folder, name):
    told = InvitationFile(code=CODE, org="H17.20443", until=0)
    (folder / name).write_bytes(write_invitation(told))


def answer(request):
    return pass_on(read_request(request), (ESCROW.private,))


def test_the_one_invitation_of_a_stick_is_taken_and_no_other(stick):
    with pytest.raises(InvitationMissing):
        invited_by(stick)
    invitation(stick, "a.invitation")
    assert invited_by(stick) == CODE
    invitation(stick, "b.invitation")
    with pytest.raises(InvitationsMany) as many:
        invited_by(stick)
    assert many.value.details["count"] == "2"


def test_what_is_no_invitation_is_told(stick):
    (stick / "a.invitation").write_bytes(b"no invitation")

    with pytest.raises(EnrolCodeRefused):
        invited_by(stick)


def test_the_answer_to_this_request_is_found_among_others(data, stick):
    ask_way_back(data, "Hoa", str(stick))
    (request,) = stick.glob("*.recovery")
    (stick / "a.answer").write_bytes(b"of another machine")
    with pytest.raises(RecoveryFailed):
        take_way_back(data, "Hoa", str(stick), NEW)
    (stick / "recovery.answer").write_bytes(answer(request.read_bytes()))

    take_way_back(data, "Hoa", str(stick), NEW)

    now = Moment(at=SetClock().now(), boot="b", monotonic=1.0)
    assert keys.unlock(desk_places(data), "Hoa", NEW, now=now).name == "Hoa"


def test_asked_twice_it_is_the_same_request(data, stick):
    first = ask_way_back(data, "Hoa", str(stick))

    assert ask_way_back(data, "Hoa", str(stick)) == first


def test_a_stick_without_answer_or_gone_changes_nothing(data, stick, tmp_path):
    before = desk_places(data).key_file.read_bytes()

    with pytest.raises(RecoveryUnanswered):
        take_way_back(data, "Hoa", str(stick), NEW)
    with pytest.raises(StickGone):
        take_way_back(data, "Hoa", str(tmp_path / "gone"), NEW)
    with pytest.raises(StickGone):
        ask_way_back(data, "Hoa", str(tmp_path / "gone"))

    assert desk_places(data).key_file.read_bytes() == before
