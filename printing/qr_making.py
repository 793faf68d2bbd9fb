"""The squares of QR codes by ISO/IEC 18004, from zxing-cpp: the same text, the same squares."""

from math import isqrt
from typing import Any, Final

import zxingcpp

from printing.errors import QrTooLong

DARK, LIGHT = b"\x00", b"\xff"
_LEVELS: Final = "LMQH"


def make_code(text: str, *, level: str) -> tuple[bytes, ...]:
    """The rows of the code, a byte a square: `DARK` or `LIGHT`. Raises QrTooLong.

    `level` is the least error correction; a code with room to spare takes a higher one.
    """
    code = _made(text, level)
    if not code:
        raise QrTooLong(level=level)
    for higher in _LEVELS[_LEVELS.index(level) + 1 :]:
        better = _made(text, higher)
        if len(better) != len(code):
            break
        code = better
    return code


def _made(text: str, level: str) -> tuple[bytes, ...]:
    """The rows at this level of error correction; none where no code is large enough."""
    try:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    except ValueError:
        return ()
    drawn: Any = code.to_image(scale=1, add_quiet_zones=False)  # its types know no buffer
    flat = memoryview(drawn).tobytes()
    side = isqrt(len(flat))
    return tuple(flat[at : at + side] for at in range(0, side * side, side))
