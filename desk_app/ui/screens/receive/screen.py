"""Reception (Tiếp nhận): everything on one screen, the form empty again for the next person."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import keys, state
from desk_app.ui.component import component, use_value
from desk_app.ui.screens.queue_bar import QueueBar
from desk_app.ui.screens.receive.before import before_dialog
from desk_app.ui.screens.receive.form import Cursor, Form, use_form
from desk_app.ui.screens.receive.papers import papers_card
from desk_app.ui.screens.receive.person import person_card
from desk_app.ui.screens.receive.procedure import procedure_card
from desk_app.ui.screens.receive.promise import promise_card
from desk_app.ui.screens.receive.visit import back_menu, in_store, visit_notes
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.ask_reprint import reprint_dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.queue_data import QueueCalls
    from desk_app.ui.screens.receive.data import Done, ReceiveCalls
    from desk_app.ui.screens.receive.draft import Draft
    from locales.catalogue import Texts

_LEFT_WIDTH = 568


@component
def Receive(
    *, texts: Texts, bar: str, start: Draft, calls: ReceiveCalls, queue: QueueCalls
) -> ft.Control:
    """`start` is the draft kept from before; an empty one for a new person.

    `bar`: why nothing can be received now, in words; nothing is typed then that could not be kept.
    """
    form = use_form(texts, start=start, calls=calls)
    is_why_open, set_why = use_value(False)
    asking, set_asking = use_value("")
    is_again, set_again = use_value(False)
    is_ready = _is_whole(form) and not bar

    def receive() -> Any:
        if not is_ready:
            return None
        return form.running.start(lambda: calls.receive(form.draft), form.finish)

    def back(reason: str) -> Any:
        return form.running.start(lambda: calls.ask_back(form.draft, reason), form.finish)

    def reprint(why: str = "", words: str = "") -> Any:
        entity = form.last.entity if form.last else ""
        work = partial(calls.reprint, entity, why, words)
        return form.running.start(work, printed) if entity else None

    def printed(done: Done | None) -> None:
        set_again(done is None)
        if done is not None:
            form.note(done)

    keys.use_keys(
        {
            keys.CONFIRM: receive,
            keys.PRINT: reprint,
            keys.SAME_PERSON: form.take_same_people,
            keys.REUSE: form.take_from_store,
        }
    )
    columns = ft.Row(
        [
            layout.column(_left(texts, form, calls), spacing=10, scroll=True, width=_LEFT_WIDTH),
            layout.column(
                _right(texts, form, calls, is_why_open=is_why_open, set_why=set_why),
                spacing=10,
                expand=True,
            ),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        disabled=bool(bar),
    )
    return layout.screen(
        [
            *_barred(bar, texts=texts),
            QueueBar(texts=texts, calls=queue, bar=bar),
            *_strips(texts, form, calls=calls, reprint=reprint),
            columns,
            _foot(
                texts,
                form,
                bar=bar,
                receive=receive,
                ask=set_asking,
                back=back,
            ),
            *reprint_dialog(
                is_asked=is_again,
                texts=texts,
                running=form.running,
                on_confirm=reprint,
                on_cancel=lambda: set_again(False),
            ),
            *before_dialog(asking, texts=texts, form=form, calls=calls, close=set_asking),
        ]
    )


def _is_whole(form: Form) -> bool:
    """Whether what a dossier cannot do without is typed, and nothing runs."""
    return bool(_has_name(form) and form.shown and not form.running.is_busy)


def _has_name(form: Form) -> bool:
    return bool(form.draft.person.name.strip())


def _barred(bar: str, *, texts: Texts) -> list[ft.Control]:
    """Said before a person's data is typed: why it cannot be kept, and what to do now."""
    if not bar:
        return []
    words = texts.say("ui.bar.receive", why=bar)
    return [strip(Message(kind=Kind.TROUBLE, words=words))]


def _strips(
    texts: Texts, form: Form, *, calls: ReceiveCalls, reprint: Callable[[], Any]
) -> list[ft.Control]:
    if form.message is None:
        return []
    done = form.last
    actions: list[ft.Control] = []
    if done is not None and done.entity and form.running.message is None:
        actions = [
            buttons.plain(
                texts["ui.receive.same_person"],
                name="receive.same_person",
                press=form.take_same_people,
                shortcut=keys.SAME_PERSON,
            ),
            buttons.plain(
                texts["ui.receive.reprint"], name="receive.reprint", press=reprint, shortcut="F9"
            ),
            buttons.plain(
                texts["ui.open"],
                name="receive.open",
                press=lambda: calls.open_dossier(done.entity),
            ),
        ]
    return [strip(form.message, actions=actions)]


