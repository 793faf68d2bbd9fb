"""How long signing takes beside pyHanko on the same file with the same key, and a pile of results.

The visible signature is held against pyHanko's bare invisible one, which draws nothing and looks
for no room on the page, with the same parsed key kept; and against pyHanko as shipped, which
parses the key at each signature.
"""

from __future__ import annotations

import asyncio
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from asn1crypto import keys as asn1_keys
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from desk_app.signing.port_signer import PortSigner, room_for
from desk_app.signing.sign import sign_pdf
from desk_app.signing.stamp import Stamp, appearance_of
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer
from tests.bench.figures import Figure, Times, against, timed, worked
from tests.signing.pages import result_page
from tests.signing.people import AT, PASSWORD, identity, signer_of
from tests.support.counter import approved, residence, result_pdf
from tests.support.desks import a_desk
from tests.support.pki import Authority, rsa_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.signing.signer import FileSigner

_PILE_SECONDS = 8.0


def figures(*, rounds: int, pile: int) -> list[Figure]:
    """`rounds` signatures of each kind and key, interleaved; a pile of so many results.

    A signature is measured by the processor's time, the pile by the clock on the wall.
    """
    found: list[Figure] = []
    for bits in (2048, 3072):
        found += _beside(rsa_key(bits), f"RSA-{bits}", rounds=rounds)
    return [*found, _pile(pile)]


def _beside(key, name: str, *, rounds: int) -> list[Figure]:
    authority = Authority.root("CA", at=AT)
    signer = signer_of(authority, key)
    page = result_page()
    stamp = Stamp(appearance=appearance_of(signer.certificate))
    shipped = _shipped(identity(authority, key))
    cached = _CachedKey(shipped, signer)
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: sign_pdf(page, signer, at=AT, stamp=stamp),
        "bare": lambda: _signed(page, cached, bytes_reserved=room_for(signer)),
        "plain": lambda: _signed(page, PortSigner(signer), bytes_reserved=room_for(signer)),
        "shipped": lambda: _signed(page, shipped, bytes_reserved=None),
        "key": lambda: signer.sign(b"x" * 200),
    }
    for act in ways.values():
        act()  # loads what is loaded at the first signature
    spent: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, act in ways.items():
            spent[way] += worked([act]).all_ms
    ours, bare, plain, ship, alone = (Times(all_ms=tuple(spent[way])).p50 for way in ways)
    return [
        against(f"visible signature, {name}, beside pyHanko's bare one", ours, bare, most=2.0),
        against(f"visible signature, {name}, beside pyHanko as shipped", ours, ship, most=1.0),
        Figure(name=f"  invisible by our signer, {name}", measured=f"{plain:.1f} ms"),
        Figure(name=f"  the key's own work, {name}", measured=f"{alone:.2f} ms"),
    ]


class _CachedKey(signers.Signer):
    """pyHanko's own way with the parsed key kept, and nothing else of ours."""

    def __init__(self, shipped: signers.SimpleSigner, signer: FileSigner) -> None:
        super().__init__(
            signing_cert=shipped.signing_cert,
            cert_registry=shipped.cert_registry,
            signature_mechanism=shipped.signature_mechanism,
        )
        self._signer = signer

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,  # noqa: ARG002  # always SHA-256
        dry_run: bool = False,  # noqa: ARG002, FBT001, FBT002  # as pyHanko asks
    ) -> bytes:
        return self._signer.sign(data)


def _signed(page: bytes, signer: signers.Signer, *, bytes_reserved: int | None) -> bytes:
    """Invisible, with pyHanko's own entry."""
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
    )
    pdf_signer = signers.PdfSigner(metadata, signer, new_field_spec=SigFieldSpec("Signature1"))
    written = BytesIO()
    asyncio.run(
        pdf_signer.async_sign_pdf(
            IncrementalPdfFileWriter(BytesIO(page)),
            output=written,
            bytes_reserved=bytes_reserved,
        )
    )
    return written.getvalue()


def _shipped(held) -> signers.SimpleSigner:
    others = SimpleCertificateStore()
    for above in held.above:
        others.register(Certificate.load(above.public_bytes(Encoding.DER)))
    raw = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=Certificate.load(held.certificate.public_bytes(Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(raw),
        cert_registry=others,
    )


def _pile(count: int) -> Figure:
    """Opened once, then each result signed, checked, kept and recorded at a real desk."""
    with TemporaryDirectory() as folder, a_desk(Path(folder)) as desk:
        at = desk.clock.now()
        authority = Authority.root("CA", at=at)
        entities = [approved(desk, residence()).entity for _ in range(count)]
        for number, entity in enumerate(entities):
            attach_result(desk, entity, pdf=result_pdf(f"Ket qua {number}"), name="kq.pdf")
        pkcs12 = identity(authority, rsa_key(2048)).pkcs12(PASSWORD)

        def sign() -> None:
            signer: FileSigner = unlock_signer(desk, pkcs12=pkcs12, password=PASSWORD)
            for entity in entities:
                sign_result(desk, entity, signer=signer)

        worked_before = process_time()
        seconds = timed([sign]).all_ms[0] / 1000
        worked_s = process_time() - worked_before
    allowed = _PILE_SECONDS * count / 100
    return Figure(
        name=f"a pile of {count} results, one key file",
        measured=f"{seconds:.2f} s, {seconds / count * 1000:.0f} ms a result;"
        f" {worked_s:.2f} s of processor",
        promised=f"≤ {allowed:g} s",
        holds=seconds <= allowed,
    )
