"""Marking a paper that was printed before.

The stored bytes are the record of what went out, so a reprint is those bytes with a mark in the
upper margin, not the form drawn again: the same paper comes out whatever has changed since in the
dossier, the template or this program. The same bytes and number give the same reprint.
"""

from io import BytesIO

import pikepdf

from printing.edges import boxed
from printing.errors import PageUnreadable
from printing.page import Paper, sheets
from printing.pdf import Document, write
from printing.strips import Placed

REPRINT = "BẢN IN LẠI SỐ {copy}"
# Two subsets of one face in one file need names of their own (ISO 32000-1, 9.6.4).
_SUBSET_OF_MARK = "/MARKED+"


def mark_reprint(pdf: bytes, *, copy: int) -> bytes:
    """The same paper, every page marked as reprint number `copy`, from 1.

    For paper only: a signed file does not stay valid under a mark. Raises PageUnreadable where the
    bytes are no PDF or need a password.
    """
    if copy < 1:
        raise ValueError(copy)
    try:
        with pikepdf.open(BytesIO(pdf)) as paper:
            for page in paper.pages:
                with _mark_for(page, REPRINT.format(copy=copy)) as mark:
                    page.add_overlay(mark.pages[0], None)
            return _saved(paper)
    except pikepdf.PdfError as error:
        raise PageUnreadable from error


def _mark_for(page: pikepdf.Page, text: str) -> pikepdf.Pdf:
    """A page of the same size that bears nothing but the mark."""
    _, _, width, height = (float(edge) for edge in page.trimbox)
    every_sheet = [sheet for paper in Paper for sheet in sheets(paper)]
    sheet = min(every_sheet, key=lambda sheet: abs(sheet.width - width))
    marks = boxed(text, sheet=sheet, along=0.5)
    drawn = write(
        Document(width=width, height=height, pages=((Placed(top=0, marks=marks),),), title=text)
    )
    mark = pikepdf.open(BytesIO(drawn))
    for font in mark.pages[0].resources.Font.values():
        name = pikepdf.Name(_SUBSET_OF_MARK + str(font.BaseFont).partition("+")[2])
        font.BaseFont = font.FontDescriptor.FontName = name
    return mark


def _saved(paper: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    paper.save(target, deterministic_id=True)
    return target.getvalue()
