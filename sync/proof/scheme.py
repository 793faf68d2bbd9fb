"""The outside of a QR's text: a prefix that names the scheme and its version, then base45.

    QMC1:…  a paper's own proof, signed, open to everybody: see `paper`
    QML1:…  the office stub, sealed to the province: see `stub`

Capitals, digits and a few signs alone, so a QR code holds it in its close-packed mode (RFC 9285).
"""

import re

import base45

from sync.errors import NotOurPaper, PaperDamaged, PaperTooNew

PAPER, STUB = "QMC", "QML"
VERSION = 1
MOST_CHARACTERS = 4296  # the most a QR code holds in this mode

_SHAPE = re.compile(r"(QMC|QML)([1-9][0-9]?):(.*)", re.DOTALL)
_BREAKS = str.maketrans("", "", "\r\n\t")


def written(scheme: str, content: bytes) -> str:
    """The text of a QR."""
    return f"{scheme}{VERSION}:{base45.b45encode(content).decode('ascii')}"


def content_of(text: str, *, scheme: str) -> bytes:
    """What `written` was given; line breaks of a pasted text do not count.

    Raises NotOurPaper for another prefix, PaperTooNew for a later version, PaperDamaged.
    """
    told = text.strip(" \t\r\n").translate(_BREAKS)
    shape = _SHAPE.fullmatch(told) if len(told) <= MOST_CHARACTERS else None
    if shape is None or shape[1] != scheme:
        raise NotOurPaper
    if int(shape[2]) > VERSION:
        raise PaperTooNew(found=shape[2])
    try:
        content = bytes(base45.b45decode(shape[3]))
    except ValueError as error:
        raise PaperDamaged from error
    if written(scheme, content) != told:
        raise PaperDamaged
    return content


def is_stub(text: str) -> bool:
    """Whether a QR's text calls itself an office stub."""
    return text.lstrip().startswith(STUB)
