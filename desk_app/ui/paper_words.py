"""What a checked paper is worth, in words: the verdict, what to do now, and the facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.paper_check import PaperWorth
from desk_app.ui import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.domain.paper_check import KnownDossier, PaperCheck, PaperSays
    from locales.catalogue import Texts

_BY_LIST = frozenset({PaperWorth.GENUINE, PaperWorth.UNKNOWN_KEY})
_ISSUED = frozenset({PaperWorth.GENUINE, PaperWorth.KEY_REVOKED})


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperWords:
    """A checked paper as a person reads it, from the most urgent down."""

    verdict: str
    now: str  # what to do
    warnings: tuple[str, ...]  # what speaks against taking it as it is
    says: tuple[tuple[str, str], ...]  # what the paper says: label and value
    known: str  # what this desk has of the dossier
    list_age: str  # empty where no list was asked


def words_of(check: PaperCheck, texts: Texts) -> PaperWords:
    return PaperWords(
        verdict=texts[f"paper.worth.{check.worth}"],
        now=texts[f"paper.now.{_next(check)}"],
        warnings=tuple(_warnings(check, texts)),
        says=tuple(_said(check.says, texts)) if check.says else (),
        known=_known(check, texts),
        list_age=_list_age(check, texts),
    )


def _next(check: PaperCheck) -> str:
    """What decides the next step: a genuine paper may have been overtaken by its dossier."""
    if check.worth is PaperWorth.GENUINE and check.known is not None:
        if check.known.is_refused:
            return "refused"
        if check.known.differs:
            return "differs"
    return check.worth


def _warnings(check: PaperCheck, texts: Texts) -> Iterator[str]:
    signer, known = check.signer, check.known
    if signer is not None and signer.revoked_at is not None:
        yield texts.say(
            "paper.revoked_at",
            machine=signer.machine,
            org=signer.organisation,
            at=formats.moment(signer.revoked_at),
        )
    if check.is_other_unit and signer is not None:
        yield texts.say("paper.other_unit", org=signer.organisation)
    if check.is_other_province and check.says is not None:
        yield texts.say("paper.other_province", code=check.says.code)
    if known is not None and check.worth in _ISSUED:
        if known.is_refused:
            yield texts["paper.refused"]
        if known.differs:
            named = ", ".join(texts[f"paper.differs.{one}"] for one in known.differs)
            yield texts.say("paper.differs", what=named)
    is_own = signer is not None and signer.is_own
    if check.is_list_old and check.worth in _BY_LIST and not is_own:
        yield texts["paper.list.old"]


def _said(says: PaperSays, texts: Texts) -> Iterator[tuple[str, str]]:
    yield texts["paper.fact.kind"], texts[f"paper.kind.{says.kind}"]
    yield texts["paper.fact.code"], says.code
    yield texts["paper.fact.name"], says.name
    procedure = f"{says.procedure} {says.procedure_name}".strip()
    yield texts["paper.fact.procedure"], procedure
    yield texts["paper.fact.papers"], str(says.papers)
    yield texts["paper.fact.issued"], formats.moment(says.issued_at)
    if says.due_at is not None:
        yield texts["paper.fact.due"], formats.moment(says.due_at)
    if says.file_sha256:
        yield texts["paper.fact.file"], says.file_sha256


def _known(check: PaperCheck, texts: Texts) -> str:
    if check.says is None:
        return ""
    if check.known is None:
        return texts.say("paper.known.none", code=check.says.code)
    return _standing(check.known, texts)


def _standing(known: KnownDossier, texts: Texts) -> str:
    status = texts[f"status.{known.status}"]
    if known.due_at is None:
        return texts.say("paper.known.open", code=known.code, status=status)
    due = formats.moment(known.due_at)
    return texts.say("paper.known.due", code=known.code, status=status, due=due)


def _list_age(check: PaperCheck, texts: Texts) -> str:
    if check.says is None:
        return ""
    if check.list_as_of is None:
        return texts["paper.list.never"]
    return texts.say("paper.list.as_of", at=formats.moment(check.list_as_of))
