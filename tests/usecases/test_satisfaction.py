"""How people found the service: counted by the day, nameless, the silent ones too."""

import pytest

from desk_app.domain.report_period import Period
from desk_app.domain.satisfaction import NoSuchFace
from desk_app.papers.period_report import report_of
from desk_app.papers.period_words import about
from desk_app.queries.satisfaction import satisfaction
from desk_app.ui.connect.satisfaction import asked_now, take_vote
from desk_app.usecases.rate_service import ask_satisfaction, count_days, rate_service, show_question
from locales.catalogue import load


def test_a_face_answers_and_an_unhappy_one_is_asked_why(desk):
    texts, today = load("vi"), desk.clock.today()
    ask_satisfaction(desk)
    asked = asked_now(desk, texts)
    assert [told for told, _ in asked.choices] == ["5", "4", "3", "2", "1"]

    take_vote(desk, asked.id, "1")
    why = asked_now(desk, texts)
    assert not why.is_faces
    take_vote(desk, why.id, why.choices[0][0])

    assert show_question(desk) is None
    found = satisfaction(desk, today, today)
    assert (found.faces, found.reasons) == ((1, 0, 0, 0, 0), (("slow", 1),))


def test_who_does_not_answer_in_a_minute_is_counted_as_such(desk):
    today = desk.clock.today()
    ask_satisfaction(desk)
    id_ = asked_now(desk, load("vi")).id
    desk.clock.pass_by(seconds=61)

    take_vote(desk, id_, "5")

    found = satisfaction(desk, today, today)
    assert (found.answered, found.unanswered, found.percent) == (0, 1, None)


def test_a_day_that_is_over_is_one_count_and_stands_in_the_report(desk):
    day = desk.clock.today()
    rate_service(desk, face=5, slips=3)
    rate_service(desk, face=2, because="papers")
    rate_service(desk, face=0, slips=2)
    desk.clock.pass_by(days=1)

    assert (count_days(desk), count_days(desk)) == (1, 0)

    words = about(report_of(desk, Period(first=day, last=day)), load("vi"))
    assert "Hài lòng: 3/4 người trả lời (75 %); 2 người không đánh giá." in words
    assert "Vì sao chưa hài lòng: Đòi thêm giấy tờ, tiền 1." in words


@pytest.mark.parametrize(
    "typed", [{"face": 6}, {"face": -1}, {"face": 5, "because": "slow"}, {"face": 1, "slips": 0}]
)
def test_slips_that_say_no_such_thing_are_refused(desk, typed):
    with pytest.raises(NoSuchFace):
        rate_service(desk, **typed)


def test_a_question_that_no_screen_showed_was_never_asked(desk):
    today = desk.clock.today()
    ask_satisfaction(desk)
    ask_satisfaction(desk)
    desk.clock.pass_by(days=1)

    assert satisfaction(desk, today, today).unanswered == 0
    assert count_days(desk) == 0
