"""Signing a PDF: PAdES B-B, offline, as an incremental update; what was there stays byte for byte.

The parts that need pyHanko stand in `pades`, which takes over half a second to import and is
therefore loaded at the first signature. Sign last: whoever prints into or compresses a signed file
breaks it.
"""

from collections.abc import Sequence
from datetime import datetime

from desk_app.signing.certificate import refuse_unusable
from desk_app.signing.place import Place
from desk_app.signing.signer import Signer
from desk_app.signing.stamp import Stamp


def sign_pdf(
    pdf: bytes,
    signer: Signer,
    *,
    at: datetime,
    stamp: Stamp | None,
    reason: str = "",
    location: str = "",
) -> bytes:
    """The PDF with one signature more, claimed to be made `at`; invisible where `stamp` is None.

    The first signature of a file certifies it: from then on nothing but further signatures is
    allowed, and visible ones only in fields that were there before (`prepare_pdf`).

    Raises what `refuse_unusable` and `Signer.sign` raise; PdfUnreadable, PdfEncrypted,
    PdfAlreadyChanged, PdfLocked; NoFreeField, FieldTaken, PlaceOffPage, PictureUnreadable,
    SignerNameUnprintable. Keeps nothing: safe to repeat. Not for the thread of an event loop.
    """
    from desk_app.signing.pades import write_signature  # noqa: PLC0415  # see above

    refuse_unusable(signer.certificate, at=at)
    return write_signature(pdf, signer, at=at, stamp=stamp, reason=reason, location=location)


def free_fields(pdf: bytes) -> int:
    """How many visible signature fields wait to be signed; raises PdfUnreadable, PdfEncrypted."""
    from desk_app.signing.pades import count_free_fields  # noqa: PLC0415  # see above

    return count_free_fields(pdf)


def prepare_pdf(pdf: bytes, places: Sequence[Place]) -> bytes:
    """The PDF with an empty signature field at each place, for its signers in that order.

    Raises PdfUnreadable, PdfEncrypted, PdfAlreadySigned, PlaceOffPage.
    """
    from desk_app.signing.pades import write_fields  # noqa: PLC0415  # see above

    return write_fields(pdf, places)
