"""PDFs born as documents: kept byte for byte, or a signature and clear type would be lost."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from desk_app.scanning.errors import SheetUnreadable
from desk_app.scanning.sheets import is_pdf

_MARK = b"/ByteRange"  # of a signature


def is_document(content: bytes) -> bool:
    """Whether the file is a PDF with a signature or with type, not pictures of paper alone.

    Raises SheetUnreadable for a PDF that is damaged or asks for a password.
    """
    if not is_pdf(content):
        return False
    if _MARK in content:
        return True
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return any("/Font" in page.resources for page in pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, AttributeError) as error:
        raise SheetUnreadable from error


def page_count(content: bytes) -> int:
    """Raises SheetUnreadable."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise SheetUnreadable from error
