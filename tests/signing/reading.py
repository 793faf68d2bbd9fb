"""Reading signed PDFs with pikepdf, a reader that has no part in signing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


@contextmanager
def form_of(pdf: bytes) -> Iterator[dict[str, pikepdf.Object]]:
    """The fields of the form by name; they live as long as the block."""
    with opened(pdf) as document:
        yield {str(field.T): field for field in document.Root.AcroForm.Fields}


def box_of_field(pdf: bytes, name: str) -> list[float]:
    with form_of(pdf) as fields:
        return [float(corner) for corner in fields[name].Rect]


def signed_parts(pdf: bytes, name: str) -> tuple[bytes, bytes]:
    """The bytes that a signature covers, and the container (CMS, in DER, with the room left)."""
    with form_of(pdf) as fields:
        start, length, second, rest = map(int, fields[name].V.ByteRange)
        container = bytes(fields[name].V.Contents)
    return pdf[start : start + length] + pdf[second : second + rest], container
