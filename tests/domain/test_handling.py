from datetime import UTC, date, datetime, timedelta

import pytest

from desk_app.domain import events, handling, paying, submission
from desk_app.domain.dossier import WrongStatus
from desk_app.domain.folding import apply
from desk_app.domain.procedure import LimitUnit, Mark, TimeLimit
from desk_app.domain.work_calendar import DeskHours, WorkCalendar
from tests.support.samples import (
    HANDED_ON,
    MONDAY,
    PAYMENT_ASKED,
    SUFFICIENT,
    SUPPLEMENT_ASKED,
    a_dossier,
    a_reception,
)

CALENDAR = WorkCalendar(
    version="test",
    days_off=frozenset({date(2026, 11, 24)}),
    days_worked=frozenset(),
    reasons={date(2026, 11, 24): "Ngày Văn hóa Việt Nam"},
    first_day=date(2026, 1, 1),
    last_day=date(2027, 12, 31),
)
HOURS = DeskHours()
THREE_DAYS = TimeLimit(unit=LimitUnit.WORKING_DAY, amount=3, mark=Mark.CONFIRMED, text="3 ngày")


@pytest.mark.parametrize(
    ("taken_at", "hand_over_by"),
    [
        pytest.param("2026-11-23T09:00+07:00", "2026-11-23T17:00+07:00", id="morning: same day"),
        pytest.param(
            "2026-11-23T15:10+07:00", "2026-11-25T07:30+07:00", id="after 15:00: past the holiday"
        ),
        pytest.param("2026-11-20T16:00+07:00", "2026-11-23T07:30+07:00", id="Friday: Monday"),
    ],
)
def test_a_dossier_is_handed_on_the_same_day_or_at_the_start_of_the_next(taken_at, hand_over_by):
    dossier = apply(
        None,
        a_reception(received_at=datetime.fromisoformat(taken_at)),
        at=datetime.fromisoformat(taken_at),
        entity=1,
    )

    event = handling.decide_hand_on(
        dossier, to="Văn phòng", now=MONDAY, hours=HOURS, calendar=CALENDAR
    )

    assert event.hand_over_by == datetime.fromisoformat(hand_over_by)


def test_a_second_supplement_request_needs_its_reason():
    dossier = _supplemented(a_dossier(HANDED_ON, SUPPLEMENT_ASKED))

    with pytest.raises(handling.SecondSupplement):
        handling.decide_supplement_request(dossier, items=("Tờ khai",), reason="Thiếu", now=MONDAY)
    event = handling.decide_supplement_request(
        dossier, items=("Tờ khai",), reason="Thiếu", now=MONDAY, override_reason="Giấy giả"
    )

    assert event.override_reason == "Giấy giả"


def test_the_first_supplement_request_keeps_no_override():
    event = handling.decide_supplement_request(
        a_dossier(HANDED_ON), items=("A",), reason="Thiếu", now=MONDAY, override_reason="thừa"
    )

    assert event.override_reason == ""


def test_a_supplement_restarts_the_limit_and_keeps_the_subtracted_number_beside_it():
    dossier = a_dossier(HANDED_ON, SUPPLEMENT_ASKED)
    came_at = datetime(2026, 11, 19, 2, tzinfo=UTC)

    event = _supplement(dossier, came_at)

    assert event.due_at == datetime.fromisoformat("2026-11-25T17:00+07:00")
    assert event.due_less_waiting_at == dossier.first_due_at + (
        came_at - dossier.supplement_asked_at
    )


def test_a_supplement_never_moves_the_printed_promise_earlier():
    late = apply(
        None,
        _with_due(MONDAY + timedelta(days=60)),
        at=MONDAY,
        entity=1,
    )
    asked = apply(apply(late, HANDED_ON, at=MONDAY), SUPPLEMENT_ASKED, at=MONDAY)

    event = _supplement(asked, MONDAY + timedelta(days=1))

    assert event.due_at == MONDAY + timedelta(days=60)


def test_a_money_duty_lets_the_time_left_run_on():
    dossier = a_dossier(HANDED_ON, PAYMENT_ASKED)

    event = paying.decide_payment(
        dossier,
        amount_vnd=500_000,
        method="outside",
        what="",
        reference="",
        now=MONDAY + timedelta(days=10),
        calendar=CALENDAR,
        hours=HOURS,
    )

    assert event.due_at > dossier.due_at


def test_money_at_the_counter_moves_no_promise():
    event = paying.decide_payment(
        a_dossier(),
        amount_vnd=8_000,
        method="cash",
        what="Phí",
        reference="",
        now=MONDAY,
        calendar=CALENDAR,
        hours=HOURS,
    )

    assert event.due_at is None


