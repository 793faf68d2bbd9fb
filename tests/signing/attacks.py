"""What someone might do to a signed PDF: each adds to the file and leaves the signed bytes."""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

_FORGED = b"q 1 1 1 rg 60 60 400 200 re f Q BT /F1 20 Tf 80 100 Td (Dong y 2.000.000) Tj ET"


def with_words_added(pdf: bytes) -> bytes:
    """More words on the page itself."""
    writer = _writer(pdf)
    words = writer.add_object(generic.StreamObject(stream_data=_FORGED))
    writer.add_stream_to_page(0, words, resources=_font())
    return _written(writer)


def with_page_replaced(pdf: bytes) -> bytes:
    """The page's content swapped for another."""
    writer = _writer(pdf)
    page = _page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=_FORGED))
    writer.update_container(page)
    return _written(writer)


def with_note_pasted(pdf: bytes) -> bytes:
    """A white note with words over the page."""
    writer = _writer(pdf)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Stamp"),
            pdf_name("/Rect"): _rect(60, 600, 460, 800),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/AP"): _picture(writer),
        }
    )
    page_reference, _ = writer.find_page_for_modification(0)
    writer.register_annotation(page_reference, writer.add_object(note))
    return _written(writer)


def with_field_filled(pdf: bytes) -> bytes:
    """Another sum in the form's field."""
    writer = _writer(pdf)
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = pdf_string("9.000.000")
    field["/AP"] = _picture(writer)
    writer.update_container(field)
    return _written(writer)


def with_empty_field_drawn_on(pdf: bytes) -> bytes:
    """A signature field nobody signed, with a picture that covers the words."""
    writer = _writer(pdf)
    append_signature_field(writer, SigFieldSpec("Them", on_page=0, box=(60, 600, 460, 800)))
    _redraw(writer, "Them")
    return _written(writer)


def with_kept_field_drawn_on(pdf: bytes) -> bytes:
    """The field that the first signer kept free, filled with a picture instead of a signature."""
    writer = _writer(pdf)
    _redraw(writer, "ChuKy2")
    return _written(writer)


def with_signer_redrawn(pdf: bytes) -> bytes:
    """Another picture where the signature shows who signed."""
    writer = _writer(pdf)
    _redraw(writer, "ChuKy1")
    return _written(writer)


def with_signature_removed(pdf: bytes) -> bytes:
    """The form says it has no fields, so that the file looks unsigned."""
    writer = _writer(pdf)
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject()
    writer.update_container(form)
    return _written(writer)


def with_harmless_revision(pdf: bytes) -> bytes:
    """A revision that changes nothing anyone reads."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    writer.add_object(generic.NullObject())
    return _written(writer)


def with_pages_swapped(pdf: bytes) -> bytes:
    """A page more, in front."""
    writer = _writer(pdf)
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/MediaBox"): _rect(0, 0, 595, 842),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
        }
    )
    pages["/Kids"].insert(0, writer.add_object(page))
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)
    writer.update_container(pages["/Kids"])
    return _written(writer)


def _redraw(writer: IncrementalPdfFileWriter, name: str) -> None:
    for found, _, reference in enumerate_sig_fields(writer):
        if found == name:
            field = reference.get_object()
            field["/AP"] = _picture(writer)
            writer.update_container(field)


def _picture(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    drawn = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): _rect(0, 0, 400, 200),
            pdf_name("/Resources"): _font(),
        },
        stream_data=_FORGED,
    )
    return generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})


def _font() -> generic.DictionaryObject:
    font = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Font"),
            pdf_name("/Subtype"): pdf_name("/Type1"),
            pdf_name("/BaseFont"): pdf_name("/Helvetica"),
        }
    )
    return generic.DictionaryObject(
        {pdf_name("/Font"): generic.DictionaryObject({pdf_name("/F1"): font})}
    )


def _rect(*corners: float) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.FloatObject, corners))


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    reference, _ = writer.find_page_for_modification(0)
    return reference.get_object()


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(BytesIO(pdf))


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    changed = BytesIO()
    writer.write(changed)
    return changed.getvalue()
