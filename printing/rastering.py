"""Pages of a PDF as pictures in dots, for printers that know no PDF."""

from collections.abc import Generator
from dataclasses import dataclass
from threading import Lock

import pypdfium2
from PIL.Image import Image

from printing.errors import PageUnreadable

_POINTS = 72
PDFIUM = Lock()  # pdfium answers one thread at a time


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    image: Image  # grey
    width_in: float  # inches of the paper
    height_in: float


def pictures(pdf: bytes, *, most_dpi: float) -> Generator[Picture]:
    """Each page in turn, drawn when it is asked for. Raises PageUnreadable.

    Stamps of signatures and what stands in form fields are drawn too, which pdfium leaves out
    unless its forms were started.
    """
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise PageUnreadable from error
        try:
            document.init_forms()
            for page in document:
                width, height = page.get_size()
                scale = most_dpi / _POINTS
                bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)  # pyright: ignore[reportArgumentType] - takes parts
                yield Picture(
                    image=bitmap.to_pil(), width_in=width / _POINTS, height_in=height / _POINTS
                )
        finally:
            document.close()
