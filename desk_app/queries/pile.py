"""The pile a leader signs from (hồ sơ chờ ký): what is risky of each, and what was read so far.

What was read is kept by the dossier and its file: a result that was replaced is unread again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.domain.punctuality import Urgency
from desk_app.domain.rights import Act
from desk_app.queries.dossiers import DossierRow, ListFilter, Order, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier

_FORM = "sign-pile"  # of the drafts: what a person has read and set apart
_MOST = 500  # results in one pile; the rest comes up as these are signed


class Risk(StrEnum):
    """Why a result should be read twice; `pile.risk.<value>` in locales/."""

    AMENDED = "amended"  # something of the dossier was put right after it was received
    DISPUTED = "disputed"  # a field has two values that nobody has settled
    FIRST = "first"  # no dossier of this procedure was finished here before
    NEAR_DUE = "near_due"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True, slots=True)
class PileItem:
    row: DossierRow
    sha256: str  # of the file to read and sign
    file: str
    number: str
    risks: tuple[Risk, ...]

    @property
    def key(self) -> str:
        """What was read: this file, for this dossier."""
        return f"{self.row.entity}:{self.sha256}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What one person has done with the pile so far; a key is `PileItem.key`."""

    seen: frozenset[tuple[str, int]] = frozenset()  # a key and a page, from 0
    kept_out: frozenset[str] = frozenset()  # keys set apart for later


def pile(desk: Desk) -> list[PileItem]:
    """What may be signed now, the most urgent first; the riskier first among equals."""
    desk.require(Act.SIGN_RESULT)
    asked = ListFilter(is_to_sign=True, order=Order.DUE)
    shown = page(desk, asked, size=100)
    rows = list(shown.rows)
    while shown.after is not None and len(rows) < _MOST:
        shown = page(desk, asked, after=shown.after, size=100)
        rows += shown.rows
    finished = {procedure: _was_done(desk, procedure) for procedure in {r.procedure for r in rows}}
    items = [_item(desk, row, was_done=finished[row.procedure]) for row in rows]
    return sorted(items, key=lambda one: (_URGENT.index(one.row.urgency), -len(one.risks)))


def reading(desk: Desk) -> Reading:
    """As this person left it."""
    kept = desk.store.drafts.get(desk.user.number, _FORM)
    if kept is None:
        return Reading()
    content = kept[0]
    return Reading(
        seen=frozenset((key, number) for key, number in content["seen"]),
        kept_out=frozenset(content["kept_out"]),
    )


def keep_reading(desk: Desk, now: Reading, *, of: Iterable[PileItem]) -> None:
    """Remember it for this person; what has left the pile is forgotten."""
    there = {one.key for one in of}
    content = {
        "seen": sorted(pair for pair in now.seen if pair[0] in there),
        "kept_out": sorted(now.kept_out & there),
    }
    desk.store.drafts.keep(desk.user.number, _FORM, content, at=desk.clock.now())


_URGENT = (*Urgency,)  # in the order of harm
_NEAR = {Urgency.DUE_TODAY, Urgency.DUE_SOON}


def _item(desk: Desk, row: DossierRow, *, was_done: bool) -> PileItem:
    dossier = desk.journal.dossier(row.entity)
    result = dossier.result
    return PileItem(
        row=row,
        sha256=result.sha256 if result else "",
        file=result.name if result else "",
        number=result.number if result else "",
        risks=tuple(_risks(dossier, row, was_done=was_done)),
    )


def _risks(dossier: Dossier, row: DossierRow, *, was_done: bool) -> Iterable[Risk]:
    if row.urgency is Urgency.OVERDUE:
        yield Risk.OVERDUE
    elif row.urgency in _NEAR:
        yield Risk.NEAR_DUE
    if dossier.beside:
        yield Risk.DISPUTED
    if dossier.corrections or dossier.supplement_requests or dossier.sent_back_reason:
        yield Risk.AMENDED
    if not was_done:
        yield Risk.FIRST


def _was_done(desk: Desk, procedure: str) -> bool:
    asked = ListFilter(statuses=(Status.DONE, Status.RETURNED), procedures=(procedure,))
    return bool(page(desk, asked, size=1).rows)
