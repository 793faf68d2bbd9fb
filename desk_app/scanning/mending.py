"""A page made straight, whole and clear: turned, deskewed, cropped, evened out.

Pillow alone. What is done to a page is a `Mending`: the page itself is kept as it came, so
everything can be taken back until it is bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

_STEEPEST = 6.0  # degrees a sheet lies askew in a feeder; more is a page turned on purpose
_STEPS = (1.0, 0.25, 0.1)  # degrees, coarse to fine
_LEAST_SKEW = 0.15  # degrees; less is not seen and only costs sharpness
_LOOK_WIDTH = 450  # dots are enough to see the lines of a text
_DARK_BED = 110  # level of an edge that is no paper
_PAPER_SHARE = 0.5  # of a row that must be bright to belong to the paper
_SMALL_PAPER = 0.6  # of the bed: less, and what lies on it is a card
_MARGIN = 0.02  # of the longer side, left around what is cropped to
_CELL = 16  # dots a side: the light is looked at so coarsely
_DARKEST_PAPER = 100  # level; a darker ground is a picture and stays dark
_FULL = 255
_GROUND = 238  # level of evened paper with its grain: from here on it is white
_WHITER = [min(_FULL, level * _FULL // _GROUND) for level in range(256)]


class Colours(StrEnum):
    COLOUR = "colour"
    GREY = "grey"
    BLACK_WHITE = "black_white"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mending:
    turn: int = 0  # degrees clockwise: 0, 90, 180, 270
    is_straightened: bool = True
    is_cropped: bool = True
    is_cleared: bool = True  # the light evened out, paper white, ink dark
    colours: Colours = Colours.GREY


def mended(image: Image.Image, mending: Mending) -> Image.Image:
    """The page as it will be bound: mode RGB, L or 1."""
    page = image.convert("RGB" if mending.colours is Colours.COLOUR else "L")
    if mending.turn:
        page = page.rotate(-mending.turn, expand=True)
    if mending.is_cropped:
        page = page.crop(paper_box(page))
    is_ink = mending.colours is Colours.BLACK_WHITE
    angle = skew(page) if mending.is_straightened else 0.0
    if mending.is_cleared or is_ink:
        page = _evened(page)
    if angle:
        fill = "white" if page.mode == "RGB" else _FULL
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=fill)
    if is_ink:
        return _black_white(page)
    return _cleared(page) if mending.is_cleared else page


def skew(image: Image.Image) -> float:
    """By how many degrees the page must be turned, counter-clockwise, to lie straight."""
    look = _inked(image)
    best = 0.0
    for step in _STEPS:
        reach = _STEEPEST if step == _STEPS[0] else step * 4
        count = round(reach / step)
        angles = [best + step * number for number in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_rows_apart(look, angle), -abs(angle)))
    return round(best, 2) if _LEAST_SKEW <= abs(best) < _STEEPEST else 0.0


def paper_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Where the paper lies: inside a dark edge, or a small card on a white bed."""
    factor = max(1, max(image.size) // _LOOK_WIDTH)
    grey = image.convert("L").reduce(factor).filter(ImageFilter.MedianFilter(3))
    whole = (0, 0, image.width, image.height)
    box = _bright_box(grey) if _edge_level(grey) < _DARK_BED else _ink_box(grey)
    if box is None:
        return whole
    left, top, right, bottom = (side * factor for side in box)
    return (left, top, min(right, image.width), min(bottom, image.height))


def _inked(image: Image.Image) -> Image.Image:
    """Ink white on black, small, without the edge of the bed."""
    factor = max(1, image.width // _LOOK_WIDTH)
    grey = image.convert("L").reduce(factor)
    ink = ImageChops.subtract(_light(grey, cell=4), grey)
    edge = max(2, min(grey.size) // 25)
    inner = ink.crop((edge, edge, ink.width - edge, ink.height - edge))
    return inner.point([0 if level < 40 else _FULL for level in range(256)])  # noqa: PLR2004


def _rows_apart(ink: Image.Image, angle: float) -> float:
    """How sharply lines and gaps part: highest where the lines lie level."""
    turned = ink.rotate(angle, Image.Resampling.NEAREST)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX)
    steps = ImageChops.difference(rows, ImageChops.offset(rows, 0, 1))
    return float(ImageStat.Stat(steps).sum2[0])


def _edge_level(grey: Image.Image) -> float:
    width, height = grey.size
    edge = max(1, min(grey.size) // 50)
    strips = [(0, 0, width, edge), (0, height - edge, width, height)]
    strips += [(0, 0, edge, height), (width - edge, 0, width, height)]
    levels = sorted(ImageStat.Stat(grey.crop(strip)).median[0] for strip in strips)
    return float(levels[1])  # two dark sides at least


def _bright_box(grey: Image.Image) -> tuple[int, int, int, int] | None:
    paper = grey.point([_FULL if level > _DARK_BED else 0 for level in range(256)])
    share = round(_FULL * _PAPER_SHARE)
    over = [_FULL if level >= share else 0 for level in range(256)]
    across = paper.resize((paper.width, 1), Image.Resampling.BOX)
    columns = across.point(over).getbbox()
    if columns is None:
        return None
    inner = paper.crop((columns[0], 0, columns[2], paper.height))
    down = inner.resize((1, paper.height), Image.Resampling.BOX)
    rows = down.point(over).getbbox()
    if rows is None:
        return None
    return (columns[0], rows[1], columns[2], rows[3])


def _ink_box(grey: Image.Image) -> tuple[int, int, int, int] | None:
    """Around what is there, if that is much smaller than the bed."""
    ink = grey.point([_FULL if level < 190 else 0 for level in range(256)])  # noqa: PLR2004
    box = ink.getbbox()
    if box is None:
        return None
    margin = round(max(grey.size) * _MARGIN)
    left, top = max(0, box[0] - margin), max(0, box[1] - margin)
    right, bottom = min(grey.width, box[2] + margin), min(grey.height, box[3] + margin)
    is_card = (right - left) < grey.width * _SMALL_PAPER
    is_card = is_card and (bottom - top) < grey.height * _SMALL_PAPER
    return (left, top, right, bottom) if is_card else None


def _cleared(page: Image.Image) -> Image.Image:
    """Paper white and ink dark; stamps keep their colour."""
    white = page.point(_WHITER * len(page.getbands()))
    return ImageOps.autocontrast(white, cutoff=(0.2, 0), preserve_tone=True)


def _evened(page: Image.Image) -> Image.Image:
    """Shadows taken out: each band as far below white as it was below the light around it."""
    bands = [ImageChops.invert(ImageChops.subtract(_light(band), band)) for band in page.split()]
    return Image.merge(page.mode, bands) if len(bands) > 1 else bands[0]


def _light(band: Image.Image, *, cell: int = _CELL) -> Image.Image:
    """The level of the paper at each place, whatever is written on it."""
    coarse = band.reduce(cell).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.MaxFilter(9))
    lit = coarse.filter(ImageFilter.GaussianBlur(6)).point(
        [max(level, _DARKEST_PAPER) for level in range(256)]
    )
    return lit.resize(band.size, Image.Resampling.BICUBIC)


def _black_white(evened: Image.Image) -> Image.Image:
    """Ink is what is clearly darker than the paper around it."""
    level = 215 - round(_spread(evened) / 8)
    return evened.point([0 if one < level else _FULL for one in range(256)]).convert("1")


def _spread(grey: Image.Image) -> float:
    return float(ImageStat.Stat(grey.reduce(4)).stddev[0])
