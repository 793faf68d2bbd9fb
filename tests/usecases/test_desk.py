"""The desk itself: its people, printer, second copy, rounds with the province, promises asked."""

import threading
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from desk_app.domain.procedure import ExpiredVersion, UnknownCase, UnknownProcedure
from desk_app.domain.rights import Role
from desk_app.opening import desk_over
from desk_app.queries.syncing import sync_status
from desk_app.store.durable import held_at_once
from desk_app.store.errors import (
    LastAdmin,
    RoundRunning,
    UnknownUser,
    UserDisabled,
    UserExists,
    WeakPassword,
    WrongPassword,
)
from desk_app.store.identity import point_at
from desk_app.store.one_round import one_round
from desk_app.store.opening import open_store
from desk_app.usecases.add_user import add_user
from desk_app.usecases.backup_desk import backup_desk
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.disable_user import disable_user
from desk_app.usecases.explain_due import explain_due
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.set_password import set_password
from desk_app.usecases.sync_now import sync_now
from printing.errors import PrinterAddressWrong
from sync.errors import HubAnsweredRubbish, HubUnreachable, SyncError
from tests.support.counter import (
    ENDING,
    NO_LIMIT,
    RESIDENCE,
    all_that_is_kept,
    printed,
    received,
    residence,
)
from tests.support.desks import PASSWORD, QUICK

NEW = "mật-khẩu-mới"


def test_a_new_account_opens_the_desk_and_its_acts_bear_its_name(desk):
    hoa = add_user(desk, "  Coor  Thị Hoa ", NEW, roles=[Role.CLERK])

    dossier = received(desk.signed_in(hoa))

    assert (hoa.name, hoa.roles) == ("Coor Thị Hoa", (Role.CLERK,))
    assert desk.journal.timeline(dossier.entity)[0].actor == hoa.number
    assert _opens(desk, "coor thi hoa", NEW)


@pytest.mark.parametrize(
    ("name", "password", "error"),
    [
        pytest.param("quản trị", NEW, UserExists, id="the name is taken, however written"),
        pytest.param("Hoa", "ngắn", WeakPassword, id="the password is short"),
    ],
)
def test_an_account_that_cannot_be_is_not_made(desk, name, password, error):
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        add_user(desk, name, password, roles=[Role.CLERK])

    assert all_that_is_kept(desk) == before


def test_a_closed_account_opens_nothing_and_its_acts_stay_its_own(desk):
    hoa = add_user(desk, "Hoa", NEW, roles=[Role.CLERK])
    dossier = received(desk.signed_in(hoa))

    disable_user(desk, hoa.number)

    with pytest.raises(UserDisabled):
        _opens(desk, "Hoa", NEW)
    assert desk.journal.timeline(dossier.entity)[0].actor == hoa.number
    with pytest.raises(UserExists):
        add_user(desk, "Hoa", NEW, roles=[Role.CLERK])


def test_the_last_admin_stays(desk):
    with pytest.raises(LastAdmin):
        disable_user(desk, desk.user.number)
    with pytest.raises(UnknownUser):
        disable_user(desk, 404)


def test_a_new_password_takes_the_place_of_the_old(desk):
    with pytest.raises(WeakPassword):
        set_password(desk, desk.user.number, "ngắn")
    set_password(desk, desk.user.number, NEW)

    assert _opens(desk, "Quản trị", NEW)
    with pytest.raises(WrongPassword):
        _opens(desk, "Quản trị", PASSWORD)


def test_the_printer_chosen_prints_from_the_next_page_on_and_after_a_restart(desk):
    choose_printer(desk, " ipp://127.0.0.1:9/ipp/print ")
    again = desk_over(desk.folder, desk.store, clock=desk.clock)

    assert desk.printer_name == again.printer_name == "ipp://127.0.0.1:9/ipp/print"
    choose_printer(desk, "tray")
    assert print_paper(desk, receive_dossier(desk, residence()).print_id).printer == "tray"


