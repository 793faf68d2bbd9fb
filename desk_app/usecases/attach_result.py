"""Attach a result made at the commune (đính kèm kết quả); a signed one ends the work."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from desk_app.domain.returning import decide_result
from desk_app.domain.rights import Act
from desk_app.domain.text import NAME_LIMIT, clean
from desk_app.signing.verdict import State, require_sound
from desk_app.signing.verify import verify_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.events import ResultAttached


def attach_result(desk: Desk, entity: int, *, pdf: bytes, name: str, number: str = "") -> Dossier:
    """Keep the file and record it; a PDF that came signed is judged first.

    Raises NotPermitted, NotApproved (signed before the approval), WrongStatus, PdfUnreadable,
    PdfEncrypted, and as `verdict.require_sound`.
    """
    desk.require(Act.ATTACH_RESULT)
    now = desk.clock.now()
    verification = verify_pdf(pdf, at=now, roots=desk.roots)
    is_signed = verification.state is not State.UNSIGNED
    if is_signed:
        require_sound(verification)

    def decide(dossier: Dossier, at: datetime) -> ResultAttached:
        return decide_result(
            dossier,
            sha256=sha256(pdf).hexdigest(),
            name=clean(name, limit=NAME_LIMIT, field="name"),
            size_bytes=len(pdf),
            number=clean(number, limit=NAME_LIMIT, field="number"),
            issuer="",
            is_signed=is_signed,
            now=at,
        )

    decide(desk.journal.dossier(entity), now)  # what is refused leaves no file behind
    desk.files.keep(pdf, purpose="result", entity=entity, at=now)
    return desk.act(Act.ATTACH_RESULT, entity, decide)