@pytest.mark.parametrize("amount_vnd", [paying.MOST_VND + 1, 10**30])
def test_noughts_too_many_are_no_payment(amount_vnd):
    with pytest.raises(paying.AmountTooLarge):
        paying.decide_payment_duty(
            a_dossier(HANDED_ON), amount_vnd=amount_vnd, what="Thuế", now=MONDAY
        )


@pytest.mark.parametrize("amount_vnd", [0, -1])
def test_no_money_is_no_payment(amount_vnd):
    with pytest.raises(paying.AmountNotPositive):
        paying.decide_payment_duty(
            a_dossier(HANDED_ON), amount_vnd=amount_vnd, what="Thuế", now=MONDAY
        )


def test_an_extension_is_given_once_a_day_ahead_and_later():
    dossier = a_dossier(HANDED_ON)
    new_due = dossier.due_at + timedelta(days=5)
    told_at = dossier.due_at - timedelta(days=1)

    event = _extension(dossier, new_due, told_at)
    extended = apply(dossier, event, at=told_at)

    assert (extended.due_at, extended.first_due_at) == (new_due, dossier.due_at)
    with pytest.raises(handling.ExtendedAlready):
        _extension(extended, new_due + timedelta(days=5), told_at)
    with pytest.raises(handling.ExtensionTooLate):
        _extension(dossier, new_due, dossier.due_at)
    with pytest.raises(handling.ExtensionNotLater):
        _extension(dossier, dossier.due_at, told_at)


def test_without_a_promise_there_is_nothing_to_extend():
    open_ended = apply(None, _with_due(None), at=MONDAY, entity=1)

    with pytest.raises(handling.NoPromise):
        _extension(open_ended, MONDAY, MONDAY)


def test_approval_follows_a_favourable_appraisal():
    unseen = a_dossier(HANDED_ON)
    insufficient = a_dossier(HANDED_ON, events.Appraised(is_sufficient=False, note="Sai"))

    for dossier in (unseen, insufficient):
        with pytest.raises(handling.NotAppraised):
            handling.decide_approval(dossier, note="", now=MONDAY)
    assert handling.decide_approval(a_dossier(HANDED_ON, SUFFICIENT), note="", now=MONDAY)


def test_an_unfavourable_appraisal_says_why():
    with pytest.raises(handling.ReasonMissing):
        handling.decide_appraisal(a_dossier(HANDED_ON), is_sufficient=False, note="", now=MONDAY)


def test_a_dossier_is_withdrawn_only_before_the_decision():
    decided = a_dossier(HANDED_ON, SUFFICIENT, events.Approved())

    with pytest.raises(WrongStatus):
        handling.decide_withdrawal(decided, reason="Đổi ý", papers_back=True, now=MONDAY)
    assert handling.decide_withdrawal(a_dossier(), reason="Đổi ý", papers_back=True, now=MONDAY)


@pytest.mark.parametrize(
    "decide",
    [
        pytest.param(
            lambda dossier: handling.decide_refusal(dossier, ground="", reason="", now=MONDAY),
            id="refusal",
        ),
        pytest.param(
            lambda dossier: handling.decide_stop(
                dossier,
                ground=events.StopGround.OFFICE,
                reason="",
                money="",
                papers_back=True,
                now=MONDAY,
            ),
            id="stop",
        ),
        pytest.param(
            lambda dossier: handling.decide_withdrawal(
                dossier, reason="", papers_back=True, now=MONDAY
            ),
            id="withdrawal",
        ),
        pytest.param(
            lambda dossier: handling.decide_supplement_request(
                dossier, items=("A",), reason="", now=MONDAY
            ),
            id="supplement request",
        ),
    ],
)
def test_what_goes_against_the_citizen_has_a_reason(decide):
    with pytest.raises(handling.ReasonMissing):
        decide(a_dossier(HANDED_ON))


def test_a_supplement_request_names_what_is_lacking():
    with pytest.raises(handling.NothingAskedFor):
        handling.decide_supplement_request(a_dossier(), items=(), reason="Thiếu", now=MONDAY)


def _supplement(dossier, came_at):
    return handling.decide_supplement(
        dossier,
        papers=(submission.PaperTaken(name="Tờ khai", originals=1),),
        now=came_at,
        limit=THREE_DAYS,
        calendar=CALENDAR,
        hours=HOURS,
    )


def _supplemented(dossier):
    at = MONDAY + timedelta(days=1)
    return apply(dossier, _supplement(dossier, at), at=at)


def _extension(dossier, due, now):
    return handling.decide_extension(dossier, due=due, reason="Xác minh", signer="Núi", now=now)


def _with_due(due_at):
    return a_reception(due_at=due_at)
