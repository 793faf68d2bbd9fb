"""Complaints and proposals: numbered, due by dated data, passed on, answered once."""

from datetime import timedelta
from fractions import Fraction

import pytest

from desk_app.domain.feedback import (
    FeedbackClosed,
    FeedbackTyped,
    FeedbackUnfit,
    NameNeeded,
    NoSuchFeedback,
    RoutedTo,
)
from desk_app.domain.index import Heard, heard
from desk_app.domain.report_period import Period, Span, period_of
from desk_app.domain.rights import NotPermitted, Role
from desk_app.domain.satisfaction import Satisfaction
from desk_app.papers.period_report import report_of
from desk_app.papers.period_words import index_lines
from desk_app.queries.feedback import feedback_list
from desk_app.ui.connect.feedback import feedback_calls
from desk_app.ui.connect.lists import FEEDBACK, tasks
from desk_app.ui.screens.today import TaskKind
from desk_app.ui.theme import Tone
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.take_feedback import (
    answer_feedback,
    draw_feedback_slip,
    route_feedback,
    take_feedback,
)
from locales.catalogue import load
from tests.support.counter import bytes_in_tray, tray_pages
from tests.support.desks import as_role
from tests.support.words import words_on

SLOW = FeedbackTyped(kind="complaint", about="slow", words="Chờ từ sáng\nđến trưa")


def printed(desk, one):
    before = set(tray_pages(desk))
    print_paper(desk, draw_feedback_slip(desk, one.entity))
    (page,) = set(tray_pages(desk)) - before
    return words_on(bytes_in_tray(desk, page))


def test_a_nameless_complaint_is_numbered_due_acknowledged_and_answered(desk):
    first = take_feedback(desk, SLOW)
    second = take_feedback(desk, SLOW)
    route_feedback(desk, first.entity, to=RoutedTo.PERSON, person=desk.user.name)

    [line, other] = feedback_list(desk)
    assert line.feedback.routed.person == desk.user.name
    assert [one.feedback.taken.number[-7:] for one in (line, other)] == ["26-0001", "26-0002"]
    assert first.taken.due_on == desk.clock.today() + timedelta(days=15)
    page = printed(desk, second)
    assert second.taken.number in page
    assert "Không nêu tên" in page

    done = answer_feedback(desk, first.entity, words="Quầy đã mở thêm một cửa.")

    assert (done.answered.signer, done.answered_at) == (desk.user.name, desk.clock.now())
    assert [one.feedback.entity for one in feedback_list(desk)] == [second.entity]
    answered = printed(desk, first)
    assert "mở thêm một cửa" in answered


def test_what_nobody_answers_turns_its_light(desk):
    take_feedback(desk, SLOW)
    calls = feedback_calls(desk, load("vi"))
    seen = []
    for days in (0, 12, 4):
        desk.clock.pass_by(days=days)
        [line] = calls.load(False).lines
        seen.append(line.tone)

    assert seen == [Tone.WAITING, Tone.SOON, Tone.LATE]


def test_a_proposal_needs_a_name_and_an_answer_is_not_taken_back(desk):
    with pytest.raises(NameNeeded):
        take_feedback(desk, FeedbackTyped(kind="proposal", about="procedure", words="Bỏ bản sao"))
    for wrong in (
        FeedbackTyped(kind="praise", about="slow", words="x"),
        FeedbackTyped(kind="complaint", about="weather", words="x"),
        FeedbackTyped(kind="complaint", about="slow", words=" \n"),
    ):
        with pytest.raises(FeedbackUnfit):
            take_feedback(desk, wrong)
    one = take_feedback(desk, SLOW)
    answer_feedback(desk, one.entity, words="Đã xem")

    with pytest.raises(FeedbackClosed):
        answer_feedback(desk, one.entity, words="Xem lại")
    with pytest.raises(FeedbackClosed):
        route_feedback(desk, one.entity, to=RoutedTo.PROVINCE)
    with pytest.raises(NoSuchFeedback):
        answer_feedback(desk, 404, words="ai?")


def test_postal_staff_and_administrators_do_not_answer(desk):
    one = take_feedback(desk, SLOW)

    for role in (Role.POSTAL, Role.ADMIN):
        with pytest.raises(NotPermitted):
            answer_feedback(as_role(desk, role), one.entity, words="Đã xem")


def test_slips_from_the_box_are_typed_by_their_number(desk):
    calls = feedback_calls(desk, load("vi"))

    calls.add_slips("5", "", "12")
    calls.add_slips("0", "", "3")

    assert calls.load(False).slips == "Hôm nay: 12 người trả lời, 3 người không trả lời."


def test_what_must_be_answered_today_or_is_late_stands_in_today_s_work(desk):
    take_feedback(desk, SLOW)
    texts = load("vi")
    early = [task.kind for task in tasks(desk, texts)]
    desk.clock.pass_by(days=15)
    due = [task.kind for task in tasks(desk, texts)]
    desk.clock.pass_by(days=1)
    [late] = tasks(desk, texts)

    assert (early, due) == ([], [TaskKind.FEEDBACK_TODAY])
    assert (late.kind, late.id.startswith(FEEDBACK)) == (TaskKind.FEEDBACK_LATE, True)
    assert tasks(as_role(desk, Role.POSTAL), texts) == []


def test_the_index_counts_each_promise_once_when_it_is_kept_or_gone_by(desk):
    first, second, third, _ = [take_feedback(desk, SLOW) for _ in range(4)]
    due = first.taken.due_on
    until_now = period_of(Span.MONTH, desk.clock.today())

    assert of_index(desk, until_now) == ("", "0/0")
    answer_feedback(desk, first.entity, words="Đã thêm quầy.")
    assert of_index(desk, until_now) == ("100,0 %", "1/1")
    desk.clock.pass_by(days=(due - desk.clock.today()).days)
    answer_feedback(desk, second.entity, words="Đã thêm quầy.")
    desk.clock.pass_by(days=1)
    answer_feedback(desk, third.entity, words="Đã thêm quầy.")

    whole = Period(first=until_now.first, last=desk.clock.today())
    assert of_index(desk, whole) == ("50,0 %", "2/4")  # one late, one without an answer


def of_index(desk, period):
    lines = index_lines(report_of(desk, period), load("vi"))
    (line,) = [one for one in lines if one.share.measure is Heard.ANSWERED]
    return line.percent, f"{line.share.hits}/{line.share.base}"


def test_nine_happy_slips_of_ten_earn_all_points_of_the_index():
    nine = heard(Satisfaction(faces=(0, 0, 1, 4, 5)), kept=0, promised=0)[Heard.HAPPY]
    eight = heard(Satisfaction(faces=(0, 1, 1, 4, 4)), kept=0, promised=0)[Heard.HAPPY]

    assert (nine.points, eight.points) == (6, Fraction(16, 3))
