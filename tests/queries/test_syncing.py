from datetime import timedelta

from desk_app.queries.syncing import sync_status
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.correct_dossier import correct_dossier
from tests.store.making import Hub
from tests.support.counter import approved, printed, received, result_pdf


def test_what_waits_is_counted_from_the_journal_and_since_when(desk):
    began = desk.clock.now()
    desk.clock.pass_by(hours=2)
    printed(desk)
    received(desk)

    status = sync_status(desk)

    assert (status.waiting, status.waiting_since) == (3, began), "the admin's account first"
    assert (status.held, status.set_aside, status.pages_in_clear) == (0, 0, 1)
    assert (status.last_contact, status.last_rounds, status.frozen) == (None, (), "")


def test_nothing_waits_once_the_province_has_judged_it(desk):
    entity = received(desk).entity
    hub = Hub()
    _judge_all(desk, hub)
    assert sync_status(desk).waiting == 0
    assert sync_status(desk).waiting_since is None

    desk.clock.pass_by(minutes=10)
    correct_dossier(desk, entity, field="note", text="Gấp", reason="Ghi thiếu")

    status = sync_status(desk)
    assert (status.waiting, status.waiting_since) == (1, desk.clock.now())


def test_what_the_province_has_but_has_not_judged_is_told_apart(desk):
    received(desk)
    hub = Hub()
    hub.settle(desk.store)

    status = sync_status(desk)

    assert (status.waiting, status.held) == (2, 2)


def test_a_file_waits_from_when_its_record_is_held(desk):
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    assert sync_status(desk).files_waiting == 0, "records go before files"
    Hub().settle(desk.store)

    status = sync_status(desk)

    assert (status.files_waiting, status.bytes_waiting) == (1, len(result_pdf()))


def test_the_last_rounds_and_the_last_good_one_are_told(desk):
    desk.store.rounds.note("ok", {"sent": 1}, at=desk.clock.now())
    good = desk.clock.now()
    desk.clock.at += timedelta(minutes=5)
    desk.store.rounds.note("hub_unreachable", {}, at=desk.clock.now())

    status = sync_status(desk)

    assert status.last_contact == good
    assert len(status.last_rounds) == 2


def _judge_all(desk, hub):
    rows = desk.store.database.rows("SELECT entity FROM journal ORDER BY number")
    for (entity,) in rows:
        for entry in desk.journal.timeline(entity):
            hub.judge(entry)
    hub.settle(desk.store)
