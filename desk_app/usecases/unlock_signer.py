"""Open a signing key for a pile of results (mở khóa chữ ký số); the password is asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.signing.signer import open_pkcs12

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.signing.signer import Signer


def unlock_signer(desk: Desk, *, pkcs12: bytes, password: str) -> Signer:
    """A signer from a PKCS#12 file, kept in memory until the desk is locked.

    Raises NotPermitted, WrongPkcs12Password, CertificateExpired and as `signer.open_pkcs12`.
    """
    desk.require(Act.SIGN_RESULT)
    signer = open_pkcs12(pkcs12, password, at=desk.clock.now())
    desk.key.keep(signer)
    return signer
