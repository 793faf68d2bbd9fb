"""Signatures as other programs make them: not certifying, in old formats, over odd files."""

import asyncio
from datetime import datetime
from io import BytesIO

from asn1crypto import keys
from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.signing.people import AT
from tests.support.pki import YEAR, Authority, Identity, rsa_key


def signed_elsewhere(
    pdf: bytes,
    identity: Identity,
    *,
    certify: MDPPerm | None = None,
    digest: str = "sha256",
    field: str = "Signature1",
    claimed_at: datetime = AT,
) -> bytes:
    """Signed with pyHanko's own signer; without `certify` it allows what it does not forbid."""
    others = SimpleCertificateStore()
    others.register_multiple(map(_asn1, identity.above))
    signer = signers.SimpleSigner(
        signing_cert=_asn1(identity.certificate),
        signing_key=_asn1_key(identity),
        cert_registry=others,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=digest,
        certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    signed = BytesIO()
    pdf_signer = signers.PdfSigner(
        metadata,
        signer,
        stamp_style=NoOpStampStyle(),
        new_field_spec=SigFieldSpec(field, box=(300, 100, 500, 160)),
    )
    session = pdf_signer.init_signing_session(writer)
    session.system_time = claimed_at
    unsigned = session.prepare_tbs_document(validation_info=None, bytes_reserved=16384)
    digest, _ = unsigned.digest_tbs_document(output=signed)
    attributes = PdfCMSSignedAttributes(signing_time=claimed_at)
    asyncio.run(unsigned.perform_signature(digest.document_digest, attributes))
    return signed.getvalue()


def with_timestamp(pdf: bytes, authority: Authority, *, stamped_at: datetime) -> bytes:
    """With a timestamp of the whole document behind it."""
    own = authority.issue(
        rsa_key(2048),  # pyHanko's stamper takes no other kind
        since=AT - YEAR,
        until=AT + YEAR,
        name="Cơ quan cấp dấu thời gian",
        usages=["digital_signature"],
        purpose=ExtendedKeyUsageOID.TIME_STAMPING,
    )
    stamper = DummyTimeStamper(
        _asn1(own.certificate), _asn1_key(own), fixed_dt=stamped_at, include_nonce=False
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    stamped = BytesIO()
    signers.PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256", output=stamped)
    return stamped.getvalue()


def with_proofs(pdf: bytes, *, crl: bytes) -> bytes:
    """With a revocation list put into the file's store of proofs (DSS)."""
    kept = BytesIO(pdf)
    DocumentSecurityStore.add_dss(kept, sig_contents=None, crls=[CertificateList.load(crl)])
    return kept.getvalue()


def _asn1_key(identity: Identity) -> keys.PrivateKeyInfo:
    raw = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(raw)


def _asn1(certificate: object) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))
