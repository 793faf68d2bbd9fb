"""pyHanko's signer around ours: the container of a signature, without doing work again.

Import this module only when a file is signed (`sign`): pyHanko is slow to load.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from asn1crypto.cms import CMSAttributes
from asn1crypto.tsp import SigningCertificateV2
from asn1crypto.x509 import Certificate as Asn1Certificate
from pyhanko.sign import signers
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko_certvalidator.registry import SimpleCertificateStore

from desk_app.signing.signer import Signer

_BESIDE_CERTIFICATES_BYTES = 3072  # signature, signed attributes, names; half of it in practice


class PortSigner(signers.Signer):
    """pyHanko's signer around ours; its own would parse the key again at each signature."""

    def __init__(self, signer: Signer) -> None:
        certificate, others, named = _parsed(signer.certificate.der, signer.chain)
        super().__init__(signing_cert=certificate, cert_registry=others)
        self.signed_attr_prov_spec = named
        self._signer = signer

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,  # noqa: ARG002  # always SHA-256, as the port says
        dry_run: bool = False,  # noqa: ARG002, FBT001, FBT002  # never asked for: the room is reserved beforehand
    ) -> bytes:
        return self._signer.sign(data)

    async def signed_attrs(self, *asked: Any, **named: Any) -> CMSAttributes:
        """Encoded once: what asn1crypto has built, not read, it encodes again at each look."""
        built = await super().signed_attrs(*asked, **named)
        return CMSAttributes.load(built.dump())


class _Named(CMSAttributeProvider):
    """The certificate's hash and issuer, which PAdES wants signed: the same for every file."""

    attribute_type = "signing_certificate_v2"

    def __init__(self, certificate: Asn1Certificate) -> None:
        # What asn1crypto has read it writes as it stands; what was built it encodes anew, each
        # layer twice: a third of a signature's time.
        self._value = SigningCertificateV2.load(as_signing_certificate_v2(certificate).dump())

    async def build_attr_value(
        self,
        dry_run: bool = False,  # noqa: ARG002, FBT001, FBT002  # as pyHanko asks
    ) -> SigningCertificateV2:
        return self._value


class _Attributes(SignedAttributeProviderSpec):
    """What PAdES B-B signs besides the digest and the kind of content."""

    def __init__(self, certificate: Asn1Certificate) -> None:
        self._named = _Named(certificate)

    def signed_attr_providers(
        self,
        data_digest: bytes,  # noqa: ARG002  # pyHanko adds it by itself
        digest_algorithm: str,  # noqa: ARG002
    ) -> Iterable[CMSAttributeProvider]:
        return (self._named,)


@lru_cache(maxsize=4)  # a pile is signed with one key, at most two
def _parsed(
    der: bytes, chain: tuple[bytes, ...]
) -> tuple[Asn1Certificate, SimpleCertificateStore, _Attributes]:
    """The certificate and those above it, parsed once: pyHanko looks into them again and again."""
    others = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    others.register_multiple(Asn1Certificate.load(one) for one in chain)
    certificate = Asn1Certificate.load(der)
    return certificate, others, _Attributes(certificate)


def room_for(signer: Signer) -> int:
    """Bytes kept for the container, which is written in hex: the same for every signature."""
    certificates_bytes = sum(map(len, (signer.certificate.der, *signer.chain)))
    return 2 * (certificates_bytes + _BESIDE_CERTIFICATES_BYTES)
