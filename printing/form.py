"""From the strips of a form to its PDF, and where on it a signature goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from printing.blocks import Letterhead
from printing.edges import Edges, above_text, edged
from printing.page import Paper, Sheet, sheets
from printing.pdf import MM, Document, write
from printing.strips import Mark, Page, Room, Strip, paginate

_CUT_MARGIN = 3 * MM  # white below a slip


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form about to be set: what makes its strips, and what the file says about itself."""

    strips_on: Callable[[Sheet], list[Strip]]
    paper: Paper
    edges: Edges
    letterhead: Letterhead
    title: str  # of the file
    number: str  # of the form: "Mẫu 01"


@dataclass(frozen=True, kw_only=True, slots=True)
class SigningPlace:
    """The white room of the signer, in points from the lower left corner of page `page`."""

    page: int  # from 0
    left: float
    bottom: float
    right: float
    top: float


def draw_form(
    form: Form,
    *,
    copies: Sequence[str] = ("",),
    on_last: Callable[[Sheet], tuple[Mark, ...]] = lambda _: (),
) -> bytes:
    """The PDF with as many copies as labels; the same form gives the same bytes.

    `on_last` tells what the last of several copies bears on its first page besides.
    Raises GlyphMissing, FontsDamaged.
    """
    sheet, pages = _set(form)
    return write(
        Document(
            width=sheet.width,
            height=sheet.height,
            pages=pages,
            copies=tuple(above_text(sheet, label) for label in copies),
            last_copy=on_last(sheet),
            title=form.title,
            author=form.letterhead.organisation,
            subject=form.number,
            dated_on=date.fromisoformat(form.letterhead.dated_on),
        )
    )


def find_signing_place(form: Form) -> SigningPlace:
    """Where the signer's signature goes on the page that `draw_form` draws."""
    sheet, pages = _set(form)
    return next(
        SigningPlace(
            page=number,
            left=mark.left,
            bottom=sheet.height - placed.top - mark.bottom,
            right=mark.right,
            top=sheet.height - placed.top - mark.top,
        )
        for number, page in enumerate(pages)
        for placed in page
        for mark in placed.marks
        if isinstance(mark, Room)
    )


def _set(form: Form) -> tuple[Sheet, tuple[Page, ...]]:
    """The form in the size of text that takes the fewest pages, the largest of those."""
    settings: list[tuple[Sheet, tuple[Page, ...]]] = []
    if form.paper.is_roll:
        return _set_on_roll(form)
    for sheet in sheets(form.paper):
        pages = paginate(form.strips_on(sheet), top=sheet.top, bottom=sheet.bottom)
        settings.append((sheet, pages))
        if len(pages) == 1:
            break
    sheet, pages = min(settings, key=lambda setting: len(setting[1]))
    return sheet, edged(pages, sheet=sheet, edges=form.edges)


def _set_on_roll(form: Form) -> tuple[Sheet, tuple[Page, ...]]:
    """One page that ends where the text ends."""
    (whole,) = sheets(form.paper)
    strips = form.strips_on(whole)
    bottom = whole.top + sum(strip.height for strip in strips)
    sheet = replace(whole, bottom=bottom, height=bottom + _CUT_MARGIN)
    pages = paginate(strips, top=sheet.top, bottom=bottom + 1)
    return sheet, edged(pages, sheet=sheet, edges=form.edges)
