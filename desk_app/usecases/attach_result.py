"""Attach a result made at the commune (đính kèm kết quả); a signed one ends the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.returning import decide_result
from desk_app.domain.rights import Act
from desk_app.domain.text import NAME_LIMIT, clean
from desk_app.signing.verify import State, require_good, verify_pdf

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def attach_result(desk: Desk, entity: int, *, pdf: bytes, name: str, number: str = "") -> Dossier:
    """Keep the file and record it; a PDF that came signed is judged first.

    Raises NotPermitted, NotApproved (signed before the approval), WrongStatus, PdfUnreadable,
    PdfEncrypted, PdfAlreadyChanged, SignatureBroken.
    """
    desk.require(Act.ATTACH_RESULT)
    now = desk.clock.now()
    verification = verify_pdf(pdf, at=now, roots=desk.roots)
    is_signed = verification.state is not State.UNSIGNED
    if is_signed and verification.state is not State.UNTRUSTED:
        require_good(verification)
    sha256 = desk.files.keep(pdf, purpose="result", entity=entity, at=now)
    return desk.act(
        Act.ATTACH_RESULT,
        entity,
        lambda dossier, at: decide_result(
            dossier,
            sha256=sha256,
            name=clean(name, limit=NAME_LIMIT, field="name"),
            size_bytes=len(pdf),
            number=clean(number, limit=NAME_LIMIT, field="number"),
            issuer="",
            is_signed=is_signed,
            now=at,
        ),
    )
