"""A plain result page (kết quả giải quyết): head, title, paragraphs, and room to sign. A4.

For results that the commune writes itself; what a ministry's software prints comes as a file.
"""

from dataclasses import dataclass
from datetime import date

from printing.blocks import Letterhead
from printing.filled import Filled, draw_filled
from printing.filled import signing_place as find_signing_place
from printing.form import SigningPlace
from printing.letter import Signer
from printing.shelf import own_shelf
from printing.standard import text_rows
from printing.template import Template

_VARIANT = "van-ban"  # the template of a page whose words are all given


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
    return draw_filled(_template(form), _filled(form))


def signing_place(form: ResultForm) -> SigningPlace:
    """Where the signer's signature goes on the page that `draw` draws."""
    return find_signing_place(_template(form), _filled(form))


def _template(form: ResultForm) -> Template:
    on = date.fromisoformat(form.letterhead.dated_on)
    return own_shelf().offered(_VARIANT, on=on).template


def _filled(form: ResultForm) -> Filled:
    return Filled(
        letterhead=form.letterhead,
        texts={
            "file_title": " - ".join(filter(None, [form.title.capitalize(), form.about])),
            "title": form.title,
            "about": form.about,
            "signer": form.signer.name,
        },
        lists={
            "content": text_rows(form.paragraphs),
            "copies_to": text_rows(form.copies_to),
            "signs_as": text_rows(form.signer.titles),
        },
        is_sample=form.is_sample,
    )
