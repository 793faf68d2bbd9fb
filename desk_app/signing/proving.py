"""Proofs put into a signed file once there is a network: revocation data, then a timestamp.

The timestamp lies over the whole finished file, so any number of signatures stays whole; a token
put into one of two signatures would break the other. What was true at that moment can be shown for
as long as the timestamp is renewed, without asking anybody.

Import this module only when proofs are fetched (`prove`): pyHanko is slow to load.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import aiohttp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from desk_app.signing.errors import (
    ProofsUnreachable,
    SignerRevoked,
    SigningError,
    TimestampUnreachable,
)
from desk_app.signing.foreign_pdf import open_strictly
from desk_app.signing.judge import certificates

_DIGEST = "sha256"
_REQUEST_SECONDS = 10  # for one answer
_TOTAL_SECONDS = 60.0  # for all that one file needs


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asking:
    """Whom to ask, and for which moment."""

    session: aiohttp.ClientSession
    at: datetime
    roots: Sequence[bytes]
    tsa_url: str

    def context(self, pdf: PdfFileReader) -> ValidationContext:
        """Asks the network for what the file does not tell; nothing unknown is let pass.

        Authorities do not always send their issuer's certificate along; the signers bring it.
        """
        backend = AIOHttpFetcherBackend(self.session, per_request_timeout=_REQUEST_SECONDS)
        return ValidationContext(
            trust_roots=[one for root in self.roots for one in certificates(root)],
            other_certs=[
                certificate
                for embedded in pdf.embedded_signatures
                for certificate in embedded.other_embedded_certs
            ],
            moment=self.at,
            allow_fetching=True,
            revocation_mode="require",
            fetcher_backend=backend,
        )

    def stamper(self) -> PdfTimeStamper:
        client = HTTPTimeStamper(self.tsa_url, session=self.session, timeout=_REQUEST_SECONDS)
        return PdfTimeStamper(client)


def fetch_proofs(pdf: bytes, *, at: datetime, roots: Sequence[bytes], tsa_url: str) -> bytes:
    """See `prove.prove_pdf`."""
    return asyncio.run(_within_time(pdf, at=at, roots=roots, tsa_url=tsa_url))


async def _within_time(pdf: bytes, *, at: datetime, roots: Sequence[bytes], tsa_url: str) -> bytes:
    async with aiohttp.ClientSession() as session:
        asking = _Asking(session=session, at=at, roots=roots, tsa_url=tsa_url)
        try:
            return await asyncio.wait_for(_proved(pdf, asking), timeout=_TOTAL_SECONDS)
        except TimeoutError as error:
            raise ProofsUnreachable from error


async def _proved(pdf: bytes, asking: _Asking) -> bytes:
    """Revocation data of every signature, then the timestamp; a file that has one is renewed."""
    reader = open_strictly(pdf)
    if reader.embedded_timestamp_signatures:
        return await _renewed(reader, asking)
    proved = pdf
    for number in range(len(reader.embedded_regular_signatures)):
        proved = await _with_revocation_data(proved, number, asking)
    return await _stamped(proved, asking)


async def _with_revocation_data(pdf: bytes, number: int, asking: _Asking) -> bytes:
    written = BytesIO()
    reader = PdfFileReader(BytesIO(pdf))
    try:
        await async_add_validation_info(
            reader.embedded_regular_signatures[number], asking.context(reader), output=written
        )
    except RevokedError as error:
        raise SignerRevoked from error
    except (ValidationError, PathError, SignatureValidationError) as error:
        raise _reason(error) from error
    return written.getvalue() or pdf


async def _stamped(pdf: bytes, asking: _Asking) -> bytes:
    written = BytesIO()
    try:
        await asking.stamper().async_timestamp_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            _DIGEST,
            validation_context=asking.context(PdfFileReader(BytesIO(pdf))),
            output=written,
        )
    except (TimestampRequestError, aiohttp.ClientError, OSError) as error:
        raise TimestampUnreachable from error
    except (ValidationError, PathError, SignatureValidationError) as error:
        raise _reason(error) from error
    return written.getvalue()


async def _renewed(reader: PdfFileReader, asking: _Asking) -> bytes:
    written = BytesIO()
    try:
        await asking.stamper().async_update_archival_timestamp_chain(
            reader, asking.context(reader), in_place=False, output=written
        )
    except (TimestampRequestError, aiohttp.ClientError, OSError) as error:
        raise TimestampUnreachable from error
    except (ValidationError, PathError, SignatureValidationError) as error:
        raise _reason(error) from error
    return written.getvalue()


def _reason(error: Exception) -> SigningError:
    """Revoked, however deep pyHanko has wrapped it; else the answers were not to be had."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, RevokedError):
            return SignerRevoked()
        cause = cause.__cause__
    return ProofsUnreachable()