@pytest.mark.parametrize("address", ["", "máy in", "http://127.0.0.1/", "ipp://", "ipp://a:b/"])
def test_an_address_that_is_none_changes_no_printer(desk, address):
    before = all_that_is_kept(desk)

    with pytest.raises(PrinterAddressWrong):
        choose_printer(desk, address)

    assert desk.printer_name == "tray"
    assert all_that_is_kept(desk) == before


def test_a_backup_is_a_second_copy_that_was_read_back(desk, tmp_path):
    printed(desk)

    backup = backup_desk(desk, tmp_path / "usb")

    assert backup.file.exists()
    assert (backup.number, backup.files, backup.files_missing) == (2, 1, ())


def test_a_hub_that_is_down_costs_nothing_but_is_told(desk):
    dossier = received(desk)

    with pytest.raises(HubUnreachable):
        sync_now(desk)

    assert desk.journal.dossier(dossier.code) == dossier
    status = sync_status(desk)
    assert (status.waiting, status.last_contact) == (2, None)
    assert status.last_rounds[0].outcome == "hub_unreachable"
    printed(desk)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(200, b"<html>Sign in to the hotel's network</html>", id="a sign-in page"),
        pytest.param(200, b"", id="nothing"),
        pytest.param(200, bytes(5000), id="zeroes"),
        pytest.param(500, b"Internal Server Error", id="a broken server"),
        pytest.param(302, b"", id="a way elsewhere"),
    ],
)
def test_a_hub_that_answers_rubbish_is_not_believed(desk, status, body):
    received(desk)
    with _somebody_answers(status, body) as url:
        with desk.store.database.writing():
            point_at(desk.store.database, url)
        before = desk.store.database.rows("SELECT * FROM journal")

        with pytest.raises(SyncError) as caught:
            sync_now(desk)

    assert caught.value.code in {"hub_answered_rubbish", "hub_failed", "hub_busy"}
    assert (status == 500) or isinstance(caught.value, HubAnsweredRubbish)
    assert desk.store.database.rows("SELECT * FROM journal") == before
    assert sync_status(desk).waiting == 2


def test_one_round_at_a_time_on_a_machine(desk):
    with held_at_once(desk.store.places.lock("sync")), pytest.raises(RoundRunning):
        sync_now(desk)


def test_a_round_that_ends_in_a_moment_is_waited_for(desk):
    other = ExitStack()
    other.enter_context(held_at_once(desk.store.places.lock("sync")))
    ends = threading.Timer(0.3, other.close)
    ends.start()

    with one_round(desk.store.places):
        ends.join()

    with one_round(desk.store.places):
        pass


def test_a_promise_is_explained_day_by_day(desk):
    friday = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

    told = _explained(desk, RESIDENCE, friday)

    assert told.promise.due_at.date() == date(2026, 11, 26), "24 November is a holiday"
    assert [(day.date.day, day.counted) for day in told.promise.days] == [
        (20, False),
        (21, False),
        (22, False),
        (23, True),
        (24, False),
        (25, True),
        (26, True),
    ]
    assert (told.version, told.limit.text) == ("1.004194/1", "3 ngày làm việc")


def test_what_has_no_limit_has_no_promise_to_explain(desk):
    assert _explained(desk, NO_LIMIT, desk.clock.now()).promise is None


def test_nothing_is_explained_that_is_not_known(desk):
    now = desk.clock.now()
    with pytest.raises(UnknownProcedure):
        _explained(desk, "9.999999", now)
    with pytest.raises(UnknownCase):
        _explained(desk, RESIDENCE, now, case="la")
    with pytest.raises(ExpiredVersion):
        _explained(desk, ENDING, now.replace(year=2027))


def _explained(desk, procedure, received_at, *, case=""):
    return explain_due(
        desk.catalogue, desk.rules, procedure=procedure, case=case, received_at=received_at
    )


def _opens(desk, name, password):
    store = open_store(desk.store.places, name, password, now=desk.clock.now(), effort=QUICK)
    store.close()
    return True


@contextmanager
def _somebody_answers(status, body):
    """An address where something answers that is no hub."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
