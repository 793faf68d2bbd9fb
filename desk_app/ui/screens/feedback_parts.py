"""The parts of the screen of feedback: what is shown, the two forms, the two questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desk_app.ui.strip import Message
    from desk_app.ui.theme import Tone
    from locales.catalogue import Texts

_UNHAPPY = frozenset({"1", "2"})
PERSON, PROVINCE = "person", "province"


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackLine:
    id: str
    number: str
    facts: str  # kind, what about, who
    words: str
    where: str  # with whom it is, or what was answered
    due: str
    tone: Tone
    state: str
    is_open: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackNow:
    lines: Sequence[FeedbackLine]
    slips: str  # what was counted today


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedTo:
    to: str  # PERSON, PROVINCE
    person: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackCalls:
    load: Callable[[bool], FeedbackNow]  # with the answered ones?
    take: Callable[[Mapping[str, str]], str]  # slow: prints
    route: Callable[[str, PassedTo], str]
    answer: Callable[[str, str], str]
    print: Callable[[str], str]
    add_slips: Callable[[str, str, str], str]  # face, because, how many
    kinds: Sequence[tuple[str, str]]
    abouts: Sequence[tuple[str, str]]
    faces: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]
    people: Callable[[], Sequence[str]]
    may_take: bool
    may_answer: bool
    may_count: bool


def _chips(
    options: Sequence[tuple[str, str]],
    *,
    label: str,
    name: str,
    chosen: str,
    on_pick: Callable[[str], Any],
) -> ft.Control:
    """One of several short answers, side by side."""
    shown: list[ft.Control] = [
        buttons.chip(
            words, name=f"{name}.{option}", press=partial(on_pick, option), chosen=option == chosen
        )
        for option, words in options
    ]
    return layout.column([text.muted(label), layout.row(shown, spacing=6, wrap=True)], spacing=4)


@component
def TakeFeedback(
    *, texts: Texts, bar: str, calls: FeedbackCalls, is_busy: bool, on_take: Callable[[Any], Any]
) -> ft.Control:
    begun = cast("Mapping[str, str]", {"kind": calls.kinds[0][0], "about": calls.abouts[0][0]})
    typed, change = use_fold(begun)

    def put(name: str, value: str) -> None:
        change(lambda now: {**now, name: value})

    def line(name: str, *, lines: int = 1, width: int | None = None) -> ft.Control:
        return Field(
            label=texts[f"ui.feedback.{name}"],
            name=f"feedback.{name}",
            lines=lines,
            width=width,
            focus=name == "words",
            on_change=partial(put, name),
        )

    kind = choose(
        calls.kinds,
        label=texts["ui.feedback.kind"],
        name="feedback.kind",
        value=typed["kind"],
        on_change=partial(put, "kind"),
        label_width=60,
    )
    about = _chips(
        calls.abouts,
        label=texts["ui.feedback.about"],
        name="feedback.about",
        chosen=typed["about"],
        on_pick=partial(put, "about"),
    )
    take = {"words": "", **typed}
    keys.use_keys({keys.CONFIRM: lambda: on_take(take)} if not bar else {})
    return layout.card(
        [
            kind,
            about,
            line("words", lines=3),
            layout.row([line("name", width=260), line("phone", width=160)]),
            line("address"),
            layout.row(
                [
                    ft.Container(line("code"), expand=True),
                    buttons.primary(
                        texts["ui.feedback.take"],
                        name="feedback.take",
                        shortcut=keys.CONFIRM,
                        press=lambda: on_take(take),
                        bar=bar,
                        disabled=is_busy,
                    ),
                ]
            ),
        ],
        title=texts["ui.feedback.new"],
        spacing=8,
    )


@component
def CountSlips(
    *,
    texts: Texts,
    bar: str,
    calls: FeedbackCalls,
    told: str,
    on_add: Callable[[str, str, str], Any],
) -> ft.Control:
    """Slips handed in on paper, as many alike at once."""
    face, set_face = use_value(calls.faces[0][0])
    because, set_because = use_value("")
    slips, set_slips = use_value("1")
    parts: list[ft.Control] = [
        _chips(
            calls.faces,
            label=texts["ui.feedback.face"],
            name="feedback.face",
            chosen=face,
            on_pick=set_face,
        )
    ]
    is_unhappy = face in _UNHAPPY
    if is_unhappy:
        parts.append(
            _chips(
                calls.reasons,
                label=texts["ui.feedback.because"],
                name="feedback.because",
                chosen=because,
                on_pick=set_because,
            )
        )
    add = buttons.plain(
        texts["ui.feedback.count"],
        name="feedback.count",
        press=lambda: on_add(face, because if is_unhappy else "", slips),
        bar=bar,
    )
    number = Field(
        label=texts["ui.feedback.slips"],
        name="feedback.slips",
        initial="1",
        width=110,
        on_change=set_slips,
    )
    parts += [layout.row([number, add]), text.muted(told)]
    return layout.card(parts, title=texts["ui.feedback.box"], spacing=6)


def feedback_line(
    line: FeedbackLine,
    texts: Texts,
    *,
    bar: str,
    calls: FeedbackCalls,
    on_ask: Callable[[str, FeedbackLine], Any],
    on_print: Callable[[str], Any],
) -> ft.Control:
    head = layout.row(
        [
            ft.Container(text.body(line.number, bold=True), width=130),
            ft.Container(text.muted(line.facts), expand=True),
            text.muted(line.due),
            ft.Container(status.badge(line.tone, line.state), width=140),
        ]
    )
    presses = [
        buttons.quiet(
            texts["ui.feedback.print"],
            name=f"feedback.print.{line.number}",
            press=partial(on_print, line.id),
        )
    ]
    if line.is_open and calls.may_answer:
        presses = [
            buttons.plain(
                texts[f"ui.feedback.{what}"],
                name=f"feedback.{what}.{line.number}",
                press=partial(on_ask, what, line),
                bar=bar,
            )
            for what in ("answer", "route")
        ] + presses
    parts: list[ft.Control] = [head, text.body(line.words, lines=3)]
    if line.where:
        parts.append(text.muted(line.where, lines=2))
    parts.append(layout.row(presses, spacing=8))
    return ft.Container(
        layout.column(parts, spacing=4),
        padding=ft.Padding.symmetric(horizontal=4, vertical=8),
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
    )


@component
def AskFeedback(
    *,
    texts: Texts,
    what: str,
    line: FeedbackLine,
    people: Sequence[str],
    message: Message | None,
    is_busy: bool,
    on_answer: Callable[[str], Any],
    on_route: Callable[[PassedTo], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """`what`: answer or route."""
    words, set_words = use_value("")
    whom, set_whom = use_value(people[0] if people else PROVINCE)
    content: list[ft.Control] = [text.body(f"{line.number} · {line.words}", lines=4)]
    if what == "route":
        options = [*((name, name) for name in people), (PROVINCE, texts["ui.feedback.province"])]
        content.append(
            choose(
                options,
                label=texts["ui.feedback.to"],
                name="feedback.to",
                value=whom,
                on_change=set_whom,
                upright=True,
            )
        )
    label = texts["ui.feedback.note" if what == "route" else "ui.feedback.answer_words"]
    content.append(
        Field(label=label, name="feedback.reply", lines=3, focus=True, on_change=set_words)
    )
    if message is not None:
        content.append(strip(message))

    def confirm() -> Any:
        if what == "answer":
            return on_answer(words)
        to = PROVINCE if whom == PROVINCE else PERSON
        return on_route(PassedTo(to=to, person="" if to == PROVINCE else whom, note=words))

    return Dialog(
        title=texts[f"ui.feedback.{what}"],
        content=content,
        confirm=texts[f"ui.feedback.{what}"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
        is_busy=is_busy,
    )
