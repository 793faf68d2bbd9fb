"""The squares of QR codes by ISO/IEC 18004, from zxing-cpp: the same text, the same squares."""

from functools import lru_cache
from math import isqrt
from typing import Any, Final

import zxingcpp

from printing.errors import QrTooLong

DARK, LIGHT = b"\x00", b"\xff"
_LEVELS: Final = "LMQH"
_ALPHANUMERIC: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def make_code(text: str, *, level: str) -> tuple[bytes, ...]:
    """The rows of the code, a byte a square: `DARK` or `LIGHT`. Raises QrTooLong.

    `level` is the least error correction; a code with room to spare takes a higher one.
    """
    is_alphanumeric = _ALPHANUMERIC.issuperset(text) and not text.isdigit()
    raised = _raised_for(len(text), level) if is_alphanumeric else _raised(text, level)
    return _made(text, raised)


@lru_cache(maxsize=1024)
def _raised_for(length: int, level: str) -> str:
    """Of alphanumeric texts the length alone decides how large their code is."""
    return _raised("A" * length, level)


def _raised(text: str, level: str) -> str:
    """The highest level whose code is no larger than that of `level`; raises QrTooLong."""
    side = len(_made(text, level))
    if not side:
        raise QrTooLong(level=level)
    for higher in _LEVELS[_LEVELS.index(level) + 1 :]:
        if len(_made(text, higher)) != side:
            break
        level = higher
    return level


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
