"""What a dialog of an act warns of, offers and bars before anything is typed."""

import pytest

from desk_app.domain.rights import Act
from desk_app.domain.submission import PaperTaken
from desk_app.queries.dossiers import timeline
from desk_app.ui.connect.acts import do_act
from desk_app.ui.connect.choices import choices
from desk_app.ui.connect.history import step
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.request_supplement import request_supplement
from locales.catalogue import load
from tests.support.counter import certification, received
from tests.support.desks import a_desk

TEXTS = load("vi")
SEX, BORN = "applicant.sex", "applicant.birth_on"


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as opened:
        yield opened


def _choices(desk, act, entity):
    return choices(desk, act, desk.journal.dossier(entity), timeline(desk, entity), TEXTS)


def test_a_second_supplement_is_warned_of_and_a_first_one_only_when_it_comes_late(desk):
    entity = received(desk).entity

    assert _choices(desk, Act.REQUEST_SUPPLEMENT, entity).warnings == []
    desk.clock.pass_by(days=4)
    (late,) = _choices(desk, Act.REQUEST_SUPPLEMENT, entity).warnings
    assert "19/11/2026" in late
    request_supplement(desk, entity, items=["Tờ khai"], reason="Thiếu")
    add_supplement(desk, entity, papers=[PaperTaken(name="Tờ khai", originals=1)])
    again = _choices(desk, Act.REQUEST_SUPPLEMENT, entity)
    assert "TRỄ HẠN" in again.warnings[0]
    assert again.hidden == frozenset()


def test_a_new_date_is_barred_on_the_last_day_with_the_reason(desk):
    entity = received(desk).entity

    assert _choices(desk, Act.EXTEND, entity).bar == ""
    desk.clock.pass_by(days=3)
    assert _choices(desk, Act.EXTEND, entity).bar


def test_a_refusal_offers_what_the_law_names_and_takes_what_is_typed_before_it(desk):
    one, other = received(desk, certification()).entity, received(desk, certification()).entity
    offered = dict(_choices(desk, Act.REFUSE, one).options["known_ground"])
    known, article = "ban-chinh-khong-dung-de-chung-thuc", "Điều 22 Nghị định 23/2015/NĐ-CP"
    assert article in offered[known]
    assert "chưa đối chiếu" in offered[known]
    assert list(offered)[-1] == ""

    do_act(desk, Act.REFUSE, one, {"known_ground": known, "ground": "", "reason": "Tẩy xóa"})
    do_act(desk, Act.REFUSE, other, {"known_ground": known, "ground": "Điều 5", "reason": "A"})

    grounds = [timeline(desk, entity)[-1].event.ground for entity in (one, other)]
    assert grounds == [article, "Điều 5"]


def test_sex_and_a_day_are_offered_and_told_in_the_words_of_people(desk):
    entity = received(desk).entity
    do_act(desk, Act.CORRECT, entity, {"field": SEX, "text": "", "reason": "Chưa rõ"})
    do_act(desk, Act.CORRECT, entity, {"field": SEX, "text": "female", "reason": "Quên ghi"})

    offered = _choices(desk, Act.CORRECT, entity)
    assert dict(offered.answers[SEX]) == {"male": "Nam", "female": "Nữ"}
    assert dict(offered.options["field"])[SEX] == "Giới tính: Nữ"

    do_act(desk, Act.CORRECT, entity, {"field": BORN, "text": "2/3/1990", "reason": "Nhầm"})
    told = [step(moment, TEXTS).detail for moment in timeline(desk, entity)]
    assert "giới tính: (để trống) → Nữ · Quên ghi" in told
    assert any(one.endswith("→ 02/03/1990 · Nhầm") for one in told)
