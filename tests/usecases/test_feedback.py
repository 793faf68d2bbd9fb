"""Complaints and proposals: numbered, due by dated data, passed on, answered once."""

from datetime import timedelta

import pytest

from desk_app.domain.feedback import (
    FeedbackClosed,
    FeedbackTyped,
    FeedbackUnfit,
    NameNeeded,
    NoSuchFeedback,
    RoutedTo,
)
from desk_app.domain.rights import NotPermitted, Role
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
