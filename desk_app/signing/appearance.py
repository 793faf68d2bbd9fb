"""What a signature looks like on the page, drawn as a one-page PDF of its own.

pyHanko's own text stamp spaces the letters of our font wrongly and drags in a font that is not
embedded; so it is handed a finished drawing instead.
"""

from datetime import datetime
from functools import lru_cache
from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desk_app.signing.certificate import VIETNAM
from desk_app.signing.errors import PictureUnreadable, SignerNameUnprintable
from desk_app.signing.place import POINTS_PER_MM
from desk_app.signing.stamp import Appearance, Style
from printing.errors import GlyphMissing
from printing.fonts import Face
from printing.lines import Line, Run, balanced
from printing.pdf import DRAWING

_INK = (0.06, 0.18, 0.45)  # the blue of a pen
_LARGEST_SIZE, _SMALLEST_SIZE = 9.5, 5.0  # points
_LEADING = 1.22
_BAR, _INSET = 1.2, 6.0  # points: the bar at the left, and from its left edge to the words
_PICTURE_SHARE = 0.62  # of the height, where pictures stand above the words
_PICTURE_DPI = 300
_LARGEST_DOTS = 600  # of a picture's longer side: 5 cm, more than a seal
_SEAL_MM = 36.0  # a commune's round seal as it is cut


def draw(
    appearance: Appearance, *, at: datetime, width: float, height: float, turned_degrees: int
) -> bytes:
    """A one-page PDF of `width` × `height` points, upright on a page that is shown turned.

    Same input, same bytes. Raises PictureUnreadable, SignerNameUnprintable.
    """
    wide, high = (height, width) if turned_degrees in {90, 270} else (width, height)
    is_corner = appearance.style is Style.CORNER
    signature = None if is_corner else _picture(appearance.signature_png)
    seal = None if is_corner else _picture(appearance.seal_png)
    words_high = high * (1 - _PICTURE_SHARE) if signature or seal else high
    if appearance.style is Style.PICTURE:
        words_high = 0.0
    largest = appearance.letters_pt if is_corner else _LARGEST_SIZE
    try:
        size, lines = _fitting(
            _rows(appearance, at), largest=largest, limit=wide - _INSET, height=words_high
        )
    except GlyphMissing as error:
        raise SignerNameUnprintable(**error.details) from error
    drawn = BytesIO()
    with DRAWING:
        canvas = Canvas(
            drawn,
            pagesize=(width, height),
            invariant=True,
            pageCompression=1,
            initialFontName=Face.REGULAR,  # pyright: ignore[reportArgumentType] - a wrong hint
        )
        _turn(canvas, turned_degrees, width=width, height=height)
        _draw_pictures(canvas, signature, seal, width=wide, bottom=words_high, top=high)
        if is_corner:
            _draw_corner(canvas, lines, size=size, width=wide, height=high)
        elif words_high:
            _draw_words(canvas, lines, size=size, width=wide, height=words_high)
        canvas.showPage()
        canvas.save()
    return drawn.getvalue()


def _rows(appearance: Appearance, at: datetime) -> list[list[Run]]:
    here = at.astimezone(VIETNAM)
    if appearance.style is Style.CORNER:
        written = f"{here:%d/%m/%Y %H:%M:%S} +07:00"
        return [[(text, Face.REGULAR)] for text in (appearance.organisation, written)]
    texts = [
        ("Ký bởi: ", appearance.name),
        ("Cơ quan: ", appearance.organisation),
        ("Thời gian ký: ", f"{here:%d/%m/%Y %H:%M:%S} +07:00"),
    ]
    return [[(label, Face.REGULAR), (text, Face.BOLD)] for label, text in texts if text]


def _fitting(
    rows: list[list[Run]], *, largest: float, limit: float, height: float
) -> tuple[float, list[Line]]:
    """The largest size at which the rows fit, and their lines; the smallest where none does."""
    size = largest
    while True:
        lines = [line for row in rows for line in balanced(row, size=size, limit=limit)]
        if size <= _SMALLEST_SIZE or len(lines) * size * _LEADING <= height:
            return size, lines
        size -= 0.25


def _turn(canvas: Canvas, turned_degrees: int, *, width: float, height: float) -> None:
    """Draw against the turn of the page, so that the reader sees it upright."""
    match turned_degrees:
        case 90:
            canvas.transform(0, 1, -1, 0, width, 0)
        case 180:
            canvas.transform(-1, 0, 0, -1, width, height)
        case 270:
            canvas.transform(0, -1, 1, 0, 0, height)
        case _:  # upright
            return


def _draw_words(
    canvas: Canvas, lines: list[Line], *, size: float, width: float, height: float
) -> None:
    """The lines behind a bar, all in the middle of the box."""
    left = max(0.0, (width - _INSET - max(line.length for line in lines)) / 2)
    block = len(lines) * size * _LEADING
    top = (height + min(block, height)) / 2
    canvas.setFillColorRGB(*_INK)
    canvas.rect(left, top - block, _BAR, block, stroke=0, fill=1)
    baseline = top - size
    for line in lines:
        text = canvas.beginText(left + _INSET, baseline)
        for words, face in line.runs:
            text.setFont(face, size)
            text.textOut(words)
        canvas.drawText(text)
        baseline -= size * _LEADING


def _draw_corner(
    canvas: Canvas, lines: list[Line], *, size: float, width: float, height: float
) -> None:
    """Black letters against the right edge, from the top."""
    canvas.setFillColorRGB(0, 0, 0)
    baseline = height - size
    for line in lines:
        text = canvas.beginText(max(0.0, width - line.length), baseline)
        for words, face in line.runs:
            text.setFont(face, size)
            text.textOut(words)
        canvas.drawText(text)
        baseline -= size * _LEADING


def _draw_pictures(
    canvas: Canvas,
    signature: Image.Image | None,
    seal: Image.Image | None,
    *,
    width: float,
    bottom: float,
    top: float,
) -> None:
    """The signature in the middle; the seal over its left third, or in the middle alone."""
    middle, room = width / 2, top - bottom
    seal_right = None
    if signature is not None:
        wide = min(room * 0.8 * signature.width / signature.height, width * 0.6)
        high = wide * signature.height / signature.width
        left = middle - wide / 2
        _paint(canvas, signature, (left, bottom + (room - high) / 2, wide, high))
        seal_right = left + wide / 3
    if seal is not None:
        high = min(room, _SEAL_MM * POINTS_PER_MM)
        wide = high * seal.width / seal.height
        left = middle - wide / 2 if seal_right is None else max(0.0, seal_right - wide)
        _paint(canvas, seal, (left, bottom + (room - high) / 2, wide, high))


@lru_cache(maxsize=2)  # a pile is signed with the same signature and seal
def _picture(png: bytes | None) -> Image.Image | None:
    if png is None:
        return None
    try:
        picture = Image.open(BytesIO(png), formats=("PNG",)).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnreadable from error
    picture.thumbnail((_LARGEST_DOTS, _LARGEST_DOTS))
    return picture


def _paint(canvas: Canvas, picture: Image.Image, box: tuple[float, float, float, float]) -> None:
    """Paint with its transparency, at no more dots than a printer shows: the file stays small."""
    left, bottom, wide, high = box
    small = picture.copy()
    small.thumbnail((round(wide / 72 * _PICTURE_DPI), round(high / 72 * _PICTURE_DPI)))
    canvas.drawImage(ImageReader(small), left, bottom, wide, high, mask="auto")
