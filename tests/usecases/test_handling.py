from datetime import UTC, date, datetime

import pytest

from desk_app.domain import events, handling, paying, submission
from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.text import ControlCharacters, TooLong
from desk_app.store.errors import RecordRefused, UnknownDossier
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.add_supplement import add_supplement
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.require_payment import require_payment
from desk_app.usecases.stop_dossier import stop_dossier
from tests.support.counter import (
    all_that_is_kept,
    bytes_in_tray,
    printed,
    received,
    residence,
    worked_on,
)
from tests.support.words import words_on

LEASE = submission.PaperTaken(name="Hợp đồng thuê nhà", originals=1)


def test_handing_on_names_the_hand_and_the_hour(desk):
    dossier = worked_on(desk)

    assert (dossier.status, dossier.handed_to) == (Status.IN_PROGRESS, "Văn phòng")
    assert dossier.handed_at == desk.clock.now()
    event = desk.journal.timeline(dossier.entity)[-1].event
    assert event.hand_over_by == datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


def test_a_supplement_is_asked_for_on_paper_and_stops_the_clock(desk):
    dossier = request_supplement(
        desk, worked_on(desk).entity, items=["  Hợp đồng thuê nhà ", " "], reason="Chưa có"
    )

    assert dossier.status is Status.SUPPLEMENT_REQUESTED
    assert desk.journal.timeline(dossier.entity)[-1].event.items == ("Hợp đồng thuê nhà",)
    words = _last_page(desk, dossier)
    assert "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ" in words
    assert dossier.code in words
    assert "Hợp đồng thuê nhà" in words
    assert "Lý do: Chưa có" in words


def test_the_supplement_starts_the_limit_anew_on_a_new_receipt(desk):
    entity = printed(desk).entity
    hand_on(desk, entity, to="Văn phòng")
    request_supplement(desk, entity, items=["Hợp đồng thuê nhà"], reason="Chưa có")
    desk.clock.pass_by(days=2)

    dossier = add_supplement(desk, entity, papers=[LEASE])

    assert dossier.status is Status.IN_PROGRESS
    assert dossier.due_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert dossier.first_due_at == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    assert dossier.waiting_seconds == 2 * 24 * 3600
    (again,) = [one for one in desk.prints.open() if one.form == "receipt"]
    assert again.kind is PrintKind.CORRECTED, "it takes the place of the receipt before"
    words = _last_page(desk, dossier)
    assert "Hợp đồng thuê nhà" in words
    assert "17 giờ 00 phút, ngày 23/11/2026" in words
    assert "Hùng Sơn, ngày 18 tháng 11 năm 2026" in words
    assert "BẢN IN LẠI" not in words


def test_a_second_supplement_needs_a_reason_and_prints_its_own_paper(desk):
    entity = worked_on(desk).entity
    request_supplement(desk, entity, items=["Hợp đồng thuê nhà"], reason="Chưa có")
    _last_page(desk, desk.journal.dossier(entity))
    add_supplement(desk, entity, papers=[LEASE])

    with pytest.raises(handling.SecondSupplement):
        request_supplement(desk, entity, items=["Bản đồ"], reason="Chưa có")
    dossier = request_supplement(
        desk, entity, items=["Bản đồ"], reason="Chưa rõ", override_reason="Chủ nhà đổi ý"
    )

    assert dossier.supplement_requests == 2
    words = _last_page(desk, dossier)
    assert "Bản đồ" in words, "not the first request again"
    assert "Hợp đồng thuê nhà" not in words


def test_a_supplement_cannot_come_unasked_or_empty(desk):
    entity = worked_on(desk).entity

    with pytest.raises(WrongStatus):
        add_supplement(desk, entity, papers=[LEASE])
    request_supplement(desk, entity, items=["Hợp đồng thuê nhà"], reason="Chưa có")
    with pytest.raises(handling.NothingAskedFor):
        add_supplement(desk, entity, papers=[])


def test_who_is_asked_before_reception_gets_the_paper_without_a_code(desk):
    registered = register_dossier(desk, residence(papers=()))

    dossier = request_supplement(
        desk,
        registered.entity,
        items=["Tờ khai CT01"],
        reason="Chưa có",
        respond_by=date(2026, 12, 1),
    )

    words = _last_page(desk, dossier)
    assert "Tờ khai CT01" in words


