"""Reception: what must be in hand, when it is promised, what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import events
from desk_app.domain.dossier import AlreadyReceived, Status, WrongStatus
from desk_app.domain.fee import Fee, FeeLine, FeeReason
from desk_app.domain.folding import apply
from desk_app.domain.procedure import (
    ExpiredVersion,
    LimitUnit,
    Mark,
    TimeLimit,
    UnknownCase,
)
from desk_app.domain.receiving import (
    ChannelNotOffered,
    DeskRules,
    ReceiptInFuture,
    ReceiptTooLongAgo,
    check_receivable,
    decide_competent_receipt,
    decide_receipt,
    decide_registration,
    promise,
)
from desk_app.domain.work_calendar import VIETNAM, DeskHours, WorkCalendar
from tests.domain.versions import THREE_DAYS, a_version
from tests.support.samples import MONDAY, ORGANISATION, a_dossier, an_applicant, an_application

ELSEWHERE = "H17.9"
CALENDAR = WorkCalendar(
    version="test-1",
    days_off=frozenset({date(2026, 11, 18)}),
    days_worked=frozenset(),
    reasons={},
    first_day=date(2026, 1, 1),
    last_day=date(2027, 12, 31),
)
RULES = DeskRules(organisation=ORGANISATION, calendar=CALENDAR, hours=DeskHours())
NOT_STATED = TimeLimit(
    unit=LimitUnit.NOT_STATED, amount=Fraction(0), mark=Mark.UNCONFIRMED, text="Không nêu"
)
FREE = Fee(lines=(), total_vnd=None, explained=FeeReason.NOT_STATED, mark=Mark.UNCONFIRMED)


def test_what_may_be_received_comes_back_clean_with_its_version():
    application = an_application(
        applicant=an_applicant(name="  Nguye\u0302\u0303n   Sen "), papers=(), version=""
    )

    tidy = _check(application, a_version())

    assert tidy.applicant.name == "Nguyễn Sen"
    assert tidy.version == "2.000815/1"


@pytest.mark.parametrize(
    ("seconds", "is_refused"),
    [(-3600, False), (0, False), (300, False), (301, True), (86_400, True)],
)
def test_a_form_filled_in_while_the_minute_turned_is_not_in_the_future(seconds, is_refused):
    at = MONDAY + timedelta(seconds=seconds)

    if is_refused:
        with pytest.raises(ReceiptInFuture):
            _check(an_application(papers=()), a_version(), received_at=at)
    else:
        _check(an_application(papers=()), a_version(), received_at=at)


def test_a_slip_of_a_thousand_years_is_no_reception():
    with pytest.raises(ReceiptTooLongAgo) as caught:
        _check(an_application(papers=()), a_version(), received_at=MONDAY.replace(year=1026))

    assert caught.value.details == {"years": "10"}
    _check(an_application(papers=()), a_version(), received_at=MONDAY.replace(year=2016))


@pytest.mark.parametrize(
    ("received_at", "is_over"),
    [
        pytest.param("2026-11-15T23:59+07:00", False, id="the last day, to its last minute"),
        pytest.param("2026-11-16T00:00+07:00", True, id="the day after, from midnight in Viet Nam"),
    ],
)
def test_a_version_ends_at_midnight_in_viet_nam(received_at, is_over):
    version = a_version(valid_until=date(2026, 11, 15))
    at = datetime.fromisoformat(received_at).astimezone(UTC)

    if is_over:
        with pytest.raises(ExpiredVersion):
            _check(an_application(papers=()), version, received_at=at)
    else:
        _check(an_application(papers=()), version, received_at=at)


def test_a_channel_that_is_not_offered_is_refused_but_none_stated_means_all():
    by_post = an_application(papers=(), channel="post")

    with pytest.raises(ChannelNotOffered):
        _check(by_post, a_version())
    _check(by_post, a_version(channels=()))


def test_a_case_nobody_knows_is_refused():
    with pytest.raises(UnknownCase):
        _check(an_application(papers=(), case="la"), a_version())


def test_the_event_keeps_the_rules_of_its_day():
    event = _receive()

    assert event.due_at == datetime(2026, 11, 20, 17, 0, tzinfo=VIETNAM), "18 November is off"
    assert (event.limit, event.calendar) == ("working_day:3", "test-1")
    assert (event.application.version, event.organisation) == ("2.000815/1", ORGANISATION)
    assert (event.register_year, event.register_number) == (2026, 7)


def test_no_limit_stated_is_no_promise():
    assert _receive(version=a_version(time_limit=NOT_STATED)).due_at is None


@pytest.mark.parametrize(
    ("competent", "kept", "is_promised"),
    [("", "", True), (ORGANISATION, "", True), (ELSEWHERE, ELSEWHERE, False)],
)
def test_the_time_runs_from_the_competent_body_s_receipt(competent, kept, is_promised):
    event = _receive(competent=competent)

    assert event.competent == kept
    assert (event.due_at is not None) is is_promised


def test_the_register_follows_the_day_of_entry_not_the_day_of_receipt():
    new_year = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)

    event = _receive(received_at=MONDAY, now=new_year)

    assert (event.received_at, event.register_year) == (MONDAY, 2027)


def test_the_register_s_year_turns_at_midnight_in_viet_nam():
    assert _receive(now=datetime(2026, 12, 31, 17, 0, tzinfo=UTC)).register_year == 2027
    assert _receive(now=datetime(2026, 12, 31, 16, 59, tzinfo=UTC)).register_year == 2026


def test_only_fee_lines_with_an_amount_are_kept():
    lines = tuple(
        FeeLine(
            rule=str(amount),
            label=f"Phí {amount}",
            quantity=1,
            unit_vnd=amount,
            amount_vnd=amount,
            why=FeeReason.AMOUNT,
            mark=Mark.CONFIRMED,
        )
        for amount in (8_000, None)
    )
    unknown = replace(FREE, lines=lines)

    event = _receive(fee=unknown)

    assert [line.amount_vnd for line in event.fee_lines] == [8_000]
    assert event.fee_vnd is None, "part of it is not known"


def test_a_registered_dossier_is_received_once_and_while_it_is_open():
    registered = apply(None, _registration(), at=MONDAY, entity=1)

    received = apply(registered, _receive(registered=registered), at=MONDAY)
    assert received.status is Status.RECEIVED
    with pytest.raises(AlreadyReceived):
        _receive(registered=received)
    refused = apply(registered, events.Refused(ground="", reason="x"), at=MONDAY)
    with pytest.raises(WrongStatus):
        _receive(registered=refused)


def test_registration_asks_for_no_papers_but_for_a_person_who_can_be():
    event = _registration(applicant=an_applicant(name=" Sen  Nguyễn "))

    assert event.application.applicant.name == "Sen Nguyễn"
    assert event.organisation == ORGANISATION


def test_the_competent_body_s_receipt_makes_the_promise():
    dossier = apply(None, _receive(competent=ELSEWHERE), at=MONDAY, entity=1)

    event = _competent(dossier, received_at=MONDAY + timedelta(hours=1))

    assert event.due_at == datetime(2026, 11, 20, 17, 0, tzinfo=VIETNAM)
    after = apply(dossier, event, at=MONDAY)
    assert after.first_due_at == after.due_at == event.due_at
    with pytest.raises(WrongStatus):
        _competent(after, received_at=MONDAY)
    with pytest.raises(WrongStatus):
        _competent(a_dossier(), received_at=MONDAY)


def test_the_competent_body_has_nothing_in_the_future_or_ages_ago():
    dossier = apply(None, _receive(competent=ELSEWHERE), at=MONDAY, entity=1)

    with pytest.raises(ReceiptInFuture):
        _competent(dossier, received_at=MONDAY + timedelta(days=1))
    with pytest.raises(ReceiptTooLongAgo):
        _competent(dossier, received_at=MONDAY.replace(year=1026))


@given(
    received_at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is added
    amount=st.integers(1, 40),
)
def test_a_promise_lies_after_the_receipt_on_a_working_day_at_closing(received_at, amount):
    limit = replace(THREE_DAYS, amount=Fraction(amount))

    promised = promise(
        an_application(),
        version=a_version(time_limit=limit),
        competent="",
        received_at=received_at,
        rules=RULES,
    )

    assert promised.due_at > received_at
    assert CALENDAR.is_working(promised.due_at.date())
    assert promised.due_at.timetz() == datetime(2026, 1, 1, 17, 0, tzinfo=VIETNAM).timetz()
    assert promised.calendar == "test-1"


def _check(application, version, *, received_at=MONDAY):
    return check_receivable(application, version=version, received_at=received_at, now=MONDAY)


def _receive(*, version=None, fee=FREE, received_at=None, now=MONDAY, **more):
    return decide_receipt(
        an_application(papers=()),
        version=version or a_version(),
        rules=RULES,
        fee=fee,
        code=f"{ORGANISATION}-261116-0007",
        is_temporary=False,
        register_number=7,
        received_at=received_at or now,
        now=now,
        **more,
    )


def _registration(**changes):
    return decide_registration(
        an_application(papers=(), **changes), organisation=ORGANISATION, now=MONDAY
    )


def _competent(dossier, *, received_at):
    return decide_competent_receipt(
        dossier,
        version=a_version(),
        received_at=received_at,
        rules=RULES,
        now=MONDAY + timedelta(hours=2),
    )
