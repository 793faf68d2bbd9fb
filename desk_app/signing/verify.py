"""Judging the signatures of a PDF, never by the network.

The trap: “the signature is whole” says nothing of what was added to the file afterwards. Other
tools call a page edited after signing valid; here every change since is looked through, and only
further signatures and what belongs to them (timestamps, revocation data) are let pass.
"""

from collections.abc import Sequence
from datetime import datetime

from desk_app.signing.verdict import Verification


def verify_pdf(pdf: bytes, *, at: datetime, roots: Sequence[bytes]) -> Verification:
    """Judge every signature for the moment `at`; an unsigned file has the state UNSIGNED.

    `roots` are the trusted root certificates, each in DER or PEM; without any, no signature is
    better than UNTRUSTED. Raises PdfUnreadable, PdfEncrypted, RootUnreadable. Not for the thread
    of an event loop.
    """
    from desk_app.signing.judge import judge  # noqa: PLC0415  # pyHanko loads in half a second

    return judge(pdf, at=at, roots=roots)
