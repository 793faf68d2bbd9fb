from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk_app.domain import submission
from desk_app.domain.application import NameMissing
from desk_app.domain.identity import (
    BirthDateInFuture,
    PersonalIdContradictsBirth,
    PersonalIdContradictsSex,
)
from desk_app.domain.procedure import ExpiredVersion, UnknownCase, UnknownProcedure
from desk_app.domain.receiving import ChannelNotOffered, MissingDocuments, ReceiptInFuture
from desk_app.domain.text import ControlCharacters, TooLong
from desk_app.domain.work_calendar import VIETNAM
from desk_app.store.errors import RecordRefused
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.reprint_paper import reprint_paper
from tests.support.clock import SetClock
from tests.support.counter import (
    COUNCIL_FEE,
    ENDING,
    NO_LIMIT,
    all_that_is_kept,
    certification,
    other_procedure,
    received,
    residence,
)
from tests.support.desks import a_desk
from tests.support.samples import an_applicant


def test_receiving_records_numbers_promises_and_queues_the_receipt(desk):
    done = receive_dossier(desk, residence())

    dossier = done.dossier
    assert desk.journal.dossier(dossier.code) == dossier
    assert (dossier.code, dossier.is_temporary) == ("H17.20443-261116-0001", False)
    assert (dossier.register_year, dossier.register_number) == (2026, 1)
    assert dossier.due_at == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    assert (dossier.limit, dossier.fee_vnd) == ("working_day:3", 15_000)
    assert dossier.calendar == desk.rules.calendar.version
    assert dossier.application.version == "1.004194/1"
    assert done.warnings == ()
    assert _ledger(desk, dossier) == [("receipt", PrintKind.ORIGINAL, PrintState.QUEUED)]


def test_the_entry_says_who_when_and_by_which_catalogue(desk):
    dossier = received(desk)

    (entry,) = desk.journal.timeline(dossier.entity)
    assert (entry.actor, entry.author, entry.at) == (desk.user.number, 17, desk.clock.now())
    assert entry.catalogue == desk.catalogue.version > 0


def test_codes_and_register_numbers_run_on_without_a_gap(desk):
    dossiers = [received(desk) for _ in range(3)]

    assert [one.code[-4:] for one in dossiers] == ["0001", "0002", "0003"]
    assert [one.register_number for one in dossiers] == [1, 2, 3]


def test_a_new_year_opens_a_new_register_and_a_new_day_counts_codes_anew(desk):
    received(desk)
    desk.clock.at = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)

    dossier = received(desk)

    assert dossier.code == "H17.20443-270104-0001"
    assert (dossier.register_year, dossier.register_number) == (2027, 1)


def test_text_typed_decomposed_is_taken_and_kept_composed(desk):
    dossier = received(
        desk, certification(applicant=an_applicant(name="  Nguye\u0302\u0303n  Thi\u0323 Sen "))
    )

    assert dossier.application.applicant.name == "Nguyễn Thị Sen"


def test_three_o_clock_moves_a_same_day_promise_to_the_next_working_day(desk):
    desk.clock.at = datetime(2026, 11, 16, 8, 1, tzinfo=UTC)  # 15:01

    dossier = received(desk, certification())

    assert dossier.due_at.astimezone(VIETNAM).date() == date(2026, 11, 17)


REFUSED = [
    pytest.param({"procedure": "9.999999"}, UnknownProcedure, id="unknown procedure"),
    pytest.param({"case": "khong-co"}, UnknownCase, id="unknown case"),
    pytest.param({"channel": "post"}, ChannelNotOffered, id="channel not offered"),
    pytest.param({"papers": ()}, MissingDocuments, id="missing papers"),
    pytest.param({"applicant": an_applicant(name=" ")}, NameMissing, id="no name"),
    pytest.param({"applicant": an_applicant(name="Sen\x07")}, ControlCharacters, id="control"),
    pytest.param({"applicant": an_applicant(name="S" * 5000)}, TooLong, id="5,000 letters"),
    pytest.param(
        {"applicant": an_applicant(sex="male")}, PersonalIdContradictsSex, id="the other sex"
    ),
    pytest.param(
        {"applicant": an_applicant(birth_on=date(1991, 1, 1))},
        PersonalIdContradictsBirth,
        id="another year of birth",
    ),
    pytest.param(
        {"applicant": an_applicant(personal_id="", birth_on=date(2027, 1, 1))},
        BirthDateInFuture,
        id="not born yet",
    ),
]


@pytest.mark.parametrize(("changes", "error"), REFUSED)
def test_a_refused_reception_leaves_nothing_behind(desk, changes, error):
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        receive_dossier(desk, residence(**changes), ref="so-tay-1")

    assert all_that_is_kept(desk) == before
    taken = receive_dossier(desk, residence(), ref="so-tay-1")
    assert taken.print_id is not None
    assert (taken.dossier.code[-4:], taken.dossier.register_number) == ("0001", 1)


def test_what_fails_halfway_takes_back_what_was_written_before_it(desk):
    """Record, numbers, reference and print job stand together or not at all."""
    before = all_that_is_kept(desk)
    desk.store.database.execute(
        "CREATE TEMP TRIGGER no_prints BEFORE INSERT ON prints"
        " BEGIN SELECT RAISE(ABORT, 'no room in the ledger'); END"
    )

    with pytest.raises(RecordRefused):
        receive_dossier(desk, residence(), ref="so-tay-1")

    assert all_that_is_kept(desk) == before
    desk.store.database.execute("DROP TRIGGER no_prints")
    assert received(desk).code.endswith("0001")


