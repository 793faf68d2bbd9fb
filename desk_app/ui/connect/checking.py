"""From a checked paper to what the screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_check import PaperWorth
from desk_app.queries.signatures import said_of_file
from desk_app.ui.paper_words import words_of
from desk_app.ui.screens.check_paper import CheckCalls, PaperShown, Worth
from desk_app.usecases.check_frame import check_frame
from desk_app.usecases.check_paper import check_paper
from desk_app.usecases.check_picture import check_picture
from desk_app.usecases.verify_paper import verify_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from desk_app.desk import Desk
    from desk_app.domain.paper_check import PaperCheck
    from locales.catalogue import Texts

_PDF = b"%PDF-"
_WORTH = {
    PaperWorth.GENUINE: Worth.GOOD,
    PaperWorth.ALTERED: Worth.BAD,
    PaperWorth.KEY_REVOKED: Worth.BAD,
    PaperWorth.UNKNOWN_KEY: Worth.OPEN,
    PaperWorth.NOT_OURS: Worth.OPEN,
    PaperWorth.TOO_NEW: Worth.OPEN,
    PaperWorth.STUB: Worth.OPEN,
}


def check_calls(desk: Desk, texts: Texts, *, open_dossier: Callable[[str], Any]) -> CheckCalls:
    return CheckCalls(
        check=lambda said: _shown(check_paper(desk, said), texts),
        look=lambda content: _seen(desk, content, texts),
        glance=lambda frame: [_shown(one, texts) for one in check_frame(desk, frame)],
        open_dossier=open_dossier,
    )


def _seen(desk: Desk, content: bytes, texts: Texts) -> Sequence[PaperShown]:
    """A signed PDF by its signatures; anything else by the codes on it."""
    if content.startswith(_PDF):
        signed = _signed(desk, content, texts)
        if signed is not None:
            return [signed]
    return [_shown(one, texts) for one in check_picture(desk, content)]


def _signed(desk: Desk, content: bytes, texts: Texts) -> PaperShown | None:
    """None for a PDF that nobody has signed."""
    found = verify_paper(desk, content)
    if not found.signatures and found.problem is None:
        return None
    said = said_of_file(found, texts)
    return PaperShown(
        worth=Worth.GOOD if found.is_good else Worth.BAD,
        verdict=said.verdict,
        now=said.now,
        warnings=(),
        says=said.signatures,
        known="",
        list_age="",
    )


def _shown(check: PaperCheck, texts: Texts) -> PaperShown:
    words = words_of(check, texts)
    return PaperShown(
        worth=_WORTH[check.worth],
        verdict=words.verdict,
        now=words.now,
        warnings=words.warnings,
        says=words.says,
        known=words.known,
        list_age=words.list_age,
        dossier=str(check.known.entity) if check.known else "",
    )
