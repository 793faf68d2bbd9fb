from datetime import timedelta

import pytest

from desk_app.domain import submission
from desk_app.domain.dossier import Status
from desk_app.domain.punctuality import Urgency
from desk_app.domain.rights import NotPermitted
from desk_app.queries import dossiers
from desk_app.queries.dossiers import ListFilter, Order, Sync
from desk_app.store.errors import FileMissing, UnknownDossier
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from sync.protocol.page import Verdict
from tests.store.making import Hub
from tests.support.counter import (
    approved,
    certification,
    printed,
    received,
    residence,
    result_pdf,
    worked_on,
)
from tests.support.desks import as_role
from tests.support.samples import a_reception, an_applicant


def test_a_row_says_what_a_list_shows(desk):
    dossier = worked_on(desk)

    (row,) = dossiers.page(desk, ListFilter()).rows

    assert (row.entity, row.code, row.status) == (dossier.entity, dossier.code, Status.IN_PROGRESS)
    assert (row.procedure, row.procedure_name) == ("1.004194", "Đăng ký tạm trú")
    assert (row.applicant, row.handler) == ("Nguyễn Thị Sen", "Văn phòng")
    assert (row.received_at, row.due_at) == (dossier.received_at, dossier.due_at)
    assert (row.is_temporary, row.is_cancelled, row.tick) == (False, False, "saved")


def test_a_procedure_that_the_catalogue_lost_shows_its_code(desk):
    hub = Hub()
    application = residence(procedure="9.999999", version="9.999999/1")
    hub.write(a_reception(application=application), author=18)
    hub.settle(desk.store)

    (row,) = dossiers.page(desk, ListFilter()).rows

    assert (row.procedure, row.procedure_name) == ("9.999999", "9.999999")


def test_rows_turn_red_with_time_and_rest_while_a_supplement_is_waited_for(desk):
    waiting = request_supplement(desk, worked_on(desk).entity, items=["A"], reason="B").entity
    entity = received(desk).entity

    monday, seen = desk.clock.at, {}
    for days in (0, 1, 3, 4):
        desk.clock.at = monday + timedelta(days=days)
        rows = {row.entity: row.urgency for row in dossiers.page(desk, ListFilter()).rows}
        seen[days] = rows[entity]
        assert rows[waiting] is Urgency.NO_DUE

    assert seen == {
        0: Urgency.OK,
        1: Urgency.DUE_SOON,
        3: Urgency.DUE_TODAY,
        4: Urgency.OVERDUE,
    }


def test_pages_follow_each_other_to_the_last(desk):
    codes = [received(desk).code for _ in range(5)]

    first = dossiers.page(desk, ListFilter(), size=2)
    second = dossiers.page(desk, ListFilter(), after=first.after, size=2)
    third = dossiers.page(desk, ListFilter(), after=second.after, size=2)

    shown = [row.code for part in (first, second, third) for row in part.rows]
    assert shown == codes[::-1]
    assert third.after is None


def test_all_are_told_one_after_the_other_or_only_the_late_ones_first_due_first(desk):
    late = received(desk, received_at=desk.clock.now() - timedelta(days=10))
    later = received(desk, received_at=desk.clock.now() - timedelta(days=7))
    running = received(desk)
    ended = received(desk, received_at=desk.clock.now() - timedelta(days=8))
    cancel_dossier(desk, ended.entity, reason="Nhận nhầm")

    every = [row.code for row in dossiers.every_dossier(desk)]
    overdue = [row.code for row in dossiers.every_dossier(desk, is_overdue=True)]
    stopped = [row.code for row in dossiers.every_dossier(desk, status=Status.STOPPED)]

    assert every == [ended.code, running.code, later.code, late.code]
    assert overdue == [late.code, later.code]
    assert stopped == [ended.code]


def test_counts_agree_with_the_lists_they_open(desk):
    received(desk, received_at=desk.clock.now() - timedelta(days=10))
    received(desk, certification())
    worked_on(desk)
    attach_result(desk, approved(desk).entity, pdf=result_pdf(), name="kq.pdf")
    register_dossier(desk, residence(papers=()))

    counts = dossiers.counts(desk)

    limits = dossiers.bounds(desk)
    overdue = dossiers.page(desk, ListFilter(due_before=limits.now, order=Order.DUE)).rows
    soon = dossiers.page(
        desk, ListFilter(due_from=limits.now, due_before=limits.soon_ends, order=Order.DUE)
    ).rows
    to_sign = dossiers.page(desk, ListFilter(is_to_sign=True, order=Order.DUE)).rows
    assert counts.by_status == {
        Status.RECEIVED: 2,
        Status.IN_PROGRESS: 2,
        Status.REGISTERED: 1,
    }
    assert (counts.overdue, counts.due_soon, counts.to_sign) == (1, 1, 1)
    assert (len(overdue), len(soon), len(to_sign)) == (1, 1, 1)


@pytest.mark.parametrize(
    "text",
    ["sen", "SEN", "nguyen sen", "Thị", "H17.20443-261116-0001", "261116-0001", "0905 000 111"],
)
def test_a_dossier_is_found_by_what_one_would_type(desk, text):
    entity = received(desk).entity
    received(
        desk, residence(applicant=an_applicant(name="Lê Bưởi", personal_id="", phone="", sex=""))
    )

    assert [row.entity for row in dossiers.search(desk, text)] == [entity]


