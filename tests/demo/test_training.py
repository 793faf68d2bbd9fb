"""The desk for training: apart from the real one, and saying so on every screen and page."""

import sys
import time
from io import BytesIO

import pytest
from openpyxl import load_workbook

from desk_app.clock import WallClock
from desk_app.demo.training import clear, training_ground
from desk_app.domain.training import InTraining
from desk_app.doorway import Doorway
from desk_app.opening import opened_desk
from desk_app.queries.books import results_for_excel
from desk_app.signing.errors import SigningError
from desk_app.training import FOLDER, NotATrainingFolder, Training
from desk_app.ui.connect.queue import waiting_seen
from desk_app.usecases.make_slip import make_slip
from desk_app.usecases.point_at_hub import point_at_hub
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.switch_relay import switch_relay
from desk_app.usecases.unlock_token import unlock_token
from locales.catalogue import load
from tests.support.counter import bytes_in_tray, certification, tray_pages
from tests.support.desks import a_desk
from tests.support.words import words_on

pytestmark = pytest.mark.slow

BAND = "TẬP HUẤN – không phải hồ sơ thật"
PASSWORD = "Mau-mau-1"


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """A training desk as `main.py train` makes it."""
    folder = tmp_path_factory.mktemp("train") / FOLDER
    state = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(state))
        heard = []
        with training_ground(folder, progress=lambda *at: heard.append(at), dossiers=8) as url:
            yield folder, url, heard


@pytest.fixture
def desk(ground):
    folder, _url, _heard = ground
    with opened_desk(folder, user="mau", password=PASSWORD, clock=WallClock()) as opened:
        yield opened


def test_it_has_work_and_a_province_of_its_own(ground, desk):
    _folder, url, heard = ground

    assert heard[-1] == (8, 8)
    assert desk.tray.is_training
    assert desk.journal.identity.hub_url == url
    assert url.startswith("http://127.0.0.1:")


def test_every_page_says_that_it_is_no_real_one(desk):
    before = set(tray_pages(desk))

    done = receive_dossier(desk, certification())
    print_paper(desk, done.print_id)

    (page,) = set(tray_pages(desk)) - before
    assert BAND in words_on(bytes_in_tray(desk, page))
    assert BAND in words_on(make_slip(desk).pdf)


def test_its_workbooks_and_its_waiting_room_say_so_too(desk):
    texts = load("vi")
    today = desk.clock.today()

    book = load_workbook(BytesIO(results_for_excel(desk, texts, first=today, last=today)))

    assert [sheet["A1"].value for sheet in book.worksheets] == [BAND]
    assert waiting_seen(desk, texts).mark == BAND


def test_it_reaches_neither_another_hub_nor_another_machine_nor_a_real_key(desk):
    with pytest.raises(InTraining):
        point_at_hub(desk, "https://hub.danang.gov.vn")
    with pytest.raises(InTraining):
        switch_relay(desk, is_on=True)
    with pytest.raises((InTraining, SigningError)):
        unlock_token(desk, token="any", pin="123456")


def test_a_folder_with_a_real_desk_is_left_alone(tmp_path):
    with a_desk(tmp_path) as real:
        folder = real.folder
    kept = sorted(folder.rglob("*"))

    with pytest.raises(NotATrainingFolder):
        clear(folder)
    with pytest.raises(NotATrainingFolder), training_ground(folder, progress=print):
        pass

    assert sorted(folder.rglob("*")) == kept
    assert not Doorway(folder, language="vi").is_training


def test_the_making_is_told_and_can_be_left(tmp_path, monkeypatch):
    program = tmp_path / "program.py"
    program.write_text(SLOW_PROGRAM, "utf-8")
    monkeypatch.setattr(sys, "argv", [str(program)])
    training = Training(data=tmp_path)
    training.folder.mkdir()

    training.start(lang="vi")
    until = time.monotonic() + 60
    while training.waiting() != (3, 40) and time.monotonic() < until:
        time.sleep(0.02)

    assert training.waiting() == (3, 40)
    training.cancel()
    assert training.waiting() == (0, 0)


SLOW_PROGRAM = """
import sys, time
from pathlib import Path
folder = Path(sys.argv[sys.argv.index("--data") + 1])
(folder / "training.progress").write_text("[3, 40]")
time.sleep(60)
"""
