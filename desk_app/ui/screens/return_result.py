"""Returning a result (Trả kết quả): find by code or name, who takes it, by which paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import ticked
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.pick import Choice, Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class ToReturn:
    id: str
    code: str
    name: str
    procedure: str
    facts: Sequence[tuple[str, str]]
    method: str  # how the citizen asked to get it
    receiver: str  # the applicant, or who submitted
    paper: str  # their identity paper, if known
    originals: Sequence[str]  # papers to give back
    trouble: str = ""  # why it cannot be returned now
    parcel: str = ""  # it is with the post


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    id: str
    receiver: str = ""
    paper: str = ""
    method: str = "counter"
    is_proxy: bool = False
    relation: str = ""
    authorisation: str = ""
    parcel: str = ""
    kept: frozenset[int] = frozenset()  # places of the originals that do not go back
    why_kept: str = ""
    came_back: str = ""  # why the post could not deliver


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnCalls:
    find: Callable[[str], Sequence[Choice]]
    load: Callable[[str], ToReturn]
    give: Callable[[Handover], str]  # slow; the words for the strip
    take_back: Callable[[Handover], str]  # the post brought it back
    waiting_post: Callable[[], int]  # given to the post today
    print_post: Callable[[], str]  # slow; the hand-over list of those


@component
def ReturnResult(*, texts: Texts, bar: str, calls: ReturnCalls, begin: str) -> ft.Control:
    """`begin`: a dossier to return at once; empty to search.

    `bar`: why nothing can be handed over now, in words.
    """
    chosen, set_chosen = use_value(begin)
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)

    def finish(words: str) -> None:
        set_chosen("")
        set_done(Message(kind=Kind.DONE, words=words))

    def choose_one(id_: str) -> None:
        set_done(None)
        running.say(None)
        set_chosen(id_)

    message = running.message or done
    parts: list[ft.Control] = [text.title(texts["ui.place.return"])]
    if message is not None:
        parts.append(strip(message))
    if bar:
        parts.append(strip(Message(kind=Kind.TROUBLE, words=texts.say("ui.bar.return", why=bar))))
    if chosen:
        parts.append(
            HandoverForm(
                key=f"handover-{chosen}",
                texts=texts,
                shown=calls.load(chosen),
                is_busy=running.is_busy,
                bar=bar,
                on_give=lambda handover: running.start(lambda: calls.give(handover), finish),
                on_take_back=lambda typed: running.start(lambda: calls.take_back(typed), finish),
                on_back=lambda: choose_one(""),
            )
        )
    else:
        finder = Pick(
            key="return-find",
            label=texts["ui.return.find"],
            name="return.find",
            find=calls.find,
            on_pick=choose_one,
            nothing=texts["ui.return.nothing"],
            focus=True,
            open_at_once=True,
        )
        parts.append(layout.card([finder, text.muted(texts["ui.return.hint"])]))
        parts.append(
            PostList(
                key="return-post",
                texts=texts,
                count=calls.waiting_post(),
                is_busy=running.is_busy,
                on_print=lambda: running.start(calls.print_post, finish),
            )
        )
    return layout.screen(parts)


@component
def HandoverForm(
    *,
    texts: Texts,
    shown: ToReturn,
    is_busy: bool,
    bar: str,
    on_give: Callable[[Handover], Any],
    on_take_back: Callable[[Handover], Any],
    on_back: Callable[[], Any],
) -> ft.Control:
    start = Handover(id=shown.id, receiver=shown.receiver, paper=shown.paper, method=shown.method)
    typed, change = use_fold(start)

    def put(**values: Any) -> None:
        change(lambda now: replace(now, **values))

    def give() -> Any:
        return None if is_busy or bar or shown.trouble else on_give(typed)

    keys.use_keys({keys.CONFIRM: give, keys.BACK: on_back})
    facts = layout.card(
        [
            text.body(shown.name, bold=True),
            text.body(shown.procedure, lines=2),
            text.code(shown.code),
            *(layout.fact(label, value) for label, value in shown.facts),
        ],
        title=texts["ui.return.what"],
        expand=5,
        spacing=4,
    )
    trouble = [strip(Message(kind=Kind.WARNING, words=shown.trouble))] if shown.trouble else []
    form = layout.card(
        [
            *trouble,
            layout.column(
                _fields(texts, shown=shown, typed=typed, put=put, on_take_back=on_take_back),
                scroll=True,
                expand=True,
                spacing=10,
            ),
        ],
        title=texts["ui.return.who"],
        expand=6,
        spacing=10,
    )
    foot: list[ft.Control] = [
        ft.Container(expand=True),
        buttons.plain(texts["ui.return.other"], name="return.other", press=on_back, shortcut="Esc"),
    ]
    if is_busy:
        foot.append(layout.busy(texts["ui.receive.running"]))
    else:
        foot.append(
            buttons.primary(
                texts["act.return-result"],
                name="return.give",
                press=give,
                shortcut=keys.CONFIRM,
                disabled=bool(shown.trouble),
                bar=bar,
            )
        )
    return layout.column(
        [
            ft.Row(
                [facts, form],
                spacing=12,
                expand=True,
                vertical_alignment=ft.CrossAxisAlignment.STRETCH,
                disabled=bool(bar),
            ),
            layout.row(foot),
        ],
        expand=True,
    )


def _fields(
    texts: Texts,
    *,
    shown: ToReturn,
    typed: Handover,
    put: Callable[..., None],
    on_take_back: Callable[[Handover], Any],
) -> list[ft.Control]:
    methods = [(way, texts[f"ui.result_by.{way}"]) for way in ("counter", "post", "online")]
    parts: list[ft.Control] = [
        choose(
            methods,
            label=texts["ui.return.method"],
            name="return.method",
            value=typed.method,
            on_change=lambda value: put(method=value),
        ),
        _field(texts, "receiver", typed=typed, put=put, focus=not shown.receiver),
        _field(texts, "paper", typed=typed, put=put, focus=bool(shown.receiver)),
    ]
    if typed.method == "post":
        parts.append(text.muted(texts["ui.return.post_hint"]))
        parts.append(_field(texts, "parcel", typed=typed, put=put))
        if shown.parcel:
            parts.append(_field(texts, "came_back", typed=typed, put=put))
            parts.append(
                buttons.plain(
                    texts["ui.return.take_back"],
                    name="return.take_back",
                    press=lambda: on_take_back(typed),
                )
            )
    parts.append(
        ft.Checkbox(
            key="return.is_proxy",
            label=texts["ui.return.is_proxy"],
            value=typed.is_proxy,
            on_change=ticked(lambda is_on: put(is_proxy=is_on)),
        )
    )
    if typed.is_proxy:
        parts.append(_field(texts, "relation", typed=typed, put=put))
        parts.append(_field(texts, "authorisation", typed=typed, put=put))
    if shown.originals:
        parts.append(text.muted(texts["ui.return.originals"]))
        parts += [
            ft.Checkbox(
                key=f"return.original.{place}",
                label=name,
                value=place not in typed.kept,
                on_change=ticked(partial(_tick, typed, put, place)),
            )
            for place, name in enumerate(shown.originals)
        ]
    if typed.kept:
        parts.append(_field(texts, "why_kept", typed=typed, put=put))
    return parts


def _tick(typed: Handover, put: Callable[..., None], place: int, is_back: bool) -> None:  # noqa: FBT001 - as flet says it
    put(kept=typed.kept - {place} if is_back else typed.kept | {place})


@component
def PostList(*, texts: Texts, count: int, is_busy: bool, on_print: Callable[[], Any]) -> ft.Control:
    """What was given to the post today, to be signed for."""
    if not count:
        return ft.Container(width=0, height=0)
    keys.use_keys({keys.PRINT: on_print})
    words = text.body(texts.say("ui.return.in_post", count=count))
    press = buttons.plain(
        texts["ui.return.print_post"],
        name="return.print_post",
        icon=ft.Icons.PRINT_OUTLINED,
        shortcut=keys.PRINT,
        press=on_print,
        disabled=is_busy,
    )
    return layout.card([layout.row([ft.Container(words, expand=True), press])])


def _field(
    texts: Texts, name: str, *, typed: Handover, put: Callable[..., None], focus: bool = False
) -> ft.Control:
    return Field(
        label=texts[f"ui.return.{name}"],
        name=f"return.{name}",
        initial=getattr(typed, name),
        focus=focus,
        on_change=lambda value: put(**{name: value}),
    )
