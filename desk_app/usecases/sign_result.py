"""Sign a result (ký số): offline, verified at once, recorded; the unsigned file stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.returning import check_signable, decide_signature
from desk_app.domain.rights import Act
from desk_app.signing.errors import KeyNotOpen
from desk_app.signing.looks import look_on
from desk_app.signing.official import sign_officially
from desk_app.signing.pictures import pictures_kept
from desk_app.signing.verdict import require_sound
from desk_app.signing.verify import verify_pdf
from desk_app.store.proofs import await_proof

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.signing.signer import Signer


def sign_result(
    desk: Desk,
    entity: int,
    *,
    signer: Signer | None = None,
    agency: Signer | None = None,
    read: str = "",
) -> Dossier:
    """Sign the attached result, keep the signed file, record who signed.

    `signer`: the key opened for this turn where none is handed in. `agency`: the office's own key,
    where it is at hand; else its fields stay free for it. `read`: the digest of the file whose
    pages were shown; no other is signed. Nothing is recorded unless the signed file passes
    its own check. Raises NotPermitted, KeyNotOpen, NoResult, NotApproved, WrongStatus,
    ResultReplaced, FileNotHere, and SigningError.
    """
    desk.require(Act.SIGN_RESULT)
    now = desk.clock.now()
    signer = signer or desk.key.signer(at=now)
    if signer is None:
        raise KeyNotOpen
    source = check_signable(desk.journal.dossier(entity), now=now, read=read)
    signed = sign_officially(
        desk.files.read(source),
        signer,
        agency=agency,
        at=now,
        look=look_on(desk.clock.today(), folder=desk.folder),
        pictures=pictures_kept(desk.store.settings.get, user=desk.user.number),
        location=desk.place.locality,
    )
    require_sound(verify_pdf(signed, at=now, roots=desk.roots))
    sha256 = desk.files.keep(signed, purpose="result", entity=entity, at=now)
    await_proof(
        desk.store.database,
        sha256,
        entity=entity,
        signed_at=now,
        certificate_until=signer.certificate.not_after,
    )
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
