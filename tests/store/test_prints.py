"""The print ledger: every page accounted for, an original once."""

from datetime import timedelta

import pytest

from desk_app.store.errors import RecordRefused, UnknownPrint, WrongPrintStep
from desk_app.store.prints import PrintKind, PrintState
from tests.store.making import AT, receive

SHA = "ab" * 32


@pytest.fixture
def dossier(store):
    return receive(store).entity


@pytest.fixture
def receipt(store, dossier):
    return store.prints.of(dossier)[0].id


def queue(store, dossier, *, corrected=False):
    with store.journal.writing() as tx:
        return tx.queue_print(dossier, "receipt", copies=2, by=1, at=AT, corrected=corrected)


def send(store, print_id, sha256=SHA):
    store.prints.drawn(print_id, sha256)
    store.prints.sent(print_id, printer="tray", job="", by=1, at=AT)


def finish(store, print_id, state=PrintState.PRINTED, **more):
    send(store, print_id)
    store.prints.close(print_id, state, by=1, at=AT, **more)


def test_the_receipt_is_queued_with_the_record(store, receipt, dossier):
    queued = store.prints.get(receipt)

    assert (queued.entity, queued.form, queued.sheets) == (dossier, "receipt", 2)
    assert (queued.kind, queued.copy) == (PrintKind.ORIGINAL, 0)
    assert (queued.state, queued.sha256) == (PrintState.QUEUED, "")
    assert [open_.id for open_ in store.prints.open()] == [receipt]


def test_a_page_on_paper_closes_its_row(store, receipt):
    send(store, receipt)
    store.prints.named_job(receipt, "job-7")
    later = AT + timedelta(minutes=1)

    store.prints.close(receipt, PrintState.PRINTED, by=2, at=later)

    closed = store.prints.get(receipt)
    assert (closed.state, closed.printer, closed.job) == (PrintState.PRINTED, "tray", "job-7")
    assert (closed.sha256, closed.changed_at, closed.queued_at) == (SHA, later, AT)
    assert store.prints.open() == []
    assert [(step.state, step.by) for step in store.prints.steps(receipt)] == [
        (PrintState.QUEUED, 1),
        (PrintState.SENT, 1),
        (PrintState.PRINTED, 2),
    ]


def test_after_a_good_original_a_further_page_is_copy_one_and_then_two(store, dossier, receipt):
    finish(store, receipt)

    copies = [store.prints.get(queue(store, dossier)) for _ in range(2)]

    assert [(copy.kind, copy.copy) for copy in copies] == [
        (PrintKind.COPY, 1),
        (PrintKind.COPY, 2),
    ]


def test_after_a_spoiled_original_the_next_page_is_the_original(store, dossier, receipt):
    finish(store, receipt, PrintState.SPOILED, reason="kẹt giấy")

    again = store.prints.get(queue(store, dossier))

    assert (again.kind, again.copy) == (PrintKind.ORIGINAL, 0)
    assert store.prints.get(receipt).reason == "kẹt giấy"


def test_a_page_after_a_correction_takes_the_place_of_the_one_before(store, dossier, receipt):
    finish(store, receipt)

    corrected = store.prints.get(queue(store, dossier, corrected=True))

    assert (corrected.kind, corrected.copy) == (PrintKind.CORRECTED, 1)


def test_what_waits_of_an_overtaken_page_is_never_printed(store, dossier, receipt):
    again = queue(store, dossier, corrected=True)

    overtaken = store.prints.get(receipt)
    assert (overtaken.state, overtaken.reason) == (PrintState.SPOILED, "overtaken")
    assert store.prints.get(again).kind is PrintKind.ORIGINAL


def test_a_spoiled_corrected_page_is_made_again_as_corrected(store, dossier, receipt):
    finish(store, receipt)
    finish(store, queue(store, dossier, corrected=True), PrintState.SPOILED)

    assert store.prints.get(queue(store, dossier)).kind is PrintKind.CORRECTED


def test_the_schema_itself_allows_one_original(store, dossier):
    with pytest.raises(RecordRefused), store.database.writing():
        store.database.execute(
            "INSERT INTO prints (entity, form, kind, copy, sheets, state, by, queued_at,"
            " changed_at) VALUES (?, 'receipt', 'original', 0, 1, 'queued', 1, 0, 0)",
            (dossier,),
        )


@pytest.mark.parametrize("state", [PrintState.PRINTED, PrintState.UNKNOWN])
def test_a_page_that_was_never_sent_did_not_come_out(store, receipt, state):
    with pytest.raises(WrongPrintStep):
        store.prints.close(receipt, state, by=1, at=AT)


@pytest.mark.parametrize("first", [PrintState.PRINTED, PrintState.SPOILED])
@pytest.mark.parametrize("then", PrintState)
def test_a_closed_row_stays_closed(store, receipt, first, then):
    finish(store, receipt, first)

    with pytest.raises(WrongPrintStep):
        store.prints.close(receipt, then, by=1, at=AT)


def test_a_page_is_sent_only_after_it_was_drawn(store, receipt):
    with pytest.raises(WrongPrintStep):
        store.prints.sent(receipt, printer="tray", job="", by=1, at=AT)


def test_a_page_is_drawn_once(store, receipt):
    store.prints.drawn(receipt, SHA)
    store.prints.drawn(receipt, SHA)

    with pytest.raises(WrongPrintStep):
        store.prints.drawn(receipt, "cd" * 32)


def test_a_printer_that_refused_gives_the_page_back_to_the_queue(store, receipt):
    send(store, receipt)

    store.prints.close(receipt, PrintState.QUEUED, by=1, at=AT, reason="media")
    send(store, receipt)

    assert store.prints.get(receipt).state is PrintState.SENT


def test_what_was_on_its_way_at_a_restart_is_asked_about(store, receipt):
    send(store, receipt)

    assert store.prints.lost_sight(by=1, at=AT) == 1
    assert store.prints.get(receipt).state is PrintState.UNKNOWN
    assert store.prints.lost_sight(by=1, at=AT) == 0
    store.prints.close(receipt, PrintState.PRINTED, by=1, at=AT)


def test_a_frozen_ledger_is_left_as_it_was_found(store, receipt):
    send(store, receipt)
    store.database.freeze("restored")

    assert store.prints.lost_sight(by=1, at=AT) == 0
    assert store.prints.get(receipt).state is PrintState.SENT


def test_an_unknown_number_is_told(store):
    with pytest.raises(UnknownPrint):
        store.prints.get(99)
