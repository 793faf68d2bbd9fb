"""Making a signature provable for the years to come, over the network; signing itself needs none.

See `proving`, which is loaded at the first call: pyHanko is slow to import.
"""

from collections.abc import Sequence
from datetime import datetime


def prove_pdf(pdf: bytes, *, at: datetime, roots: Sequence[bytes], tsa_url: str) -> bytes:
    """The file with revocation data and a timestamp more; what was there stays byte for byte.

    A file that was proved before gets its timestamps renewed. Raises TimestampUnreachable,
    ProofsUnreachable, SignerRevoked, PdfUnreadable, PdfEncrypted. Safe to repeat. Not for the
    thread of an event loop.
    """
    from desk_app.signing.proving import fetch_proofs  # noqa: PLC0415  # see above

    return fetch_proofs(pdf, at=at, roots=roots, tsa_url=tsa_url)
