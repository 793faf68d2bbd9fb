"""Today's tasks and the list of dossiers, from the queries to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.domain.rights import Act, may
from desk_app.queries import dossiers as queries
from desk_app.queries.feedback import feedback_list
from desk_app.queries.receipts import receipts_owed
from desk_app.queries.today import to_sign, to_take
from desk_app.queries.today import today as today_query
from desk_app.ui import formats, words
from desk_app.ui.routes import Place
from desk_app.ui.screens.dossiers import DossierLine, DossierPage, Filter
from desk_app.ui.screens.today import Task, TaskKind
from desk_app.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.queries.dossiers import Counts, DossierRow, ListFilter
    from locales.catalogue import Texts

UNSURE_PRINTS, NO_RECEIPTS = "prints", "receipts"  # ids of tasks that no one dossier opens
_COUNTED = 99  # hand-overs; more are not counted
HANDED, ENTERED, FEEDBACK = (
    "handed:",
    "entered:",
    "feedback:",
)  # before the id of a task with a screen of its own
_BESIDE = frozenset({TaskKind.SET_ASIDE, TaskKind.TO_ENTER})  # beside what else waits of it
_ELSEWHERE = {TaskKind.TO_TAKE: HANDED, TaskKind.TO_ENTER: ENTERED}
_BY_DUE = frozenset({TaskKind.OVERDUE, TaskKind.DUE_TODAY, TaskKind.DUE_SOON})
_SINCE = frozenset({TaskKind.TO_TAKE, TaskKind.NOT_TAKEN, TaskKind.LYING, TaskKind.TO_RETURN})
_STATUSES: dict[Filter, tuple[Status, ...]] = {
    Filter.OPEN: (
        Status.RECEIVED,
        Status.IN_PROGRESS,
        Status.SUPPLEMENT_REQUESTED,
        Status.PAYMENT_REQUESTED,
        Status.WITHDRAWAL_REQUESTED,
    ),
    Filter.SUPPLEMENT: (Status.SUPPLEMENT_REQUESTED,),
    Filter.DONE: (Status.DONE,),
    Filter.RETURNED: (Status.RETURNED,),
    Filter.REGISTERED: (Status.REGISTERED,),
    Filter.CLOSED: (Status.NOT_RECEIVED, Status.STOPPED),
}


def tasks(desk: Desk, texts: Texts) -> list[Task]:
    """What waits for this person, the most harmful first; each dossier once."""
    found = today_query(desk)
    groups: list[tuple[TaskKind, Iterable[DossierRow]]] = [
        (TaskKind.OVERDUE, found.overdue),
        (TaskKind.DUE_TODAY, found.due_today),
        (TaskKind.APOLOGY, found.apologies),
        (TaskKind.SUPPLEMENT_ENDS, found.waiting_supplement),
        (TaskKind.TO_TAKE, found.to_take),
        (TaskKind.NOT_TAKEN, found.not_taken),
        (TaskKind.DUE_SOON, found.due_soon),
        (TaskKind.LYING, found.lying),
        (TaskKind.TO_RETURN, found.to_return),
        (TaskKind.TO_SIGN, found.to_sign),
        (TaskKind.TO_HAND_ON, found.to_hand_on),
        (TaskKind.TO_ENTER, found.to_enter),
        (TaskKind.SET_ASIDE, found.set_aside),
    ]
    seen: set[int] = set()
    made = _unsure_prints(desk, texts)
    made += _no_receipts(desk, texts)
    made += _feedback(desk, texts)
    for kind, rows in groups:
        for row in rows:
            if row.entity not in seen or kind in _BESIDE:
                seen.add(row.entity)
                made.append(_task(desk, kind, row, texts))
    return made


def _unsure_prints(desk: Desk, texts: Texts) -> list[Task]:
    """The pages that a person must look for, as one line; whoever waits for one stands there."""
    unsure = [row for row in queries.open_prints(desk) if row.state == "unknown"]
    if not unsure or not may(desk.user.roles, Act.PRINT):
        return []
    since = desk.clock.now() - min(row.changed_at for row in unsure)
    return [
        Task(
            id=UNSURE_PRINTS,
            kind=TaskKind.PRINT_UNSURE,
            name=texts.say("ui.today.prints_unsure", count=len(unsure)),
            procedure=texts["ui.today.prints_look"],
            code="",
            how_long=texts.say("ui.today.prints_since", span=words.span(since, texts)),
        )
    ]


def _no_receipts(desk: Desk, texts: Texts) -> list[Task]:
    """Payments that were taken without the number of a receipt, as one line."""
    owed = receipts_owed(desk)
    if not owed:
        return []
    since = desk.clock.now() - owed[0].entry.at
    return [
        Task(
            id=NO_RECEIPTS,
            kind=TaskKind.NO_RECEIPT,
            name=texts.say("ui.today.payments", count=len(owed)),
            procedure=texts["ui.today.payments_look"],
            code="",
            how_long=texts.say("ui.today.prints_since", span=words.span(since, texts)),
        )
    ]


def _feedback(desk: Desk, texts: Texts) -> list[Task]:
    """Complaints and proposals whose answer is due today or overdue, for who may answer."""
    if not may(desk.user.roles, Act.ANSWER_FEEDBACK):
        return []
    today = desk.clock.today()
    made: list[Task] = []
    for one in feedback_list(desk):
        taken = one.feedback.taken
        if taken.due_on <= today:
            kind = TaskKind.FEEDBACK_LATE if one.is_late else TaskKind.FEEDBACK_TODAY
            made.append(
                Task(
                    id=f"{FEEDBACK}{one.feedback.entity}",
                    kind=kind,
                    name=taken.name or texts["ui.today.nameless"],
                    procedure=taken.words,
                    code=taken.number,
                    how_long=formats.day(taken.due_on),
                )
            )
    return made


def _task(desk: Desk, kind: TaskKind, row: DossierRow, texts: Texts) -> Task:
    return Task(
        id=f"{_ELSEWHERE.get(kind, '')}{row.entity}",
        kind=kind,
        name=row.applicant,
        procedure=row.procedure_name,
        code=row.code or texts["ui.dossier.no_code"],
        how_long=_how_long(kind, row, now=desk.clock.now(), texts=texts),
    )


def _how_long(kind: TaskKind, row: DossierRow, *, now: datetime, texts: Texts) -> str:
    """Until when, where a time is set; else since when it waits for this very thing."""
    if row.due_at is not None and kind in _BY_DUE:
        return words.left(row.due_at, now=now, texts=texts)
    if kind is TaskKind.SUPPLEMENT_ENDS and row.waits_at is not None:
        if row.waits_at < now:
            return texts.say("ui.today.ended", span=words.span(now - row.waits_at, texts))
        return texts.say("ui.due.left", span=words.span(row.waits_at - now, texts))
    if kind in _SINCE and row.waits_at is not None:
        return texts.say("ui.today.prints_since", span=words.span(now - row.waits_at, texts))
    since = row.received_at
    return texts.say("ui.today.since", span=words.span(now - since, texts))


def rail_counts(desk: Desk) -> dict[Place, int]:
    """What waits for this person behind each entry of the rail."""
    counted = queries.counts(desk)
    roles = desk.user.roles
    counts = {Place.TODAY: counted.overdue}
    if may(roles, Act.SIGN_RESULT):
        counts[Place.SIGN] = len(to_sign(desk))
    if may(roles, Act.TAKE_HANDED):
        counts[Place.HAND_OVER] = len(to_take(desk, size=_COUNTED))
    if may(roles, Act.RETURN_RESULT):
        counts[Place.RETURN] = counted.by_status.get(Status.DONE, 0)
    return counts


def filter_counts(desk: Desk) -> dict[Filter, int]:
    counted = queries.counts(desk)
    counts = {
        chosen: sum(counted.by_status.get(status, 0) for status in statuses)
        for chosen, statuses in _STATUSES.items()
    }
    return {**counts, Filter.OVERDUE: counted.overdue, Filter.DUE_SOON: counted.due_soon}


def dossier_page(
    desk: Desk,
    texts: Texts,
    *,
    typed: str,
    chosen: Filter,
    after: tuple[int, int] | None,
) -> DossierPage:
    """One page; words typed are searched for in everything, whatever the filter."""
    if typed:
        rows: Iterable[DossierRow] = queries.search(desk, typed, limit=50)
        return DossierPage(lines=[line_of(desk, row, texts) for row in rows], after=None)
    page = queries.page(desk, _asked(desk, chosen), after=after)
    return DossierPage(
        lines=[line_of(desk, row, texts) for row in page.rows],
        after=page.after,
        total=_total(queries.counts(desk), chosen),
    )


def _asked(desk: Desk, chosen: Filter) -> ListFilter:
    limits = queries.bounds(desk)
    if chosen is Filter.OVERDUE:
        return queries.ListFilter(due_before=limits.now, order=queries.Order.DUE)
    if chosen is Filter.DUE_SOON:
        return queries.ListFilter(
            due_from=limits.now, due_before=limits.soon_ends, order=queries.Order.DUE
        )
    order = queries.Order.DUE if chosen is Filter.OPEN else queries.Order.NEWEST
    return queries.ListFilter(statuses=_STATUSES.get(chosen, ()), order=order)


def _total(counted: Counts, chosen: Filter) -> int:
    if chosen is Filter.ALL:
        return sum(counted.by_status.values())
    if chosen is Filter.OVERDUE:
        return counted.overdue
    if chosen is Filter.DUE_SOON:
        return counted.due_soon
    return sum(counted.by_status.get(status, 0) for status in _STATUSES[chosen])


def line_of(desk: Desk, row: DossierRow, texts: Texts) -> DossierLine:
    """A dossier as a list shows it."""
    tone = words.status_tone(row.status, is_cancelled=row.is_cancelled)
    word = words.status_word(row.status, is_cancelled=row.is_cancelled, texts=texts)
    if row.needs_look:
        tone, word = Tone.ATTENTION, texts["ui.task.set_aside"]
    return DossierLine(
        id=str(row.entity),
        code=row.code or texts["ui.dossier.no_code"],
        name=row.applicant,
        procedure=row.procedure_name,
        status=word,
        tone=tone,
        due=words.due_shown(
            row.due_at, status=row.status, urgency=row.urgency, now=desk.clock.now(), texts=texts
        ),
        tick=row.tick,
        near=texts["ui.near.mark"] if row.near else "",
    )