def _left(texts: Texts, form: Form, calls: ReceiveCalls) -> list[ft.Control]:
    draft = form.draft

    def take_card(raw: str) -> None:
        if not raw.strip():
            return
        outcome = state.attempt_now(lambda: calls.read_card(raw), texts=texts)
        if outcome.value is not None:
            form.take_person(outcome.value)
        form.running.say(outcome.trouble)

    competent = Field(
        key=f"competent-{form.version}",
        label=texts["ui.receive.competent"],
        name="receive.competent",
        hint="H17.123",
        initial=draft.competent,
        on_change=lambda value: form.change(lambda now: replace(now, competent=value)),
    )
    note = Field(
        key=f"note-{form.version}",
        label=texts["ui.receive.note"],
        name="receive.note",
        initial=draft.note,
        on_change=lambda value: form.change(lambda now: replace(now, note=value)),
    )
    return [
        person_card(
            texts=texts,
            draft=draft,
            version=form.version,
            calls=calls,
            change=form.change,
            on_person=form.take_person,
            on_card=take_card,
            notes=form.notes,
            focus=form.cursor is Cursor.PERSON,
        ),
        procedure_card(
            texts=texts,
            draft=draft,
            shown=form.shown,
            version=form.version,
            calls=calls,
            change=form.change,
            on_procedure=lambda code: form.take_procedure(code, calls),
            focus=form.cursor in {Cursor.PROCEDURE, Cursor.COUNTS},
        ),
        layout.card([note, competent]),
    ]


def _right(
    texts: Texts,
    form: Form,
    calls: ReceiveCalls,
    *,
    is_why_open: bool,
    set_why: Callable[[bool], None],
) -> list[ft.Control]:
    preview = form.preview
    if preview is None:
        return [layout.card([layout.empty(texts["ui.receive.choose_procedure"])], expand=True)]
    promise = promise_card(
        texts=texts,
        preview=preview,
        is_why_open=is_why_open,
        on_why=lambda: set_why(not is_why_open),
    )
    papers = papers_card(
        texts=texts,
        draft=form.draft,
        papers=preview.papers,
        version=form.version,
        change=form.change,
        on_all=form.take_all_papers,
        on_print=lambda: form.running.start(lambda: calls.print_checklist(form.draft), form.note),
    )
    return [
        *visit_notes(form.notes, texts=texts, on_open=calls.open_dossier),
        *in_store(form.notes, form.draft, texts=texts, on_reuse=form.take_from_store),
        papers,
        promise,
    ]


def _foot(
    texts: Texts,
    form: Form,
    *,
    bar: str,
    receive: Callable[[], Any],
    ask: Callable[[str], None],
    back: Callable[[str], Any],
) -> ft.Control:
    can_ask = _is_whole(form)
    missing = buttons.lacking(texts, name=_has_name(form), procedure=form.shown is not None)
    parts: list[ft.Control] = [
        buttons.quiet(
            texts["ui.receive.clear" if form.wiped is None else "ui.receive.take_back"],
            name="receive.clear",
            press=form.wipe,
        ),
        back_menu(texts, on_back=back, disabled=not can_ask or bool(bar)),
        buttons.plain(
            texts["act.refuse"],
            name="receive.refuse",
            press=lambda: ask("refuse"),
            disabled=not can_ask,
            bar=bar,
        ),
        buttons.plain(
            texts["act.request-supplement"],
            name="receive.supplement",
            press=lambda: ask("supplement"),
            disabled=not can_ask,
            bar=bar,
        ),
    ]
    if form.running.is_busy:
        parts.append(layout.busy(texts["ui.receive.running"]))
    else:
        parts.append(
            buttons.primary(
                texts["ui.receive.receive"],
                name="receive.receive",
                press=receive,
                shortcut=keys.CONFIRM,
                icon=ft.Icons.PRINT_OUTLINED,
                bar=bar,
                missing="" if bar else missing,
                line=texts["ui.receive.kept"],
            )
        )
    return layout.row(parts)