def test_missing_papers_are_named(desk):
    with pytest.raises(MissingDocuments) as caught:
        receive_dossier(desk, residence(papers=residence().papers[:1]))

    assert caught.value.details == {"papers": "Giấy tờ về chỗ ở hợp pháp"}


def test_a_reception_in_the_future_is_refused_but_a_minute_s_difference_is_not(desk):
    now = desk.clock.now()

    with pytest.raises(ReceiptInFuture):
        receive_dossier(desk, residence(), received_at=now + timedelta(hours=1))
    dossier = received(desk, received_at=now + timedelta(minutes=2))

    assert dossier.code.endswith("0001")


def test_what_was_written_by_hand_keeps_its_day_beside_the_day_of_entry(desk):
    friday = datetime(2026, 11, 13, 3, 0, tzinfo=UTC)

    done = receive_dossier(desk, residence(), received_at=friday)

    assert done.dossier.received_at == friday
    assert done.dossier.registered_at == desk.clock.now()
    assert done.dossier.due_at.astimezone(VIETNAM).date() == date(2026, 11, 18)
    assert done.dossier.code == "H17.20443-261116-0001"
    assert done.warnings == ("backdated",)


def test_a_backdated_reception_keeps_the_rules_of_its_own_day(tmp_path):
    clock = SetClock(datetime(2027, 1, 4, 2, 0, tzinfo=UTC))
    with a_desk(tmp_path, clock=clock) as desk:
        last_day = datetime(2026, 12, 31, 2, 0, tzinfo=UTC)
        application = certification(
            procedure=ENDING,
            papers=(submission.PaperTaken(name="Giấy đề nghị", paper_id="giay-de-nghi"),),
        )

        dossier = received(desk, application, received_at=last_day)

        assert dossier.application.version == f"{ENDING}/1"
        with pytest.raises(ExpiredVersion) as caught:
            receive_dossier(desk, application)
        assert caught.value.details["ended"] == "2026-12-31"
        assert len(desk.journal.timeline(dossier.entity)) == 1


def test_a_dossier_keeps_the_version_it_was_received_under_after_it_ended(desk):
    dossier = received(desk, other_procedure(desk, ENDING))
    desk.clock.at = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)

    assert desk.version_of(dossier).id == f"{ENDING}/1"
    refuse_dossier(desk, dossier.entity, reason="Không thuộc diện")


def test_the_same_reference_gives_the_first_answer_and_no_second_dossier(desk):
    first = receive_dossier(desk, residence(), ref="so-tay-7")
    desk.clock.pass_by(hours=1)

    again = receive_dossier(desk, residence(applicant=an_applicant(name="Khác")), ref=" so-tay-7 ")

    assert again.dossier == first.dossier
    assert again.print_id is None
    assert len(_ledger(desk, first.dossier)) == 1
    assert received(desk).code.endswith("0002")


def test_without_a_reference_the_same_application_is_two_dossiers(desk):
    first, second = received(desk), received(desk)

    assert first.entity != second.entity
    assert first.code != second.code


@pytest.mark.parametrize("ref", ["so\x00tay", "\ud800", "x" * 300])
def test_a_reference_that_cannot_be_kept_is_refused(desk, ref):
    before = all_that_is_kept(desk)

    with pytest.raises((ControlCharacters, TooLong)):
        receive_dossier(desk, residence(), ref=ref)

    assert all_that_is_kept(desk) == before


def test_what_is_not_sure_is_said_at_once(desk):
    done = receive_dossier(desk, other_procedure(desk, NO_LIMIT))

    assert done.dossier.due_at is None
    assert set(done.warnings) >= {"no_promise", "limit_unconfirmed", "papers_unconfirmed"}


def test_a_rate_that_the_province_has_not_filled_in_is_no_zero(desk):
    done = receive_dossier(desk, other_procedure(desk, COUNCIL_FEE))

    assert done.dossier.fee_vnd is None
    assert "fee_not_known" in done.warnings


def test_what_is_answered_on_the_spot_has_no_receipt_until_one_is_asked_for(desk):
    done = receive_dossier(desk, certification(), has_receipt=False)

    assert done.print_id is None
    assert _ledger(desk, done.dossier) == []
    asked_for = desk.prints.get(reprint_paper(desk, done.dossier.entity, "receipt"))
    assert (asked_for.kind, asked_for.copy) == (PrintKind.ORIGINAL, 0)


@pytest.mark.parametrize(
    ("lane", "why"), [((1, 1), "lane_exhausted"), (None, "no_lane")], ids=["used up", "none"]
)
def test_why_the_number_is_temporary_is_said(tmp_path, lane, why):
    with a_desk(tmp_path, lane=lane) as desk:
        if lane:
            received(desk)

        assert {"temporary_number", why} <= set(receive_dossier(desk, residence()).warnings)


def test_a_proxy_is_kept_beside_the_applicant(desk):
    son = submission.Submitter(
        person=an_applicant(name="Lê Văn Bưởi", personal_id="", sex=""), relation="con"
    )

    dossier = received(desk, residence(submitter=son))

    assert dossier.application.submitter == son
    assert desk.journal.dossier(dossier.code).application == replace(
        residence(submitter=son), version="1.004194/1"
    )


def _ledger(desk, dossier):
    return [(one.form, one.kind, one.state) for one in desk.prints.of(dossier.entity)]
