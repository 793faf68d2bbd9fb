"""Reading a PDF back: its text, its boxes, its fonts, its picture, the codes on it."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (Debian: poppler-utils) is not installed"
)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """Edges count from the upper left corner of the page, in points."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def text_of(pdf: bytes) -> str:
    """As it stands on the paper, pages parted by form feeds."""
    return _poppler("pdftotext", "-layout", "-enc", "UTF-8", "-", "-", given=pdf).decode()


def running_text(pdf: bytes) -> str:
    """The text of all pages with every stretch of white space made one blank."""
    return " ".join(text_of(pdf).split())


def pages_of(pdf: bytes) -> list[tuple[float, float, list[Word]]]:
    """(width, height, words) of every page."""
    page_texts = _PAGE.findall(_poppler("pdftotext", "-bbox", "-", "-", given=pdf).decode())
    return [
        (
            float(width),
            float(height),
            [
                Word(
                    left=float(left),
                    top=float(top),
                    right=float(right),
                    bottom=float(bottom),
                    text=text,
                )
                for left, top, right, bottom, text in _WORD.findall(words)
            ],
        )
        for width, height, words in page_texts
    ]


def fonts_of(pdf: bytes) -> list[tuple[str, bool, bool]]:
    """(name, embedded, subset) of every font that the file names."""
    lines = _poppler("pdffonts", "-", given=pdf).decode().splitlines()[2:]
    return [
        (line.split()[0], line.split()[-5] == "yes", line.split()[-4] == "yes") for line in lines
    ]


def problems_of(pdf: bytes) -> list[str]:
    """What qpdf finds wrong with the form of the file."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return list(document.check_pdf_syntax())


def picture_of(pdf: bytes, *, dpi: int, page: int = 0) -> memoryview:
    """A page as a printer of so many dots an inch sees it: rows of greys, 0 black."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[page].render(scale=dpi / 72, grayscale=True)
        return memoryview(bytes(bitmap.buffer)).cast("B", shape=[bitmap.height, bitmap.stride])
    finally:
        document.close()


def codes_on(picture: memoryview) -> list[str]:
    """The texts of the codes that a reader finds."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def _poppler(*command: str, given: bytes) -> bytes:
    done = subprocess.run(command, input=given, capture_output=True, check=True)
    return done.stdout
