"""What is told of a page that cannot be read, and never of one that can."""

import pytest
from PIL import Image

from desk_app.scanning.legibility import Flaw, flaws
from tests.support.paper import blurred, written_page


@pytest.mark.parametrize(
    ("page", "dpi", "found"),
    [
        pytest.param(written_page(dpi=200), 200, (), id="a good scan"),
        pytest.param(written_page(dpi=200, paper=200, ink=70), 200, (), id="a photocopy"),
        pytest.param(written_page(dpi=100), 100, (Flaw.TOO_SMALL,), id="100 dots an inch"),
        pytest.param(written_page(dpi=100), 0, (Flaw.TOO_SMALL,), id="a small photo"),
        pytest.param(written_page(dpi=200), 0, (), id="a large photo"),
        pytest.param(blurred(written_page(dpi=200), 5), 200, (Flaw.BLURRED,), id="blurred"),
        pytest.param(written_page(dpi=200, paper=80, ink=5), 200, (Flaw.TOO_DARK,), id="dark"),
        pytest.param(Image.new("L", (1654, 2339), 250), 200, (Flaw.TOO_PALE,), id="blank"),
    ],
)
def test_flaws_are_told_and_only_they(page, dpi, found):
    assert flaws(page, dpi=dpi) == found
