"""What the person asks for: the procedure, its case, how it came and how the result goes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.screens.receive.linked import linked_parts
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.receive.data import ProcedureShown, ReceiveCalls
    from desk_app.ui.screens.receive.draft import Draft
    from locales.catalogue import Texts

    Change = Callable[[Callable[[Draft], Draft]], None]

_WAYS = ("counter", "post", "online")


def procedure_card(
    *,
    texts: Texts,
    draft: Draft,
    shown: ProcedureShown | None,
    version: int,
    calls: ReceiveCalls,
    change: Change,
    on_procedure: Callable[[str], Any],
    focus: bool,
) -> ft.Control:
    """With nothing chosen only the field to find it stands here."""
    if shown is None:
        finder = Pick(
            key=f"procedure-{version}",
            label=texts["ui.receive.find_procedure"],
            name="receive.procedure",
            find=calls.find_procedures,
            on_pick=on_procedure,
            nothing=texts["ui.receive.no_procedure"],
            focus=focus,
        )
        return layout.card([finder], title=texts["ui.column.procedure"])
    parts: list[ft.Control] = [
        _chosen(shown, texts=texts, on_clear=lambda: on_procedure("")),
        *_cases(shown, draft=draft, texts=texts, change=change),
        *linked_parts(shown, draft=draft, texts=texts, change=change),
        _counts(shown, draft=draft, texts=texts, version=version, change=change, focus=focus),
        *_ways(shown, draft=draft, texts=texts, change=change),
        *_exemptions(shown, draft=draft, texts=texts, change=change),
    ]
    return layout.card(parts, title=texts["ui.column.procedure"], spacing=8)


def _chosen(shown: ProcedureShown, *, texts: Texts, on_clear: Callable[[], Any]) -> ft.Control:
    facts = f"{shown.code} · {shown.field} · {shown.version}"
    words: list[ft.Control] = [text.body(shown.name, bold=True, lines=2), text.muted(facts)]
    if not shown.is_confirmed:
        words.append(unconfirmed(texts))
    if shown.master:
        words.append(text.muted(texts.say("ui.receive.master", system=shown.master)))
    return layout.row(
        [
            ft.Container(ft.Column(words, spacing=2, tight=True), expand=True),
            buttons.plain(texts["ui.change"], name="receive.procedure.change", press=on_clear),
        ],
        top=True,
    )


def unconfirmed(texts: Texts) -> ft.Control:
    """Stands beside every value no source confirms."""
    return ft.Container(
        ft.Text(texts["ui.unconfirmed"], size=12, color=theme.AMBER, no_wrap=True),
        bgcolor=theme.AMBER_TINT,
        border_radius=4,
        padding=ft.Padding.symmetric(horizontal=5, vertical=0),
    )


def _cases(
    shown: ProcedureShown, *, draft: Draft, texts: Texts, change: Change
) -> list[ft.Control]:
    if not shown.cases:
        return []
    options = (
        ("", texts["ui.receive.ordinary_case"]),
        *((c.id, c.title) for c in shown.cases),
    )
    return [
        choose(
            [(value or "-", words) for value, words in options],
            label=texts["ui.receive.case"],
            name="receive.case",
            value=draft.case or "-",
            upright=True,
            on_change=lambda value: change(
                lambda now: replace(now, case="" if value == "-" else value)
            ),
        )
    ]


def _counts(
    shown: ProcedureShown,
    *,
    draft: Draft,
    texts: Texts,
    version: int,
    change: Change,
    focus: bool,
) -> ft.Control:
    wanted = [
        *(["pages"] if shown.asks_pages else []),
        *(["copies"] if shown.asks_copies else []),
        *(["persons"] if shown.asks_persons else []),
        *(["cases"] if shown.asks_cases else []),
        "sets",
    ]

    def field(name: str, *, is_first: bool) -> ft.Control:
        return ft.Container(
            Field(
                key=f"{name}-{version}-{shown.code}",
                label=texts[f"ui.receive.{name}"],
                name=f"receive.{name}",
                initial=getattr(draft, name),
                focus=focus and is_first,
                on_change=lambda value: change(lambda now: replace(now, **{name: value})),
            ),
            expand=1,
        )

    return layout.row([field(name, is_first=name == wanted[0]) for name in wanted])


def _ways(shown: ProcedureShown, *, draft: Draft, texts: Texts, change: Change) -> list[ft.Control]:
    channels = [(way, texts[f"ui.channel.{way}"]) for way in _WAYS if way in shown.channels]
    results = [(way, texts[f"ui.result_by.{way}"]) for way in _WAYS]
    return [
        choose(
            channels,
            label=texts["ui.receive.channel"],
            name="receive.channel",
            value=draft.channel,
            on_change=lambda value: change(lambda now: replace(now, channel=value)),
        ),
        choose(
            results,
            label=texts["ui.receive.result_by"],
            name="receive.result_by",
            value=draft.result_by,
            on_change=lambda value: change(lambda now: replace(now, result_by=value)),
        ),
    ]


def _exemptions(
    shown: ProcedureShown, *, draft: Draft, texts: Texts, change: Change
) -> list[ft.Control]:
    if not shown.exemptions:
        return []
    options = [("-", texts["ui.receive.no_exemption"]), *((e, e) for e in shown.exemptions)]
    return [
        choose(
            options,
            label=texts["ui.receive.exemption"],
            name="receive.exemption",
            value=draft.exemption or "-",
            upright=True,
            on_change=lambda value: change(
                lambda now: replace(now, exemption="" if value == "-" else value)
            ),
        )
    ]
