"""Sign a result (ký số): offline, verified at once, recorded; the unsigned file stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.returning import check_signable, decide_signature
from desk_app.domain.rights import Act
from desk_app.signing.sign import sign_pdf
from desk_app.signing.stamp import Stamp, appearance_of
from desk_app.signing.verdict import require_sound
from desk_app.signing.verify import verify_pdf

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.signing.signer import Signer


def sign_result(desk: Desk, entity: int, *, signer: Signer) -> Dossier:
    """Sign the attached result, keep the signed file, record who signed.

    Nothing is recorded unless the signed file passes its own check. Raises NotPermitted, NoResult,
    NotApproved, WrongStatus, FileNotHere, and SigningError.
    """
    desk.require(Act.SIGN_RESULT)
    now = desk.clock.now()
    source = check_signable(desk.journal.dossier(entity), now=now)
    signed = sign_pdf(
        desk.files.read(source),
        signer,
        at=now,
        stamp=Stamp(appearance=appearance_of(signer.certificate)),
        location=desk.place.locality,
    )
    require_sound(verify_pdf(signed, at=now, roots=desk.roots))
    sha256 = desk.files.keep(signed, purpose="result", entity=entity, at=now)
    return desk.act(
        Act.SIGN_RESULT,
        entity,
        lambda dossier, at: decide_signature(
            dossier,
            sha256=sha256,
            size_bytes=len(signed),
            signer=signer.certificate.subject_name,
            certificate_serial=signer.certificate.serial,
            now=at,
        ),
    )
