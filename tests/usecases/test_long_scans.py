"""A pile of 400 pages through the feeder: told page by page, stopped at will, little in memory."""

import gc

import pytest
from PIL import Image

from desk_app.queries.scans import tray
from desk_app.scanning.errors import ScanStopped
from desk_app.scanning.mending import Mending
from desk_app.scanning.scanners.port import Wish
from desk_app.usecases.keep_scan import PaperOf, keep_scan
from desk_app.usecases.take_scans import take_from_scanner
from tests.support.counter import received
from tests.support.paper import picture_bytes

pytestmark = pytest.mark.slow

PAGES = 400
MOST_PICTURES = 12  # of a page under work and its mended selves; never as many as there are pages
LOOK_EVERY = 50
MOST_BYTES = 900_000
GRAIN = Image.effect_noise((240, 340), 90)  # hard to press, so that one file does not hold all
FILE = PaperOf(name="Hồ sơ đất của dòng họ", id="cho-o")
PLAIN = Mending(is_straightened=False, is_cropped=False, is_cleared=False)


class Pile:
    """A feeder with a thick pile in it."""

    def pages(self, _device, _wish):
        for number in range(PAGES):
            page = GRAIN.copy()
            page.paste(number % 250, (0, 0, 40, 40))
            yield picture_bytes(page, dpi=(150, 150))


class Watching:
    """Hears the progress and counts, now and then, the pictures alive."""

    def __init__(self, *, stop_at=0):
        self.heard, self.pictures, self.stop_at = [], 0, stop_at
        self.before = _alive()  # other tests of this process may keep some

    def __call__(self, pages):
        self.heard.append(pages)
        if pages % LOOK_EVERY == 0:
            self.pictures = max(self.pictures, _alive() - self.before)
        if pages == self.stop_at:
            raise ScanStopped


def _alive():
    return sum(isinstance(one, Image.Image) for one in gc.get_objects())


@pytest.fixture
def pile(desk):
    """The dossier, with all the pages in the tray."""
    dossier = received(desk)
    taking = Watching()
    taken = take_from_scanner(desk, "one", Wish(), scanners=Pile(), told=taking)
    assert (taken.pages, taken.refused) == (PAGES, ())
    assert taking.heard == list(range(1, PAGES + 1))
    assert taking.pictures <= MOST_PICTURES
    return dossier


def test_four_hundred_pages_become_files_that_fit_the_portal_without_filling_the_memory(desk, pile):
    binding = Watching()

    stopping = Watching(stop_at=250)
    with pytest.raises(ScanStopped):
        keep_scan(desk, pile.entity, FILE, mending=PLAIN, most_bytes=MOST_BYTES, told=stopping)
    assert (len(tray(desk)), desk.journal.dossier(pile.entity).scans) == (PAGES, ())
    after = keep_scan(desk, pile.entity, FILE, mending=PLAIN, most_bytes=MOST_BYTES, told=binding)

    assert binding.heard == list(range(1, PAGES + 1))
    assert binding.pictures <= MOST_PICTURES
    assert sum(scan.pages for scan in after.scans) == PAGES
    assert len(after.scans) > 1
    assert max(scan.size_bytes for scan in after.scans) <= MOST_BYTES
    assert tray(desk) == []
