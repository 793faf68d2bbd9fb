"""The signature as pyHanko writes it: field, certification, appearance and the CMS container.

Import this module only when a file is signed (`sign`): pyHanko is slow to load.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import read_certification_data
from pyhanko.stamp import NoOpStampStyle

from desk_app.signing.appearance import draw
from desk_app.signing.blank import blank_place
from desk_app.signing.certificate import VIETNAM
from desk_app.signing.errors import (
    NoFreeField,
    PdfAlreadyChanged,
    PdfAlreadySigned,
    PdfLocked,
    PdfUnreadable,
)
from desk_app.signing.foreign_pdf import (
    foreign_pdf,
    may_be_signed,
    open_leniently,
    open_strictly,
    straightened,
)
from desk_app.signing.form import (
    SignatureField,
    box_of_widget,
    field_to_sign,
    next_name,
    shape_of,
    shape_under,
    signature_fields,
)
from desk_app.signing.looks import Look
from desk_app.signing.place import Box, PageShape, Place, box_of
from desk_app.signing.port_signer import PortSigner, room_for
from desk_app.signing.signer import Signer
from desk_app.signing.stamp import Appearance, Stamp
from desk_app.signing.verdict import State
from desk_app.signing.verify import verify_pdf

_DIGEST = "sha256"


def write_signature(
    pdf: bytes,
    signer: Signer,
    *,
    at: datetime,
    stamp: Stamp | None,
    reason: str,
    location: str,
) -> bytes:
    """See `sign.sign_pdf`."""
    if may_be_signed(pdf):
        _refuse_changed(pdf, at=at)
    writer = _writer(pdf)
    with foreign_pdf():
        fields = signature_fields(writer)
        target = _target(writer, fields, stamp)
        if stamp is not None and stamp.look is not None and target.place is not None:
            _keep_fields(writer, stamp.look, target.place, beside=target.name)
        session = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=target.name,
                md_algorithm=_DIGEST,
                subfilter=SigSeedSubFilter.PADES,
                certify=not any(field.is_signed for field in fields),
                docmdp_permissions=MDPPerm.FILL_FORMS,
                name=signer.certificate.subject_name,
                reason=reason or None,
                location=location or None,
            ),
            PortSigner(signer),
            stamp_style=NoOpStampStyle(),
            new_field_spec=target.new_field,
        ).init_signing_session(writer)
    if stamp is not None:
        _put_on_page(session, stamp.appearance, at=at, shape=target.shape)
    return _sealed(session, signer, at=at)


def write_fields(pdf: bytes, places: Sequence[Place]) -> bytes:
    """See `sign.prepare_pdf`."""
    if may_be_signed(pdf):
        raise PdfAlreadySigned
    writer = _writer(pdf)
    prepared = BytesIO()
    with foreign_pdf():
        for place in places:
            box = box_of(place, shape_of(writer, place.page))
            name = next_name(signature_fields(writer))
            append_signature_field(writer, _field(name, place.page, box))
        writer.write(prepared)  # type: ignore[no-untyped-call]
    return prepared.getvalue()


def count_free_fields(pdf: bytes) -> int:
    """See `sign.free_fields`."""
    with foreign_pdf():
        fields = signature_fields(_writer(pdf))
    return sum(not field.is_signed and all(field.size) for field in fields)


def _sealed(session: PdfSigningSession, signer: Signer, *, at: datetime) -> bytes:
    """Write the file with room for the container, sign its digest, put the container there."""
    session.system_time = at.astimezone(VIETNAM)  # readers show the offset that is written
    signed = BytesIO()
    with foreign_pdf():
        unsigned = session.prepare_tbs_document(
            validation_info=None, bytes_reserved=room_for(signer)
        )
        digest, _ = unsigned.digest_tbs_document(output=signed)
    attributes = PdfCMSSignedAttributes(signing_time=session.system_time)
    asyncio.run(unsigned.perform_signature(digest.document_digest, attributes))
    return signed.getvalue()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Target:
    """The field that takes the signature; `new_field` is None for one the file has already."""

    name: str
    new_field: SigFieldSpec | None
    shape: PageShape
    place: Place | None = None  # of a new visible field


def _keep_fields(
    writer: IncrementalPdfFileWriter, look: Look, place: Place, *, beside: str
) -> None:
    """Empty fields for the office, made in the same step as the first signature."""
    first, last = shape_of(writer, 0), shape_of(writer, place.page)
    taken = {beside} | {field.name for field in signature_fields(writer)}
    for kept in look.places_beside(place, last=last, first=first):
        name = next(name for n in range(1, len(taken) + 2) if (name := f"ChuKy{n}") not in taken)
        taken.add(name)
        box = box_of(kept, shape_of(writer, kept.page))
        append_signature_field(writer, _field(name, kept.page, box))


def _refuse_changed(pdf: bytes, *, at: datetime) -> None:
    """A further signature would seem to vouch for what was changed under an earlier one."""
    if verify_pdf(pdf, at=at, roots=()).state in {State.BROKEN, State.MODIFIED}:
        raise PdfAlreadyChanged


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        reader = open_strictly(pdf)
    except PdfUnreadable:
        # An unsigned file may be put in order first; a signed one must stay as it is.
        is_signed = may_be_signed(pdf)
        reader = open_leniently(pdf) if is_signed else open_strictly(straightened(pdf))
    with foreign_pdf():
        certified = read_certification_data(reader)
        if certified is not None and certified.permission == MDPPerm.NO_CHANGES:
            raise PdfLocked
        return IncrementalPdfFileWriter.from_reader(reader)


def _target(
    writer: IncrementalPdfFileWriter, fields: list[SignatureField], stamp: Stamp | None
) -> _Target:
    new_name = next_name(fields)
    if stamp is None:
        invisible = SigFieldSpec(new_name)
        return _Target(name=new_name, new_field=invisible, shape=shape_of(writer, 0))
    if stamp.place is None:
        free = field_to_sign(fields, stamp.field)
        if free is not None:
            return _Target(name=free.name, new_field=None, shape=shape_under(free))
    if read_certification_data(writer.prev) is not None:
        raise NoFreeField
    page = -1 if stamp.place is None else stamp.place.page
    shape = shape_of(writer, page)
    place = stamp.place or blank_place(writer.input_stream.getvalue(), shape)
    box = box_of(place, shape)
    return _Target(
        name=new_name,
        new_field=_field(new_name, page, box),
        shape=shape,
        place=place if not fields else None,
    )


def _field(name: str, page: int, box: Box) -> SigFieldSpec:
    return SigFieldSpec(name, on_page=page, box=box)  # type: ignore[arg-type]  # fractions are fine


def _put_on_page(
    session: PdfSigningSession, appearance: Appearance, *, at: datetime, shape: PageShape
) -> None:
    with foreign_pdf():
        widget = get_single_field_annot(session.sig_field)
        left, bottom, right, top = box_of_widget(widget)
    drawing = draw(
        appearance,
        at=at,
        width=(right - left) * shape.unit,
        height=(top - bottom) * shape.unit,
        turned_degrees=shape.turned_degrees,
    )
    drawn = session.pdf_out.import_page_as_xobject(PdfFileReader(BytesIO(drawing)))
    widget["/AP"] = generic.DictionaryObject(  # type: ignore[no-untyped-call]
        {generic.NameObject("/N"): drawn}
    )
    session.pdf_out.update_container(widget)
