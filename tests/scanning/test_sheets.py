"""Pages out of files: pictures of all kinds, PDFs, and what is neither."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desk_app.scanning import sheets
from desk_app.scanning.errors import ScanError, SheetTooLarge, SheetUnreadable, TooManySheets
from desk_app.scanning.whole import is_document, page_count
from tests.support.paper import picture_bytes, pictures_pdf, written_page


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PPM"])
def test_a_picture_of_any_usual_kind_is_one_page(kind):
    page = written_page()

    (sheet,) = sheets.sheets_of(picture_bytes(page, kind))

    assert sheet.image.size == page.size


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_colour_model_become_grey_or_colour(mode):
    kind = "TIFF" if mode in {"CMYK", "I;16"} else "PNG"
    page = Image.new("L", (300, 400), 255).convert(mode)

    (sheet,) = sheets.sheets_of(picture_bytes(page, kind))

    assert sheet.image.mode in {"L", "RGB"}


def test_what_is_see_through_lies_on_white():
    clear = Image.new("RGBA", (300, 400), (0, 0, 0, 0))

    (sheet,) = sheets.sheets_of(picture_bytes(clear))

    assert sheet.image.getpixel((10, 10)) == (255, 255, 255)


def test_a_photo_stands_upright_as_it_was_held():
    page = written_page()
    held = Image.Exif()
    held[0x0112] = 6  # turned by 90 degrees

    (sheet,) = sheets.sheets_of(picture_bytes(page, "JPEG", exif=held))

    assert sheet.image.size == (page.height, page.width)


def test_a_scan_knows_its_dots_an_inch_and_a_photo_does_not():
    page = written_page()
    camera = Image.Exif()
    camera[0x010F] = "Samsung"

    (scan,) = sheets.sheets_of(picture_bytes(page, "JPEG", dpi=(200, 200)))
    (photo,) = sheets.sheets_of(picture_bytes(page, "JPEG", dpi=(300, 300), exif=camera))

    assert (scan.dpi, photo.dpi) == (200, 0)


def test_pages_of_one_tiff_and_of_one_pdf_come_in_order():
    pages = [Image.new("L", (300, 400), level) for level in (10, 120, 240)]
    tiff = picture_bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:])

    for content in (tiff, pictures_pdf(pages)):
        levels = [sheet.image.convert("L").getpixel((9, 9)) for sheet in sheets.sheets_of(content)]
        assert levels == pytest.approx([10, 120, 240], abs=3)


def test_a_packed_page_is_read_again_with_its_dots():
    (sheet,) = sheets.sheets_of(picture_bytes(written_page(), "PNG", dpi=(200, 200)))

    again = sheets.unpacked(sheets.packed(sheet))

    assert (again.dpi, again.image.size) == (200, sheet.image.size)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 a document of words", id="no picture"),
        pytest.param(picture_bytes(written_page(), "JPEG")[:3000], id="cut off"),
        pytest.param(b"%PDF-1.7\nnothing more", id="broken PDF"),
    ],
)
def test_what_cannot_be_read_is_refused(content):
    with pytest.raises(SheetUnreadable):
        list(sheets.sheets_of(content))


def test_a_picture_larger_than_any_paper_is_refused():
    with pytest.raises(SheetTooLarge):
        list(sheets.sheets_of(picture_bytes(Image.new("1", (9_000, 9_000)))))


def test_more_pages_than_a_dossier_takes_are_refused():
    dot = Image.new("1", (8, 8))
    many = picture_bytes(dot, "TIFF", save_all=True, append_images=[dot] * sheets.MOST_SHEETS)

    with pytest.raises(TooManySheets):
        list(sheets.sheets_of(many))


def test_a_pdf_with_type_is_a_document_and_one_of_pictures_is_not():
    typed = Canvas("")
    typed.drawString(72, 72, "words")

    assert is_document(typed.getpdfdata())
    assert not is_document(pictures_pdf([written_page()]))
    assert page_count(pictures_pdf([written_page()] * 2)) == 2


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=30, deadline=None)
@given(at=st.integers(0, 4_000), byte=st.binary(min_size=1, max_size=6), is_pdf=st.booleans())
def test_damage_anywhere_is_told_or_read_and_never_a_crash(at, byte, is_pdf):
    small = Image.new("L", (60, 80), 200)
    content = pictures_pdf([small]) if is_pdf else picture_bytes(small, "TIFF")
    damaged = content[: at % len(content)] + byte + content[at % len(content) + len(byte) :]

    with suppress(ScanError):
        for sheet in sheets.sheets_of(damaged):
            assert sheets.packed(sheet)
    with suppress(ScanError):
        is_document(damaged)
