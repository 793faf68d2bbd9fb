"""The hub judges by the desk's own fold: in force, held, flagged, opaque."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import codec, events
from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.events import Outcome
from desk_app.domain.submission import PaperTaken, ReturnMethod
from desk_app.judging import DossierRules, names, province, say
from desk_app.store.entries import change_of
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from sync import record
from sync.protocol.page import Verdict
from tests.support.clock import SetClock
from tests.support.counter import approved, received, residence, result_pdf
from tests.support.desks import a_desk
from tests.support.samples import (
    APPROVED,
    HANDED_ON,
    MONDAY,
    PAYMENT_ASKED,
    SUFFICIENT,
    SUPPLEMENT_ASKED,
    a_dossier,
    a_reception,
    a_result,
    a_signature,
)

AUTHOR = (17, 1)
MONDAY_SECONDS = int(MONDAY.timestamp())
ENTITY = record.entity_id(*AUTHOR, 1)
PAID = events.PaymentRecorded(amount_vnd=8_000, method="cash", what="Phí")
SUPPLIED = events.SupplementReceived(
    papers=(PaperTaken(name="Tờ khai"),), received_at=MONDAY, due_at=None, due_less_waiting_at=None
)
RETURNED = events.ResultReturned(method=ReturnMethod.COUNTER, receiver="Sen", paper="Căn cước")
POSTED = events.ResultPosted(parcel="EH1")
STOPPED = events.Stopped(ground=events.StopGround.NO_SUPPLEMENT, reason="Quá hạn bổ sung")
CANCELLED = events.Cancelled(reason="Nhận nhầm")
PLAIN = st.none() | st.integers() | st.text(max_size=9) | st.binary(max_size=40)
WORKED_ON = a_dossier(HANDED_ON)


def test_a_reception_begins_the_dossier_and_shows_what_the_province_must_know():
    judged = _judge(None, a_reception())

    assert (judged.verdict, judged.reason, judged.is_fact) == (Verdict.OK, "", False)
    assert judged.state.entity == ENTITY
    assert judged.state.registered_at == MONDAY
    assert judged.summary.code == "H17.443-261116-0001"
    assert (judged.summary.org, judged.summary.status) == ("H17.443", "received")
    assert judged.summary.applicant_folded == "nguyen thi sen"
    assert judged.summary.due_at == MONDAY + timedelta(days=3)


def test_what_follows_goes_on_from_the_state_before():
    judged = _judge(a_dossier(), HANDED_ON)

    assert judged.verdict is Verdict.OK
    assert judged.state.status is Status.IN_PROGRESS
    assert judged.summary.status == "in_progress"


def test_a_registered_dossier_has_a_code_that_is_nobody_else_s():
    judged = _judge(None, events.DossierRegistered(application=residence(), organisation="H17.443"))

    assert judged.summary.code == f"({ENTITY})"


@pytest.mark.parametrize(
    ("state", "event"),
    [
        pytest.param(None, HANDED_ON, id="nothing to begin with"),
        pytest.param(a_dossier(), a_reception(), id="received twice"),
        pytest.param(a_dossier(), SUFFICIENT, id="appraised at the counter"),
        pytest.param(a_dossier(HANDED_ON), a_signature(), id="signed without a result"),
        pytest.param(a_dossier(CANCELLED), HANDED_ON, id="after the cancellation"),
    ],
)
def test_a_step_that_does_not_follow_is_held_and_changes_nothing(state, event):
    judged = _judge(state, event)

    assert judged.verdict is Verdict.HELD
    assert judged.reason in {"wrong_status", "already_received"}
    assert judged.state == state
    assert not judged.is_fact


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(SUPPLIED, id="papers nobody asked for"),
        pytest.param(POSTED, id="posted before it was done"),
        pytest.param(RETURNED, id="handed over before it was done"),
    ],
)
def test_a_fact_that_does_not_follow_is_flagged_for_a_person_and_never_refused(fact):
    judged = _judge(a_dossier(HANDED_ON), fact)

    assert (judged.verdict, judged.is_fact) == (Verdict.FLAGGED, True)
    assert judged.state == a_dossier(HANDED_ON)
    assert judged.summary is not None


def test_papers_a_desk_took_after_another_had_stopped_are_left_to_a_person():
    stopped = a_dossier(HANDED_ON, SUPPLEMENT_ASKED, STOPPED)

    judged = _judge(stopped, SUPPLIED)

    assert (judged.verdict, judged.reason, judged.is_fact) == (
        Verdict.FLAGGED,
        "wrong_status",
        True,
    )
    assert judged.state == stopped


def test_money_taken_is_in_force_whatever_the_state_but_for_a_cancelled_dossier():
    for state in (a_dossier(), a_dossier(HANDED_ON, PAYMENT_ASKED), a_dossier(SUPPLEMENT_ASKED)):
        assert _judge(state, PAID).verdict is Verdict.OK

    assert _judge(a_dossier(CANCELLED), PAID).verdict is Verdict.FLAGGED


def test_a_fact_about_nothing_is_held():
    assert _judge(None, PAID).verdict is Verdict.HELD


def test_a_note_that_a_person_dealt_with_a_change_names_it_recovered_or_not():
    rules, note = (
        DossierRules(),
        events.Reviewed(machine=7, epoch=2, number=9, outcome=Outcome.LEFT),
    )
    kind, body = codec.encode(note)
    origin = codec.Origin(epoch=1, number=3, sha256=bytes(32), by=1, at=1)
    again = codec.wrapped(origin, kind, body)

    assert rules.reviewed(_change(kind, tuple(body))) == (7, 2, 9)
    assert rules.reviewed(_change(again[0], tuple(again[1]))) == (7, 2, 9)
    assert rules.reviewed(_change(kind, (7, "two"))) is None
    assert rules.reviewed(_change(*codec.encode(PAID))) is None


def test_a_kind_nobody_knows_yet_is_opaque():
    judged = DossierRules().judge(a_dossier(), _change(99, ("x",)), author=AUTHOR, ver=1)

    assert (judged.verdict, judged.state) == (Verdict.OPAQUE, a_dossier())


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(2, (), id="empty"),
        pytest.param(7, ("Văn phòng", "not a moment"), id="text for a moment"),
        pytest.param(8, (1,), id="number for a claim"),
        pytest.param(12, ("because", "x"), id="ground nobody knows"),
        pytest.param(15, (b"short", "kq.pdf", 10), id="digest too short"),
        pytest.param(7, ("Văn phòng", 2**62), id="moment beyond the calendar"),
    ],
)
def test_a_malformed_body_is_held_with_its_reason(kind, body):
    judged = DossierRules().judge(a_dossier(), _change(kind, body), author=AUTHOR, ver=1)

    assert (judged.verdict, judged.reason) == (Verdict.HELD, "malformed_event")
    assert judged.state == a_dossier()


def test_a_change_of_no_moment_is_held():
    kind, body = codec.encode(HANDED_ON)

    judged = DossierRules().judge(a_dossier(), _change(kind, body, at=2**62), author=AUTHOR, ver=1)

    assert (judged.verdict, judged.reason) == (Verdict.HELD, "malformed_event")


def test_what_a_newer_desk_says_more_is_passed_over():
    kind, body = codec.encode(APPROVED)
    state = a_dossier(HANDED_ON, SUFFICIENT)

    judged = DossierRules().judge(state, _change(kind, (*body, "new", 7)), author=AUTHOR, ver=1)

    assert judged.verdict is Verdict.OK
    assert judged.state.is_approved


@pytest.mark.parametrize(
    "event",
    [
        events.VillagePlanned(
            place="Thôn A Xan", day=MONDAY.date(), purpose="", people=("Hoa",), procedures=()
        ),
        events.VillageOpened(battery=80),
        events.VillageClosed(dossiers=1, cash_vnd=8_000, other_vnd=0, note=""),
        events.UserAdded(number=1, name="Hoa", roles=("clerk",)),
        events.UserDisabled(number=1),
        events.ClockMarked(monotonic_ms=1, boot="b", trusted_at=None, trusted_age_seconds=0),
    ],
)
def test_a_desk_s_own_affairs_are_in_force_and_no_dossier(event):
    judged = _judge(None, event)

    assert (judged.verdict, judged.state, judged.summary) == (Verdict.OK, None, None)


@given(
    kind=st.sampled_from(sorted(codec.KINDS)),
    body=st.lists(PLAIN | st.lists(PLAIN, max_size=3), max_size=14),
)
def test_no_body_whatever_breaks_the_rules(kind, body):
    judged = DossierRules().judge(WORKED_ON, _change(kind, body), author=AUTHOR, ver=1)

    assert judged.verdict in Verdict


def test_the_hub_comes_to_the_dossiers_that_the_desk_has(tmp_path):
    with a_desk(tmp_path) as desk:
        _a_day(desk)

        judged, verdicts = _judged_journal(desk)

        for entity, state in judged.items():
            if isinstance(state, Dossier):
                assert state == desk.journal.dossier(entity)
        assert verdicts == {Verdict.OK}
        assert sum(isinstance(state, Dossier) for state in judged.values()) == 4


def test_the_province_s_result_may_be_signed_at_the_commune():
    kind, body = DossierRules().result(a_dossier(), sha256="ab" * 32, name="kq.pdf", size=1000)

    judged = DossierRules().judge(a_dossier(), _change(kind, tuple(body)), author=(0, 1), ver=2)

    assert judged.verdict is Verdict.OK
    assert judged.state.awaits_signature
    assert judged.state.result.name == "kq.pdf"
    late = a_dossier(HANDED_ON, SUFFICIENT, APPROVED, a_result(), a_signature())
    assert DossierRules().judge(late, _change(kind, tuple(body)), author=(0, 1), ver=2).verdict is (
        Verdict.HELD
    )


def test_the_province_hands_over_rules_words_names_and_the_time():
    clock = SetClock()

    about = province(clock)

    assert about.clock() == clock.now()
    assert about.names_of("H17.20443") == ("UBND xã Hùng Sơn", "UBND thành phố Đà Nẵng")
    assert names("H99.99999") is None
    vietnamese, english = (say("wrong_status", {"status": "done"}, lang) for lang in ("vi", "en"))
    assert "wrong_status" not in vietnamese
    assert vietnamese != english


def _a_day(desk):
    lease = PaperTaken(name="Hợp đồng", copies=1)
    first = received(desk).entity
    record_payment(desk, first, amount_vnd=15_000)
    request_supplement(desk, first, items=["Hợp đồng"], reason="Chưa có")
    desk.clock.pass_by(days=1)
    add_supplement(desk, first, papers=[lease])
    correct_dossier(desk, first, field="applicant.name", text="Nguyễn Sim", reason="Gõ nhầm")
    attach_result(desk, approved(desk).entity, pdf=result_pdf(), name="kq.pdf")
    registered = register_dossier(desk, residence(papers=()))
    received(desk, registered=registered.entity)
    received(desk, competent="H17.20455")


def _judged_journal(desk):
    """Every entity as the hub's rules fold it, and the verdicts that were given."""
    states: dict[int, object] = {}
    verdicts = set()
    rows = desk.store.database.rows(
        "SELECT author, epoch, number, record FROM journal ORDER BY number"
    )
    for author, epoch, number, raw in rows:
        change = change_of(raw, author=author, epoch=epoch, number=number)
        judged = DossierRules().judge(states.get(change.ent), change, author=(author, epoch), ver=1)
        states[change.ent] = judged.state
        verdicts.add(judged.verdict)
    return states, verdicts


def _judge(state, event):
    kind, body = codec.encode(event)
    return DossierRules().judge(state, _change(kind, body), author=AUTHOR, ver=1)


def _change(kind, body, *, at=MONDAY_SECONDS):
    return record.Change(
        seq=1, kind=kind, ent=ENTITY, base=0, lam=1, at=at, actor=1, cat=1, body=tuple(body)
    )