def test_a_money_duty_stops_the_clock_until_it_is_met(desk):
    entity = worked_on(desk).entity

    waiting = require_payment(desk, entity, amount_vnd=500_000, what="Lệ phí trước bạ")
    desk.clock.pass_by(days=7)
    paid = record_payment(
        desk,
        entity,
        amount_vnd=500_000,
        method="outside",
        what="Lệ phí trước bạ",
        reference="GNT 12",
    )

    assert (waiting.status, waiting.required_vnd) == (Status.PAYMENT_REQUESTED, 500_000)
    assert (paid.status, paid.paid_vnd) == (Status.IN_PROGRESS, 500_000)
    assert paid.due_at > waiting.due_at


def test_money_at_the_counter_is_written_down_and_moves_nothing(desk):
    before = received(desk)

    dossier = record_payment(desk, before.entity, amount_vnd=15_000)

    assert (dossier.paid_vnd, dossier.due_at) == (15_000, before.due_at)
    assert dossier.status is Status.RECEIVED


@pytest.mark.parametrize("amount_vnd", [0, -5])
def test_an_amount_is_above_nothing(desk, amount_vnd):
    entity = worked_on(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(paying.AmountNotPositive):
        record_payment(desk, entity, amount_vnd=amount_vnd)
    with pytest.raises(paying.AmountNotPositive):
        require_payment(desk, entity, amount_vnd=amount_vnd, what="Thuế")

    assert all_that_is_kept(desk) == before


def test_what_is_not_sufficient_says_why_and_is_not_approved(desk):
    entity = worked_on(desk).entity

    with pytest.raises(handling.ReasonMissing):
        appraise_dossier(desk, entity, is_sufficient=False)
    appraise_dossier(desk, entity, is_sufficient=False, note="Thiếu chữ ký")
    with pytest.raises(handling.NotAppraised):
        approve_dossier(desk, entity)

    assert not desk.journal.dossier(entity).is_appraised


WRONG_WORDS = [
    pytest.param(lambda desk, one: hand_on(desk, one, to="Phòng\x00"), ControlCharacters, id="to"),
    pytest.param(lambda desk, one: hand_on(desk, one, to=" "), handling.ReasonMissing, id="nobody"),
    pytest.param(
        lambda desk, one: refuse_dossier(desk, one, reason="x" * 3000), TooLong, id="long reason"
    ),
    pytest.param(
        lambda desk, one: refuse_dossier(desk, one, reason="\n"), handling.ReasonMissing, id="none"
    ),
    pytest.param(
        lambda desk, one: request_supplement(desk, one, items=[" "], reason="x"),
        handling.NothingAskedFor,
        id="blank items",
    ),
    pytest.param(
        lambda desk, one: request_supplement(desk, one, items=["x" * 600], reason="x"),
        TooLong,
        id="long item",
    ),
    pytest.param(
        lambda desk, one: stop_dossier(
            desk, one, ground=events.StopGround.OFFICE, reason="x", money="\u202e"
        ),
        ControlCharacters,
        id="turned text",
    ),
]


@pytest.mark.parametrize(("act", "error"), WRONG_WORDS)
def test_words_that_cannot_be_kept_change_nothing(desk, act, error):
    entity = received(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        act(desk, entity)

    assert all_that_is_kept(desk) == before


def test_an_act_whose_paper_cannot_be_queued_is_not_done(desk):
    entity = received(desk).entity
    before = all_that_is_kept(desk)
    desk.store.database.execute(
        "CREATE TEMP TRIGGER no_prints BEFORE INSERT ON prints"
        " BEGIN SELECT RAISE(ABORT, 'no room in the ledger'); END"
    )

    with pytest.raises(RecordRefused):
        refuse_dossier(desk, entity, reason="Khu vực cấm")

    assert all_that_is_kept(desk) == before


def test_an_act_on_nobody_s_dossier_is_told_so(desk):
    before = all_that_is_kept(desk)

    with pytest.raises(UnknownDossier):
        hand_on(desk, 12345, to="Văn phòng")

    assert all_that_is_kept(desk) == before


def _last_page(desk, dossier):
    """The words of what waits for the printer of this dossier, now printed; the last page's."""
    for job in desk.prints.open():
        if job.entity == dossier.entity:
            done = print_paper(desk, job.id)
            assert done.state is PrintState.PRINTED
    return words_on(bytes_in_tray(desk, done.job))
