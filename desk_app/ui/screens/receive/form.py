"""The reception form between renders: the draft, what the catalogue says of it, how it changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import flet as ft

from desk_app.ui import state
from desk_app.ui.component import use_fold, use_value
from desk_app.ui.screens.receive.draft import Draft
from desk_app.ui.screens.receive.papers import fresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.receive.data import Done, Preview, ProcedureShown, ReceiveCalls
    from desk_app.ui.screens.receive.draft import PersonTyped
    from desk_app.ui.widgets.strip import Message
    from locales.catalogue import Texts

_KEEP_AFTER_SECONDS = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    draft: Draft
    version: int  # a new one remakes the fields
    shown: ProcedureShown | None
    preview: Preview | None
    running: state.Running
    last: Done | None  # what was done just before
    change: Callable[[Callable[[Draft], Draft]], None]  # from a field: it keeps its own text
    put: Callable[[Draft], None]  # from outside: the fields are filled anew
    finish: Callable[[Done], None]
    note: Callable[[Done], None]

    @property
    def message(self) -> Message | None:
        return self.running.message or (self.last.message if self.last else None)

    def take_person(self, person: PersonTyped) -> None:
        self.put(replace(self.draft, person=person))

    def take_procedure(self, code: str, shown: ProcedureShown | None) -> None:
        channel = shown.channels[0] if shown and shown.channels else "counter"
        self.put(
            replace(self.draft, procedure=code, case="", papers=(), exemption="", channel=channel)
        )

    def take_all_papers(self) -> None:
        """Tick every paper that is asked for without a condition."""
        if self.preview is not None:
            typed = {paper.id: paper for paper in self.draft.papers}
            papers = (
                replace(typed.get(shown.id) or fresh(shown), is_taken=True)
                if not shown.condition
                else typed.get(shown.id) or fresh(shown)
                for shown in self.preview.papers
            )
            self.put(replace(self.draft, papers=tuple(papers)))


def use_form(texts: Texts, *, start: Draft, calls: ReceiveCalls) -> Form:
    draft, change = use_fold(start)
    version, renew = use_fold(0)
    last, set_last = use_value(cast("Done | None", None))
    code = draft.procedure
    shown = ft.use_memo(lambda: calls.procedure(code) if code else None, [code])
    preview = ft.use_memo(lambda: calls.preview(draft) if code else None, [draft.without_people()])

    async def keep() -> None:
        await asyncio.sleep(_KEEP_AFTER_SECONDS)
        await asyncio.to_thread(calls.keep_draft, draft)

    ft.use_effect(keep, dependencies=[draft])

    def put(changed: Draft) -> None:
        change(lambda _: changed)
        renew(lambda number: number + 1)

    def finish(done: Done) -> None:
        set_last(done)
        put(Draft())

    return Form(
        draft=draft,
        version=version,
        shown=shown,
        preview=preview,
        running=state.use_running(texts),
        last=last,
        change=change,
        put=put,
        finish=finish,
        note=set_last,
    )
