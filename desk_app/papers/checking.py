"""What the QR of a paper is worth, by the keys and dossiers this desk has; no network is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.domain.dossier_code import is_temporary
from desk_app.domain.paper_check import (
    OLD_LIST,
    Differs,
    KnownDossier,
    PaperCheck,
    PaperSays,
    PaperWorth,
    Signer,
)
from desk_app.papers.proof import papers_of
from desk_app.store.access import ended
from desk_app.store.issuers import issuers_named, list_as_of
from sync.errors import NotOurPaper, PaperDamaged, PaperTooNew
from sync.proof.paper import MOST_NAME, PaperKind, hash_of_list, is_signed_by, key_id_of, read_proof
from sync.proof.scheme import is_stub

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from sync.proof.paper import Claim, Statement

_KINDS = {PaperKind.RECEIPT: "receipt", PaperKind.RESULT: "result"}
_BESIDE = frozenset({PaperWorth.NOT_OURS, PaperWorth.STUB})


def all_checked(desk: Desk, texts: Iterable[str]) -> list[PaperCheck]:
    """The verdicts on the codes of one picture, as `checked`.

    The codes of other schemes and of stubs are told of only where no paper's own code is there.
    """
    checks = [checked(desk, text) for text in texts]
    return [one for one in checks if one.worth not in _BESIDE] or checks[:1]


def checked(desk: Desk, text: str) -> PaperCheck:
    """The verdict on the text of a QR, with what this desk knows of its dossier."""
    if is_stub(text):
        return PaperCheck(worth=PaperWorth.STUB)
    try:
        claim = read_proof(text)
    except NotOurPaper:
        return PaperCheck(worth=PaperWorth.NOT_OURS)
    except PaperTooNew:
        return PaperCheck(worth=PaperWorth.TOO_NEW)
    except PaperDamaged:
        return PaperCheck(worth=PaperWorth.ALTERED)
    worth, signer = _judged(desk, claim)
    statement = claim.statement
    as_of = list_as_of(desk.store.database)
    return PaperCheck(
        worth=worth,
        says=_said(desk, statement),
        signer=signer,
        is_other_unit=signer is not None and not _is_of(statement.code, signer.organisation),
        is_other_province=_is_elsewhere(statement.code, desk.place.organisation),
        known=_known(desk, statement),
        list_as_of=as_of,
        is_list_old=as_of is None or desk.clock.now() - as_of > OLD_LIST,
    )


def _judged(desk: Desk, claim: Claim) -> tuple[PaperWorth, Signer | None]:
    is_named = False
    for public, signer in _named(desk, claim.key_id):
        is_named = True
        if is_signed_by(claim, public):
            is_over = signer.revoked_at is not None
            return (PaperWorth.KEY_REVOKED if is_over else PaperWorth.GENUINE), signer
    return (PaperWorth.ALTERED if is_named else PaperWorth.UNKNOWN_KEY), None


def _named(desk: Desk, key_id: bytes) -> Iterator[tuple[bytes, Signer]]:
    """The machines with that key; this one knows itself before the list does."""
    own = desk.journal.identity
    if key_id == key_id_of(own.public_key):
        over = ended(desk.store.database)
        yield (
            own.public_key,
            Signer(
                machine=own.author or 0,
                organisation=own.organisation,
                is_own=True,
                revoked_at=over.at if over else None,
            ),
        )
    for one in issuers_named(desk.store.database, key_id):
        signer = Signer(
            machine=one.dev,
            organisation=one.organisation,
            is_own=False,
            revoked_at=one.until,
        )
        yield one.public_key, signer


def _said(desk: Desk, statement: Statement) -> PaperSays:
    procedure = desk.catalogue.by_code.get(statement.procedure)
    return PaperSays(
        kind=_KINDS[statement.kind],
        code=statement.code,
        procedure=statement.procedure,
        procedure_name=procedure.name if procedure else "",
        issued_at=_moment(statement.issued_at),
        due_at=None if statement.due_at is None else _moment(statement.due_at),
        name=statement.name,
        papers=statement.papers,
        file_sha256=statement.file_sha256.hex(),
    )


def _known(desk: Desk, statement: Statement) -> KnownDossier | None:
    """What this desk has under the code that the paper names; None where it has nothing."""
    entity = desk.journal.find(statement.code) if statement.code.isascii() else None
    if entity is None:
        return None
    dossier = desk.journal.dossier(entity)
    return KnownDossier(
        entity=entity,
        code=dossier.code,
        status=dossier.status,
        due_at=dossier.due_at,
        is_refused=dossier.refused_at is not None,
        differs=tuple(_differences(dossier, statement)),
    )


def _differences(dossier: Dossier, statement: Statement) -> Iterator[Differs]:
    due_at = int(dossier.due_at.timestamp()) if dossier.due_at else None
    if due_at != statement.due_at:
        yield Differs.DUE_AT
    if dossier.application.procedure != statement.procedure:
        yield Differs.PROCEDURE
    if dossier.application.applicant.name[:MOST_NAME] != statement.name:
        yield Differs.NAME
    if hash_of_list(papers_of(dossier)) != statement.papers_hash:
        yield Differs.PAPERS
    told = statement.file_sha256.hex()
    if told and told not in _files(dossier):
        yield Differs.FILE


def _files(dossier: Dossier) -> set[str]:
    result = dossier.result
    return {result.sha256, result.signed_sha256} if result else set()


def _is_of(code: str, organisation: str) -> bool:
    return is_temporary(code) or code.startswith(f"{organisation}-")


def _is_elsewhere(code: str, organisation: str) -> bool:
    """Whether the code is of another province: both begin with their province's, H17."""
    return not is_temporary(code) and code.partition(".")[0] != organisation.partition(".")[0]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
