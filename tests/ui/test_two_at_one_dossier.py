"""Two people with one dossier open: nobody decides on what they have not seen."""

import pytest

from desk_app.domain.dossier import ChangedMeanwhile, Status
from desk_app.domain.rights import Act
from desk_app.ui.connect.one_dossier import dossier_calls
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.hand_on import hand_on
from locales.catalogue import load
from tests.support.counter import received
from tests.support.desks import a_desk

STOP = {"stop_ground": "request", "reason": "Xin rút", "money": "", "papers_back": "yes"}


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        yield opened


def _opened(desk, entity):
    calls = dossier_calls(desk, entity, load("vi"), go=lambda *_: None, settle=lambda *_: None)
    calls.load()
    return calls


def test_the_second_is_told_what_the_first_did_and_may_then_go_on(desk):
    entity = received(desk).entity
    calls = _opened(desk, entity)
    hand_on(desk, entity, to="Văn phòng")
    correct_dossier(desk, entity, field="applicant.phone", text="0905000222", reason="Gọi lại")

    with pytest.raises(ChangedMeanwhile) as refused:
        calls.act(Act.STOP, STOP, None)

    told = load("vi").error(refused.value.code, refused.value.details)
    assert "Chuyển hồ sơ (Quản trị" in told
    assert "Đính chính" in told
    assert "0905000222" not in told
    assert desk.journal.dossier(entity).status is Status.IN_PROGRESS
    calls.act(Act.STOP, STOP, None)
    assert desk.journal.dossier(entity).status is Status.STOPPED


def test_each_act_is_for_the_dossier_as_it_was_shown_last(desk):
    entity = received(desk).entity
    calls = _opened(desk, entity)

    calls.act(Act.HAND_ON, {"to": "Văn phòng"}, None)
    assert calls.load().version == calls.version()
    calls.act(Act.STOP, STOP, None)

    assert desk.journal.dossier(entity).status is Status.STOPPED
