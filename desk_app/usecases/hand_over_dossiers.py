"""Hand several dossiers on together, with one list that both sides sign (bàn giao hồ sơ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.handling import decide_hand_on
from desk_app.domain.paper_names import HAND_OVER, NO_DOSSIER, form_of
from desk_app.domain.rights import Act, may
from desk_app.domain.text import NAME_LIMIT, clean
from desk_app.papers.forms import CONTROL_SHEET, named_fully
from desk_app.papers.hand_over import hand_over_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOver:
    """What became of each; one that could not go holds up none of the others."""

    handed: tuple[Dossier, ...]
    left: tuple[tuple[int, RuleBroken], ...]  # by entity, why it stays
    prints: tuple[int, ...]  # rows of the print ledger: the list, then the control sheets


def hand_over_dossiers(
    desk: Desk, entities: Sequence[int], *, to: str, with_sheets: bool = False
) -> HandedOver:
    """Queues the list, and the control sheet of each with its new block where asked for.

    Raises NotPermitted; what is wrong with one dossier stands in `left`.
    """
    desk.require(Act.HAND_ON)
    receiver = clean(to, limit=NAME_LIMIT, field="to")
    handed: list[Dossier] = []
    left: list[tuple[int, RuleBroken]] = []
    for entity in dict.fromkeys(entities):
        try:
            handed.append(_hand_on(desk, entity, receiver))
        except RuleBroken as error:
            left.append((entity, error))
    prints = _queued(desk, handed, to=receiver, with_sheets=with_sheets) if handed else ()
    return HandedOver(handed=tuple(handed), left=tuple(left), prints=prints)


def _hand_on(desk: Desk, entity: int, to: str) -> Dossier:
    return desk.act(
        Act.HAND_ON,
        entity,
        lambda dossier, now: decide_hand_on(
            dossier, to=to, now=now, hours=desk.rules.hours, calendar=desk.rules.calendar
        ),
    )


def _queued(
    desk: Desk, handed: Sequence[Dossier], *, to: str, with_sheets: bool
) -> tuple[int, ...]:
    if not may(desk.user.roles, Act.PRINT):
        return ()
    number = 1 + sum(1 for one in desk.prints.of(NO_DOSSIER) if form_of(one.form) == HAND_OVER)
    paper = hand_over_list(desk, handed, to=to, number=number)
    now = desk.clock.now()
    sha256 = desk.files.keep(paper.pdf, purpose="print", entity=NO_DOSSIER, at=now)
    sheets = [_sheet(desk, dossier) for dossier in handed] if with_sheets else []
    with desk.journal.writing() as tx:
        listed = desk.queue_print(tx, NO_DOSSIER, paper.form, at=now, sha256=sha256)
        return (listed, *(desk.queue_print(tx, entity, form, at=now) for entity, form in sheets))


def _sheet(desk: Desk, dossier: Dossier) -> tuple[int, str]:
    timeline = desk.journal.timeline(dossier.entity)
    return dossier.entity, named_fully(desk, CONTROL_SHEET, dossier, timeline)
