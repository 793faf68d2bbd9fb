"""Receipts of fees: only granted numbers, one after another, none twice, none unaccounted for."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from desk_app.domain.receipts import (
    NoReceiptForOutside,
    NoReceipts,
    ReceiptCopiesMissing,
    ReceiptRangeWrong,
    ReceiptsFromProvince,
    ReceiptsOverlap,
    ReceiptsUsedUp,
    ReceiptThere,
    ReceiptUnknown,
)
from desk_app.domain.rights import NotPermitted, Role
from desk_app.queries.receipts import month_list, month_workbook, receipts_now
from desk_app.store import receipt_ranges, receipts, till
from desk_app.store.receipts import ranges_of, receipts_of
from desk_app.ui.connect.lists import NO_RECEIPTS, tasks
from desk_app.ui.screens.today import TaskKind
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.close_till import close_till
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.grant_receipts import close_receipts, grant_receipts
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.void_receipt import void_receipt
from desk_app.usecases.write_receipt import write_receipt
from locales.catalogue import load
from sync.protocol.receipt_ranges import RangeEnd, RangeOrder, write_range
from tests.store.making import Hub
from tests.support.counter import certification, received
from tests.support.desks import as_role
from tests.support.samples import an_applicant
from tests.support.words import words_on

SYMBOL = "AB/26P"


def granted(desk, first=124, last=173, **more):
    return grant_receipts(
        desk, symbol=SYMBOL, first=first, last=last, issuer="Chi cục Thuế", book="3", **more
    )


def paid(desk, method="cash"):
    dossier = received(desk, certification())
    record_payment(desk, dossier.entity, amount_vnd=8_000, method=method)
    return dossier.entity


def numbers(desk, *entities):
    return [
        (one.event.number, one.event.replaces, one.voided is not None)
        for entity in entities
        for one in receipts_of(desk.store.database, desk.machine, entity)
    ]


def test_without_a_range_nothing_is_written(desk):
    entity = paid(desk)

    with pytest.raises(NoReceipts):
        write_receipt(desk, entity)


def test_numbers_come_one_after_another_and_go_on_in_the_next_range(desk):
    granted(desk, 172, 173)
    granted(desk, 201, 250)

    entities = [paid(desk) for _ in range(3)]

    assert [number for number, *_ in numbers(desk, *entities)] == [172, 173, 201]
    first, second = ranges_of(desk.store.database, desk.machine)
    assert (first.next_number, first.left) == (0, 0)
    assert (second.next_number, second.left, second.is_near_end) == (202, 49, False)


def test_a_range_near_its_end_is_told_and_used_up_it_refuses(desk):
    granted(desk, 164, 165)
    (only,) = ranges_of(desk.store.database, desk.machine)
    assert only.is_near_end
    paid(desk)
    paid(desk)
    waiting = paid(desk)

    with pytest.raises(ReceiptsUsedUp):
        write_receipt(desk, waiting)
    assert [one.entry.entity for one in receipts_now(desk).waiting] == [waiting]


def test_a_payment_has_one_receipt_and_a_void_one_is_replaced_by_the_next(desk):
    granted(desk)
    entity = paid(desk)
    with pytest.raises(ReceiptThere):
        write_receipt(desk, entity)

    with pytest.raises(ReceiptCopiesMissing):
        void_receipt(desk, symbol=SYMBOL, number=124, reason="sai tên", has_all_copies=False)
    void_receipt(desk, symbol="ab/26p", number=124, reason="sai tên", has_all_copies=True)
    write_receipt(desk, entity)

    assert numbers(desk, entity) == [(124, 0, True), (125, 124, False)]
    with pytest.raises(ReceiptUnknown):
        void_receipt(desk, symbol=SYMBOL, number=124, reason="lần nữa", has_all_copies=True)


def test_a_receipt_of_a_cancelled_dossier_can_still_be_voided(desk):
    granted(desk)
    entity = paid(desk)
    cancel_dossier(desk, entity, reason="tiếp nhận nhầm")

    void_receipt(desk, symbol=SYMBOL, number=124, reason="hủy hồ sơ", has_all_copies=True)

    assert numbers(desk, entity) == [(124, 0, True)]


def test_what_was_paid_elsewhere_gets_no_number_here(desk):
    granted(desk)

    with pytest.raises(NoReceiptForOutside):
        write_receipt(desk, paid(desk, "outside"))


def test_ranges_that_overlap_or_make_no_sense_are_refused(desk):
    granted(desk)

    with pytest.raises(ReceiptsOverlap):
        granted(desk, 170, 200)
    for first, last in ((0, 5), (9, 8), (1, 10_000_000)):
        with pytest.raises(ReceiptRangeWrong):
            granted(desk, first, last)


def test_of_a_range_handed_back_only_what_was_used_is_taken(desk):
    granted(desk)
    paid(desk)

    close_receipts(desk, symbol=SYMBOL, first=124, reason="trả lại phần còn lại")

    with pytest.raises(ReceiptsUsedUp):
        write_receipt(desk, paid(desk))
    with pytest.raises(ReceiptsOverlap):
        granted(desk, 124, 130)
    granted(desk, 125, 173)
    assert numbers(desk, paid(desk)) == [(125, 0, False)]


def test_a_range_handed_back_unused_can_be_taken_again(desk):
    granted(desk)
    close_receipts(desk, symbol=SYMBOL, first=124, reason="nhầm quyển")

    granted(desk)

    assert numbers(desk, paid(desk)) == [(124, 0, False)]


def told(desk, hub, order):
    """A word of the province about ranges, as it comes in the access feed."""
    hub.write(None, kind_and_body=write_range(order), at=desk.clock.now())
    hub.settle(desk.store)


def of_province(desk, first=124, last=173, **more):
    return RangeOrder(
        machine=more.get("machine", desk.machine),
        form="",
        symbol=more.get("symbol", SYMBOL),
        book="3",
        first=first,
        last=last,
        issuer="Sở Tài chính",
        paper="PXK 12",
        at=1,
    )


def test_numbers_come_from_what_the_province_granted_and_from_nowhere_else(desk):
    hub = Hub()
    told(desk, hub, of_province(desk, 124, 125))
    told(desk, hub, of_province(desk, 300, 349, machine=desk.machine + 1))

    entities = [paid(desk) for _ in range(3)]

    assert [number for number, *_ in numbers(desk, *entities)] == [124, 125]
    with pytest.raises(ReceiptsFromProvince):
        granted(desk, 500, 549)
    assert [one.entry.entity for one in receipts_now(desk).waiting] == entities[2:]
    (task,) = (one for one in tasks(desk, load("vi")) if one.kind is TaskKind.NO_RECEIPT)
    assert (task.id, task.name) == (NO_RECEIPTS, "1 khoản thu")


def test_what_the_province_took_back_is_not_used_any_more(desk):
    hub = Hub()
    told(desk, hub, of_province(desk))
    paid(desk)
    told(
        desk,
        hub,
        RangeEnd(
            machine=desk.machine, form="", symbol=SYMBOL, first=124, used_to=124, reason="", at=2
        ),
    )
    waiting = paid(desk)
    with pytest.raises(ReceiptsUsedUp):
        write_receipt(desk, waiting)

    told(desk, hub, of_province(desk, 125, 173))

    assert write_receipt(desk, waiting).event.number == 125


def test_the_province_goes_before_what_was_written_down_by_hand(desk):
    hub = Hub()
    granted(desk, 124, 133)
    granted(desk, 200, 209)
    assert numbers(desk, paid(desk)) == [(124, 0, False)]

    told(desk, hub, of_province(desk, 101, 150))
    told(desk, hub, of_province(desk, 205, 260, machine=desk.machine + 1))

    ranges = [one for one in ranges_of(desk.store.database, desk.machine) if one.left]
    assert [(one.is_province, one.next_number) for one in ranges] == [(True, 125)]


@pytest.mark.parametrize("role", [Role.CLERK, Role.POSTAL, Role.HANDLER])
def test_only_the_head_and_the_administrator_write_down_a_book(desk, role):
    with pytest.raises(NotPermitted):
        granted(as_role(desk, role))

    granted(as_role(desk, Role.LEADER), 1, 9)
    granted(as_role(desk, Role.ADMIN), 11, 19)


def test_the_list_of_a_month_holds_every_number_and_what_became_of_it(desk):
    granted(desk)
    entity = paid(desk)
    void_receipt(desk, symbol=SYMBOL, number=124, reason="ghi sai tên", has_all_copies=True)
    write_receipt(desk, entity)
    today = desk.clock.today()

    book = month_list(desk, today)
    row = draw_desk_paper(desk, Wanted(form="receipt-list", first_on=today))
    words = words_on(desk.files.read(print_paper(desk, row).sha256))

    assert [one.event.number for one in book.receipts] == [124, 125]
    assert book.total_vnd == 8_000
    for said in ("0000124", "Xóa bỏ: ghi sai tên", "Thay số"):
        assert said in words
    assert "Chi cục Thuế" in words
    assert month_list(desk, date(2026, 10, 1)).receipts == ()


def test_a_payer_whose_name_is_a_formula_stays_a_name_in_the_workbook(desk):
    granted(desk)
    applicant = an_applicant(name="=HYPERLINK(A1)")
    dossier = received(desk, certification(applicant=applicant))
    record_payment(desk, dossier.entity, amount_vnd=8_000)

    content = month_workbook(desk, desk.clock.today(), load("vi"))

    sheet = load_workbook(BytesIO(content)).active
    cell = next(one for row in sheet.iter_rows() for one in row if "HYPERLINK" in str(one.value))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_closing_of_the_till_tells_the_receipts_and_the_void_ones(desk):
    granted(desk)
    entity = paid(desk)
    void_receipt(desk, symbol=SYMBOL, number=124, reason="rách liên 1", has_all_copies=True)
    write_receipt(desk, entity)

    row = close_till(desk, counts={2_000: 4}, witness="Lâm")

    words = words_on(desk.files.read(print_paper(desk, row).sha256))
    assert "AB/26P: 0000124 – 0000125 (2 số)" in words
    assert "AB/26P 0000124 (rách liên 1)" in words


QUERIES = [
    (till._SINCE, (10, 17, 0, 0), "journal_books"),
    (till._CLOSINGS, (140, 17, 1), "journal_till"),
    (receipt_ranges._ABOUT_RANGES, (), "journal_ranges"),
    (receipts._BACKWARDS, (54, 17, 1, 1, 5), "journal_receipts"),
    (receipts._PAID_BACKWARDS, (10, 17, 1, 1, 5), "journal_books"),
]


def test_money_is_found_by_the_indexes_of_few_rows(desk):
    for sql, values, index in QUERIES:
        rows = desk.store.database.rows(f"EXPLAIN QUERY PLAN {sql}", values)
        assert any(index in row[3] for row in rows), rows