@pytest.mark.parametrize(
    "text", ["", " ", "'", '"', "*", "sen AND", "%", "\x00", "\ud800", "không ai"]
)
def test_what_finds_nothing_gives_nothing_and_breaks_nothing(desk, text):
    received(desk, residence(applicant=an_applicant(name="Lê Bưởi")))

    assert dossiers.search(desk, text) == []


def test_the_one_who_brings_it_is_found_too(desk):
    son = submission.Submitter(
        person=an_applicant(name="Lê Văn Bưởi", personal_id="", sex=""), relation="con"
    )
    entity = received(desk, residence(submitter=son)).entity

    assert [row.entity for row in dossiers.search(desk, "buoi")] == [entity]


def test_a_dossier_is_found_by_code_by_its_former_code_and_by_its_id(desk):
    dossier = received(desk)

    assert dossiers.dossier(desk, f" {dossier.code.lower()} ") == dossier
    assert dossiers.dossier(desk, str(dossier.entity)) == dossier


@pytest.mark.parametrize(
    "code", ["", "H17.20443-261116-0999", "1", "9" * 19, "9" * 40, "\x00", "'", "\ud800"]
)
def test_a_code_nobody_has_is_said_to_be_unknown(desk, code):
    with pytest.raises(UnknownDossier):
        dossiers.dossier(desk, code)


def test_the_timeline_says_who_where_and_what_became_of_it(desk):
    entity = received(desk).entity
    correct_dossier(desk, entity, field="note", text="Gấp", reason="Ghi thiếu")
    reception, correction = desk.journal.timeline(entity)
    hub = Hub()
    hub.judge(reception)
    hub.judge(correction, Verdict.HELD, "wrong_status")
    hub.settle(desk.store)

    moments = dossiers.timeline(desk, entity)

    assert [(one.name, one.user, one.verdict, one.reason) for one in moments] == [
        ("DossierReceived", "Quản trị", "ok", ""),
        ("Corrected", "Quản trị", "held", "wrong_status"),
    ]
    assert all(one.is_own and one.author == 17 for one in moments)


def test_what_another_machine_did_bears_no_name_of_ours(desk):
    hub = Hub()
    hub.write(a_reception(application=residence(version="1.004194/1")), author=18)
    hub.settle(desk.store)
    entity = desk.journal.find("H17.443-261116-0001")

    (moment,) = dossiers.timeline(desk, entity)

    assert (moment.user, moment.author, moment.is_own) == ("", 18, False)


def test_pages_that_wait_and_files_of_a_dossier_are_listed(desk):
    entity = printed(desk).entity
    other = received(desk).entity
    attach_result(desk, worked_on(desk).entity, pdf=result_pdf(), name="kq.pdf")

    assert dossiers.open_prints(desk)[0].entity == other
    assert [one.state for one in dossiers.prints(desk, entity)] == ["printed"]
    assert dossiers.files(desk, entity) == [], "printed pages are in the ledger"


def test_one_paper_may_be_the_result_of_two_dossiers(desk):
    first, second = approved(desk).entity, approved(desk).entity
    for entity in (first, second):
        attach_result(desk, entity, pdf=result_pdf(), name="ket-qua.pdf")

    shown = [[one.sha256 for one in dossiers.files(desk, entity)] for entity in (first, second)]

    assert len(shown[0]) == 1
    assert shown[0] == shown[1]


def test_a_file_is_read_by_its_hash_or_said_to_be_missing(desk):
    entity = worked_on(desk).entity
    digest = attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf").result.sha256

    assert [one.sha256 for one in dossiers.files(desk, entity)] == [digest]
    assert dossiers.read_file(desk, digest) == result_pdf()
    with pytest.raises(FileMissing):
        dossiers.read_file(desk, "ab" * 32)


def test_what_the_province_settled_or_set_aside_shows_in_the_tick(desk):
    judged, aside, waiting = (received(desk).entity for _ in range(3))
    hub = Hub()
    hub.judge(desk.journal.timeline(judged)[0])
    hub.judge(desk.journal.timeline(aside)[0], Verdict.HELD, "malformed_event")
    hub.settle(desk.store, acked=desk.replica.last() - 1)

    ticks = {row.entity: row.tick for row in dossiers.page(desk, ListFilter()).rows}

    assert ticks == {judged: "judged", aside: "aside", waiting: "saved"}
    assert [row.entity for row in dossiers.page(desk, ListFilter(sync=Sync.ASIDE)).rows] == [aside]


def test_who_holds_no_role_sees_nothing(desk):
    nobody = as_role(desk)
    dossier = printed(desk)
    digest = desk.prints.of(dossier.entity)[0].sha256

    for look in (
        lambda: dossiers.page(nobody, ListFilter()),
        lambda: dossiers.search(nobody, "sen"),
        lambda: dossiers.dossier(nobody, dossier.code),
        lambda: dossiers.timeline(nobody, dossier.entity),
        lambda: dossiers.read_file(nobody, digest),
    ):
        with pytest.raises(NotPermitted):
            look()


def test_a_printed_page_stays_out_of_the_waiting_list(desk):
    entity = received(desk).entity
    (job,) = desk.prints.of(entity)
    print_paper(desk, job.id)

    assert dossiers.open_prints(desk) == []
