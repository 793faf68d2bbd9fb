"""Which papers are lacking: known by name, by id, by what may stand in for them."""

import pytest

from desk_app.domain.procedure import (
    Case,
    Channel,
    Mark,
    PaperAlternative,
    PaperGroup,
)
from desk_app.domain.receiving import (
    MissingDocuments,
    check_receivable,
    papers_lacking,
)
from desk_app.domain.submission import PaperState, PaperTaken
from tests.domain.versions import a_paper, a_version
from tests.support.samples import MONDAY, an_application

PASSPORT = PaperAlternative(
    id="ho-chieu", name="Hộ chiếu", group=PaperGroup.SUBMIT, originals=1, copies=0
)
WITH_ALTERNATIVE = a_paper("Căn cước", id="can-cuoc", alternatives=(PASSPORT,))


@pytest.mark.parametrize(
    ("taken", "is_enough"),
    [
        pytest.param("Tờ khai đăng ký", True, id="by its name"),
        pytest.param("TO KHAI DANG KY", True, id="without accents, in capitals"),
        pytest.param("Tờ khai", True, id="by enough of its name"),
        pytest.param("Tờ khai đăng ký kết hôn (mẫu mới)", True, id="by more than its name"),
        pytest.param("Tờ", False, id="two letters are not enough"),
        pytest.param("Sổ đỏ", False, id="another paper"),
    ],
)
def test_a_paper_is_known_by_enough_of_its_name(taken, is_enough):
    application = an_application(papers=(PaperTaken(name=taken, originals=1),))

    assert (papers_lacking(application, a_version(a_paper())) == ()) is is_enough


def test_a_paper_said_by_its_id_answers_that_one_alone():
    other = a_paper("Tờ khai đăng ký", id="khac")
    by_id = an_application(papers=(PaperTaken(name="Tờ khai đăng ký", paper_id="khac"),))

    assert papers_lacking(by_id, a_version(a_paper(), other)) == (a_paper(),)


@pytest.mark.parametrize("taken", [{"name": "Hộ chiếu"}, {"name": "x", "paper_id": "ho-chieu"}])
def test_an_alternative_answers_as_well(taken):
    application = an_application(papers=(PaperTaken(**taken),))

    assert papers_lacking(application, a_version(WITH_ALTERNATIVE)) == ()


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(a_paper(group=PaperGroup.SHOW), id="only shown"),
        pytest.param(a_paper(condition="Trẻ bị bỏ rơi"), id="only then"),
        pytest.param(a_paper(waived_when="Đã có trong cơ sở dữ liệu"), id="not then"),
        pytest.param(a_paper(channels=(Channel.ONLINE,)), id="only online"),
    ],
)
def test_only_what_is_always_to_be_handed_in_can_be_lacking(paper):
    assert papers_lacking(an_application(papers=()), a_version(paper)) == ()


def test_a_paper_written_down_as_missing_is_lacking():
    missing = PaperTaken(name="Tờ khai đăng ký", originals=1, state=PaperState.MISSING)

    assert papers_lacking(an_application(papers=(missing,)), a_version(a_paper())) == (a_paper(),)


def test_a_case_asks_for_its_own_papers():
    late = Case(id="qua-han", name="Quá hạn", mark=Mark.CONFIRMED, papers=())
    version = a_version(a_paper(), cases=(late,))

    assert papers_lacking(an_application(papers=(), case="qua-han"), version) == ()
    assert papers_lacking(an_application(papers=()), version) == (a_paper(),)


def test_every_lacking_paper_is_named_at_once():
    version = a_version(a_paper(), a_paper("Giấy chứng sinh", id="chung-sinh"))

    with pytest.raises(MissingDocuments) as caught:
        _check(an_application(papers=()), version)

    assert caught.value.details["papers"] == "Tờ khai đăng ký; Giấy chứng sinh"


def _check(application, version, *, received_at=MONDAY):
    return check_receivable(application, version=version, received_at=received_at, now=MONDAY)
