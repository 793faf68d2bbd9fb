"""Marking a paper that was printed before, or that is no real one.

The stored bytes are the record of what went out, so a reprint is those bytes with a mark in the
upper margin, not the form drawn again: the same paper comes out whatever has changed since in the
dossier, the template or this program. The same bytes and number give the same reprint.
"""

from collections.abc import Callable
from io import BytesIO

import pikepdf

from printing.edges import at_the_edge, boxed
from printing.errors import PageUnreadable
from printing.page import Paper, Sheet, sheets
from printing.pdf import Document, write
from printing.strips import Mark, Placed

REPRINT = "BẢN IN LẠI SỐ {copy}"
TRAINING = "TẬP HUẤN – không phải hồ sơ thật"
# Two subsets of one face in one file need names of their own (ISO 32000-1, 9.6.4).
_SUBSET_OF_MARK = "/MARKED+"


def mark_reprint(pdf: bytes, *, copy: int) -> bytes:
    """The same paper, every page marked as reprint number `copy`, from 1.

    For paper only: a signed file does not stay valid under a mark. Raises PageUnreadable where the
    bytes are no PDF or need a password.
    """
    if copy < 1:
        raise ValueError(copy)
    text = REPRINT.format(copy=copy)
    return _marked(pdf, lambda sheet: boxed(text, sheet=sheet, along=0.5), name="ReprintMark")


def mark_training(pdf: bytes) -> bytes:
    """The same paper, every page marked as made in training. Raises PageUnreadable."""
    return _marked(pdf, lambda sheet: at_the_edge(TRAINING, sheet=sheet), name="TrainingMark")


def _marked(pdf: bytes, marks: Callable[[Sheet], tuple[Mark, ...]], *, name: str) -> bytes:
    target = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as paper:
            for number, page in enumerate(paper.pages):
                _add_mark(paper, page, marks, name=pikepdf.Name(f"/{name}{number}"))
            paper.save(target, deterministic_id=True)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise PageUnreadable from error
    return target.getvalue()


def _add_mark(
    paper: pikepdf.Pdf,
    page: pikepdf.Page,
    marks: Callable[[Sheet], tuple[Mark, ...]],
    *,
    name: pikepdf.Name,
) -> None:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    with pikepdf.open(BytesIO(_drawn(marks, width=right - left, height=top - bottom))) as mark:
        _name_faces(mark.pages[0])
        drawing = paper.copy_foreign(mark.pages[0].as_form_xobject())
    # Under a name of our own: `Page.add_overlay` takes one by chance, so no two reprints are equal.
    page.add_resource(drawing, pikepdf.Name.XObject, name)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ q 1 0 0 1 {left:.3f} {bottom:.3f} cm {name} Do Q".encode())


def _drawn(marks: Callable[[Sheet], tuple[Mark, ...]], *, width: float, height: float) -> bytes:
    """A page of this size that bears nothing but the mark."""
    every_sheet = [sheet for paper in Paper for sheet in sheets(paper)]
    sheet = min(every_sheet, key=lambda sheet: abs(sheet.width - width))
    page = (Placed(top=0, marks=marks(sheet)),)
    return write(Document(width=width, height=height, pages=(page,), title="Mark"))


def _name_faces(page: pikepdf.Page) -> None:
    for font in page.resources.Font.values():
        name = pikepdf.Name(_SUBSET_OF_MARK + str(font.BaseFont).partition("+")[2])
        font.BaseFont = font.FontDescriptor.FontName = name
