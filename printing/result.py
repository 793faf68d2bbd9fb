"""A plain result page (kết quả giải quyết): head, title, paragraphs, and room to sign. A4.

For results that the commune writes itself; what a ministry's software prints comes as a file.
"""

from dataclasses import dataclass

from printing.blocks import Letterhead, clinging, gap, heading, letterhead
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, SigningPlace, draw_form, find_signing_place
from printing.letter import Signer, body, closing
from printing.page import Paper, Sheet
from printing.strips import Strip


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultForm:
    """What the page says, from its head to its foot."""

    letterhead: Letterhead
    title: str  # in capitals: "GIẤY XÁC NHẬN"
    about: str = ""  # below the title: "Tình trạng hôn nhân"
    paragraphs: tuple[str, ...]
    copies_to: tuple[str, ...] = ()  # nơi nhận
    signer: Signer
    is_sample: bool = False


def draw(form: ResultForm) -> bytes:
    """The PDF; the same form gives the same bytes. Raises GlyphMissing, FontsDamaged."""
    return draw_form(_form(form))


def signing_place(form: ResultForm) -> SigningPlace:
    """Where the signer's signature goes on the page that `draw` draws."""
    return find_signing_place(_form(form))


def _form(form: ResultForm) -> Form:
    return Form(
        strips_on=lambda sheet: _strips(sheet, form),
        paper=Paper.A4,
        edges=Edges(is_letter=True, is_sample=form.is_sample),
        letterhead=form.letterhead,
        title=" - ".join(filter(None, [form.title.capitalize(), form.about])),
        number="Kết quả giải quyết",
    )


def _strips(sheet: Sheet, form: ResultForm) -> list[Strip]:
    return [
        letterhead(sheet, form.letterhead),
        gap(sheet, 0.6),
        heading(sheet, [form.title], below=[[(form.about, Face.BOLD)]]),
        gap(sheet, 0.4),
        *body(sheet, form.paragraphs[:-1]),
        *clinging(body(sheet, form.paragraphs[-1:])),
        *clinging([gap(sheet, 0.6)]),
        closing(sheet, form.copies_to, form.signer),
    ]
