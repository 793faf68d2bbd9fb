"""The signature fields of a PDF and the pages they stand on, read through pyHanko."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import enumerate_sig_fields

from desk_app.signing.errors import FieldTaken, PlaceOffPage
from desk_app.signing.place import Box, PageShape

_DEEPEST_TREE = 50  # levels of the page tree; a loop in it is someone's mischief
_A4: Box = (0.0, 0.0, 595.28, 841.89)


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureField:
    name: str  # with the names of its parents, as a.b.c
    is_signed: bool
    widget: generic.DictionaryObject  # what is drawn on the page

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in the page's units; 0 × 0 is invisible."""
        left, bottom, right, top = box_of_widget(self.widget)
        return right - left, top - bottom


def signature_fields(pdf: PdfHandler) -> list[SignatureField]:
    """Every signature field, in the order of the form."""
    return [
        SignatureField(
            name=name,
            is_signed=value is not None,
            widget=get_single_field_annot(cast("Any", reference.get_object())),
        )
        for name, value, reference in enumerate_sig_fields(pdf)
    ]


def box_of_widget(widget: generic.DictionaryObject) -> Box:
    return _box(widget["/Rect"])


def field_to_sign(fields: list[SignatureField], name: str) -> SignatureField | None:
    """The free field of that name, or the first free visible one where `name` is empty.

    Raises FieldTaken where there is no free field of that name.
    """
    if name:
        for field in fields:
            if field.name == name and not field.is_signed:
                return field
        raise FieldTaken(field=name)
    free = (field for field in fields if not field.is_signed and all(field.size))
    return next(free, None)


def next_name(fields: list[SignatureField]) -> str:
    """A field name not in use; plain letters, for the readers that show it."""
    taken = {field.name for field in fields}
    return next(name for n in range(1, len(taken) + 2) if (name := f"ChuKy{n}") not in taken)


def shape_of(pdf: PdfHandler, page: int) -> PageShape:
    """How a page is shown; raises PlaceOffPage where there is no such page."""
    count = int(pdf.root["/Pages"]["/Count"])
    if not -count <= page < count:
        raise PlaceOffPage(page=page + 1 if page >= 0 else page)
    reference, _ = pdf.find_page_for_modification(page)  # type: ignore[no-untyped-call]
    return _shape(cast("Any", reference.get_object()))


def shape_under(field: SignatureField) -> PageShape:
    """How the page of a field is shown; upright where the field does not say its page."""
    page = field.widget.get("/P")
    return _shape(page) if isinstance(page, generic.DictionaryObject) else PageShape(visible=_A4)


def _shape(page: generic.DictionaryObject) -> PageShape:
    media = _box(_inherited(page, "/MediaBox") or _A4)
    cut = _box(_inherited(page, "/CropBox") or media)
    visible = (
        max(media[0], cut[0]),
        max(media[1], cut[1]),
        min(media[2], cut[2]),
        min(media[3], cut[3]),
    )
    return PageShape(
        visible=visible if visible[0] < visible[2] and visible[1] < visible[3] else media,
        turned_degrees=int(_inherited(page, "/Rotate") or 0) % 360,
        unit=float(page.get("/UserUnit", 1)),
    )


def _inherited(page: generic.DictionaryObject, key: str) -> Any:
    """The value of the page or of the nearest branch above it, None where none has it."""
    node = page
    for _ in range(_DEEPEST_TREE):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _box(corners: Iterable[float]) -> Box:
    left, bottom, right, top = (float(corner) for corner in corners)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
