"""The reception form between renders: the draft, what the catalogue says of it, how it changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state
from desk_app.ui.component import use_fold, use_value
from desk_app.ui.screens.receive.draft import Draft
from desk_app.ui.screens.receive.papers import fresh

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.receive.data import (
        Done,
        PaperShown,
        PeopleNotes,
        Preview,
        ProcedureShown,
        ReceiveCalls,
    )
    from desk_app.ui.screens.receive.draft import PaperTyped, PersonTyped
    from desk_app.ui.strip import Message
    from locales.catalogue import Texts

_KEEP_AFTER_SECONDS = 0.6


class Cursor(StrEnum):
    """The step of the form the cursor waits at."""

    PERSON = "person"
    PROCEDURE = "procedure"
    COUNTS = "counts"
    NOWHERE = "nowhere"


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    draft: Draft
    version: int  # a new one remakes the fields
    cursor: Cursor  # where it goes when the fields are remade; typing never moves it
    shown: ProcedureShown | None
    preview: Preview | None
    notes: PeopleNotes
    before: Draft | None  # whom the last dossier was for
    running: state.Running
    last: Done | None  # what was done just before
    wiped: Draft | None  # what the clerk cleared away and may take back
    wipe: Callable[[], None]  # clears the form, or brings back what was cleared
    change: Callable[[Callable[[Draft], Draft]], None]  # from a field: it keeps its own text
    put: Callable[[Draft, Cursor], None]  # from outside: the fields are filled anew
    finish: Callable[[Done], None]
    note: Callable[[Done], None]

    @property
    def message(self) -> Message | None:
        return self.running.message or (self.last.message if self.last else None)

    def take_person(self, person: PersonTyped) -> None:
        cursor = Cursor.COUNTS if self.draft.procedure else Cursor.PROCEDURE
        self.put(replace(self.draft, person=person), cursor)

    def take_same_people(self) -> None:
        """One more dossier for whom the last one was for: nobody is typed twice."""
        if self.before is not None and self.draft.is_empty:
            self.put(self.before, Cursor.PROCEDURE)

    def take_procedure(self, code: str, calls: ReceiveCalls) -> None:
        """Begin with this procedure; none for an empty code.

        Papers of a same-day procedure that are only looked at begin ticked: the clerk has them in
        hand, and the fast path stays fast.
        """
        draft = replace(self.draft, procedure=code, case="", papers=(), exemption="", left_out=())
        if code:
            shown = calls.procedure(code)
            if draft.channel not in shown.channels:
                draft = replace(draft, channel=shown.channels[0])
            if shown.is_same_day:
                papers = [one for one in calls.preview(draft).papers if one.is_shown_only]
                draft = replace(draft, papers=_taken((), papers))
        self.put(draft, Cursor.COUNTS if code else Cursor.PROCEDURE)

    def take_all_papers(self) -> None:
        """Tick every paper that is asked for without a condition."""
        if self.preview is not None:
            papers = _taken(self.draft.papers, self.preview.papers)
            self.put(replace(self.draft, papers=papers), Cursor.NOWHERE)

    def take_from_store(self) -> None:
        """Ask for none of the papers that were scanned for this person before."""
        papers = {paper.id: paper for paper in self.draft.papers}
        for one in self.notes.in_store:
            paper = papers.get(one.paper.id) or fresh(one.paper)
            papers[one.paper.id] = replace(paper, is_taken=True, state="reused", reused=one.file)
        if self.notes.in_store:
            self.put(replace(self.draft, papers=tuple(papers.values())), Cursor.NOWHERE)


def _taken(typed: Sequence[PaperTyped], shown: Sequence[PaperShown]) -> tuple[PaperTyped, ...]:
    known = {paper.id: paper for paper in typed}
    papers = [(known.get(one.id) or fresh(one), one) for one in shown]
    return tuple(paper if one.condition else replace(paper, is_taken=True) for paper, one in papers)


def _begun(start: Draft) -> tuple[int, Cursor]:
    """The form's first turn, and where it begins."""
    return 0, _first(start)


def _use_kept(draft: Draft, *, start: Draft, keep: Callable[[Draft], Any]) -> None:
    """Keep the draft a moment after the last change, and at once when the person leaves."""
    kept = ft.use_ref(start)

    def write() -> None:
        if kept.current != draft:
            kept.current = draft
            keep(draft)

    async def write_soon() -> None:
        await asyncio.sleep(_KEEP_AFTER_SECONDS)
        await asyncio.to_thread(write)

    ft.use_effect(write_soon, dependencies=[draft])
    ft.use_effect(lambda: None, dependencies=[], cleanup=write)


def _first(start: Draft) -> Cursor:
    """Where a form begins that was come back to."""
    if start.person.is_empty:
        return Cursor.PERSON
    return Cursor.NOWHERE if start.procedure else Cursor.PROCEDURE


def use_form(texts: Texts, *, start: Draft, calls: ReceiveCalls) -> Form:
    draft, change = use_fold(start)
    (version, cursor), renew = use_fold(_begun(start))
    last, set_last = use_value(cast("Done | None", None))
    code = draft.procedure
    shown = ft.use_memo(lambda: calls.procedure(code) if code else None, [code])
    preview = ft.use_memo(lambda: calls.preview(draft) if code else None, [draft.without_people()])
    notes = ft.use_memo(
        lambda: calls.people_notes(draft), [*draft.people, draft.case, draft.channel, last]
    )
    before, set_before = use_value(cast("Draft | None", None))
    wiped, set_wiped = use_value(cast("Draft | None", None))

    _use_kept(draft, start=start, keep=calls.keep_draft)

    def put(changed: Draft, cursor: Cursor) -> None:
        change(lambda _: changed)
        renew(lambda was: (was[0] + 1, cursor))

    def finish(done: Done) -> None:
        set_last(done)
        set_before(draft.of_same_people())
        set_wiped(None)
        put(Draft(), Cursor.PERSON)

    def wipe() -> None:
        empty = Draft()
        again = wiped if draft.is_empty and wiped is not None else empty
        set_wiped(None if draft == empty or again is wiped else draft)
        put(again, _first(again))

    return Form(
        draft=draft,
        version=version,
        cursor=cursor,
        shown=shown,
        preview=preview,
        notes=notes,
        before=before,
        running=state.use_running(texts),
        last=last,
        wiped=wiped if draft.is_empty else None,
        wipe=wipe,
        change=change,
        put=put,
        finish=finish,
        note=set_last,
    )
