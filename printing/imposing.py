"""How a page that was made for one paper lies on another.

The bytes that are kept are the form as it was drawn; what is given to a printer without their paper
is made of them, and the same bytes give the same pages.
"""

from io import BytesIO

import pikepdf

from printing.errors import PageUnreadable
from printing.layout import Layout
from printing.pdf import MM

_A4 = (210 * MM, 297 * MM)
_A5 = (148 * MM, 210 * MM)
_TOLERANCE = 3 * MM
_ENLARGED = 2**0.5  # A5 to A4
_CUT = "q 0.3 w 0.6 G [4 4] 0 d {x:.2f} 0 m {x:.2f} {height:.2f} l S Q"


def laid_out(pdf: bytes, layout: Layout) -> bytes:
    """The pages as they go to the printer; those that are not A5 stay as they are.

    Raises PageUnreadable.
    """
    if layout is Layout.AS_DRAWN:
        return pdf
    target = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as drawn, pikepdf.new() as laid:
            if not all(_is_a5(page) for page in drawn.pages):
                return pdf
            if layout is Layout.TWO_UP:
                _side_by_side(drawn, laid)
            else:
                _enlarged(drawn, laid)
            laid.save(target, deterministic_id=True)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise PageUnreadable from error
    return target.getvalue()


def _side_by_side(drawn: pikepdf.Pdf, laid: pikepdf.Pdf) -> None:
    """Odd last pages stand alone on the left half."""
    height, width = _A4
    pages = list(drawn.pages)
    for at in range(0, len(pages), 2):
        sheet = laid.add_blank_page(page_size=(width, height))
        content = [_CUT.format(x=width / 2, height=height)]
        content += [
            _placed(laid, sheet, page, number=number, x=number * width / 2, scale=1.0)
            for number, page in enumerate(pages[at : at + 2])
        ]
        sheet.contents_add("\n".join(content).encode())


def _enlarged(drawn: pikepdf.Pdf, laid: pikepdf.Pdf) -> None:
    for page in drawn.pages:
        sheet = laid.add_blank_page(page_size=_A4)
        sheet.contents_add(_placed(laid, sheet, page, number=0, x=0, scale=_ENLARGED).encode())


def _placed(
    laid: pikepdf.Pdf,
    sheet: pikepdf.Page,
    page: pikepdf.Page,
    *,
    number: int,
    x: float,
    scale: float,
) -> str:
    name = pikepdf.Name(f"/Page{number}")
    sheet.add_resource(laid.copy_foreign(page.as_form_xobject()), pikepdf.Name.XObject, name)
    left, bottom = float(page.mediabox[0]), float(page.mediabox[1])
    x, y = x - left * scale, -bottom * scale
    return f"q {scale:.6f} 0 0 {scale:.6f} {x:.3f} {y:.3f} cm {name} Do Q"


def _is_a5(page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    sides = (right - left, top - bottom)
    return all(abs(a - b) <= _TOLERANCE for a, b in zip(sides, _A5, strict=True))
