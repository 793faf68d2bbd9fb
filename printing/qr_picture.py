"""A QR code as a picture for a screen, from which a phone reads it."""

import io

from PIL import Image, ImageOps

from printing.qr import QUIET_SQUARES
from printing.qr_making import LIGHT, make_code

_WHITE = LIGHT[0]


def qr_picture(text: str, *, side: int, level: str = "M") -> bytes:
    """PNG of at most `side` dots a side, the white edge within; every square is of whole dots.

    A code whose squares would be below one dot comes out larger. Raises QrTooLong.
    """
    code = make_code(text, level=level)
    squares = len(code)
    dots = max(side // (squares + 2 * QUIET_SQUARES), 1)
    inside = Image.frombytes("L", (squares, squares), b"".join(code))
    large = inside.resize((squares * dots, squares * dots), Image.Resampling.NEAREST)
    png = io.BytesIO()
    ImageOps.expand(large, border=QUIET_SQUARES * dots, fill=_WHITE).save(png, format="PNG")
    return png.getvalue()
