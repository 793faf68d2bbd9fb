"""Opening a PDF that came from elsewhere: scanners, Word, other agencies, or someone's bad intent.

pyHanko meets rubbish with whatever its code happens to run into; to us that is one fact:
PdfUnreadable. It also logs signers' names, which we keep out of the log.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader

from desk_app.signing.errors import PdfEncrypted, PdfUnreadable, SigningError


def open_strictly(pdf: bytes) -> PdfFileReader:
    """A reader that stumbles over every fault of form; raises PdfUnreadable, PdfEncrypted."""
    reader = _opened(pdf, strict=True)
    if reader.xrefs.hybrid_xrefs_present:
        raise PdfUnreadable  # old and new readers see different objects in such a file
    return reader


def open_leniently(pdf: bytes) -> PdfFileReader:
    """A reader that guesses where it can; raises PdfUnreadable, PdfEncrypted."""
    return _opened(pdf, strict=False)


def may_be_signed(pdf: bytes) -> bool:
    """Whether any signature could stand in the file; the range of signed bytes is always plain."""
    return b"/ByteRange" in pdf


def straightened(pdf: bytes) -> bytes:
    """The same pages written anew in good form; never for a signed file, whose signatures it kills.

    Raises PdfUnreadable, PdfEncrypted.
    """
    rewritten = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            if document.is_encrypted:
                raise PdfEncrypted
            document.save(rewritten, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise PdfEncrypted from error
    except pikepdf.PdfError as error:
        raise PdfUnreadable from error
    return rewritten.getvalue()


@contextmanager
def foreign_pdf() -> Iterator[None]:
    """Turn whatever pyHanko stumbles over inside the block into PdfUnreadable."""
    try:
        yield
    except SigningError:
        raise
    except Exception as error:
        raise PdfUnreadable from error


def _opened(pdf: bytes, *, strict: bool) -> PdfFileReader:
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with foreign_pdf():
        reader = PdfFileReader(BytesIO(pdf), strict=strict)
        if reader.encrypted:
            raise PdfEncrypted
        reader.root.raw_get("/Pages")
        return reader
