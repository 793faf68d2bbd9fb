"""The papers as a checklist: what was brought, how many, and in which form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.domain.submission import AskedBecause
from desk_app.ui import text, theme
from desk_app.ui.component import component
from desk_app.ui.handling import pressed, ticked
from desk_app.ui.screens.receive.draft import PaperTyped
from desk_app.ui.screens.receive.procedure import unconfirmed
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.receive.data import PaperShown
    from desk_app.ui.screens.receive.draft import Draft
    from locales.catalogue import Texts

    Change = Callable[[Callable[[Draft], Draft]], None]

STATES = (
    "original",
    "certified_copy",
    "compared_copy",
    "shown",
    "from_database",
    "reused",
)


def papers_card(
    *,
    texts: Texts,
    draft: Draft,
    papers: Sequence[PaperShown],
    version: int,
    change: Change,
    on_all: Callable[[], Any],
    on_print: Callable[[], Any],
) -> ft.Control:
    typed = {paper.id: paper for paper in draft.papers}
    lines: list[ft.Control] = [
        PaperLine(
            key=f"paper-{version}-{draft.procedure}-{draft.case}-{paper.id}",
            texts=texts,
            shown=paper,
            typed=typed.get(paper.id) or fresh(paper),
            change=change,
        )
        for paper in papers
    ]
    taken = sum(paper.is_taken for paper in draft.papers)
    title = texts["ui.receive.papers"]
    if not papers:
        lines = [text.muted(texts["ui.receive.papers_later"])]
    else:
        title = texts.say("ui.receive.papers_taken", taken=taken, total=len(papers))
    return layout.card(
        [
            ft.ListView(
                lines, key="receive.papers", spacing=2, expand=True, padding=ft.Padding.only(top=6)
            )
        ],
        title=title,
        expand=True,
        spacing=6,
        trailing=_head(texts, on_all=on_all, on_print=on_print) if papers else None,
    )


def _head(texts: Texts, *, on_all: Callable[[], Any], on_print: Callable[[], Any]) -> ft.Control:
    return layout.row(
        [
            buttons.quiet(
                texts["ui.receive.checklist"],
                name="receive.checklist",
                press=on_print,
                icon=ft.Icons.CHECKLIST,
            ),
            buttons.quiet(texts["ui.receive.all_papers"], name="receive.all_papers", press=on_all),
        ]
    )


def fresh(shown: PaperShown) -> PaperTyped:
    """The required paper, not yet brought."""
    return PaperTyped(
        id=shown.id,
        name=shown.name,
        originals=str(shown.originals),
        copies=str(shown.copies),
        state=shown.state,
    )


@component
def PaperLine(*, texts: Texts, shown: PaperShown, typed: PaperTyped, change: Change) -> ft.Control:
    def alter(**values: Any) -> None:
        def put(now: Draft) -> Draft:
            kept = next((p for p in now.papers if p.id == shown.id), None)
            if kept is None:
                added = replace(typed, **values)
                return replace(now, papers=(*now.papers, added))
            return now.paper(replace(kept, **values))

        change(put)

    tick = ft.Checkbox(
        key=f"paper.{shown.id}",
        value=typed.is_taken,
        semantics_label=shown.name,
        visual_density=ft.VisualDensity.COMPACT,
        on_change=ticked(lambda is_on: alter(is_taken=is_on)),
    )
    words: list[ft.Control] = [text.body(shown.name, lines=2)]
    if shown.condition:
        words.append(text.muted(shown.condition, lines=2))
    if shown.alternatives:
        words.append(text.muted(texts.say("ui.receive.or", papers=shown.alternatives), lines=2))
    if typed.ground:
        words.append(text.body(texts[f"ui.paper_ground.{typed.ground}"], color=theme.AMBER))
    if not shown.is_confirmed:
        words.append(ft.Row([unconfirmed(texts)]))
    return ft.Container(
        layout.row(
            [
                tick,
                ft.Container(ft.Column(words, spacing=1, tight=True), expand=True),
                *_numbers(texts=texts, shown=shown, typed=typed, alter=alter),
                _state(texts=texts, shown=shown, typed=typed, alter=alter),
            ],
            spacing=6,
        ),
        border=ft.Border(bottom=ft.BorderSide(1, theme.LINE)),
        padding=ft.Padding.symmetric(horizontal=0, vertical=2),
    )


def _numbers(
    *, texts: Texts, shown: PaperShown, typed: PaperTyped, alter: Callable[..., None]
) -> list[ft.Control]:
    return [
        Field(
            label=texts[f"ui.paper.{kind}"],
            name=f"paper.{shown.id}.{kind}",
            initial=getattr(typed, kind),
            width=66,
            on_change=lambda value, kind=kind: alter(**{kind: value}),
        )
        for kind in ("originals", "copies")
    ]


def _state(
    *, texts: Texts, shown: PaperShown, typed: PaperTyped, alter: Callable[..., None]
) -> ft.Control:
    """A button that opens the list of states; the present one stands on it."""
    return ft.PopupMenuButton(
        key=f"paper.{shown.id}.state",
        tooltip=texts["ui.paper.state"],
        content=ft.Container(
            layout.row(
                [
                    ft.Container(
                        text.muted(texts[f"ui.paper_state.{typed.state}"], lines=2), expand=True
                    ),
                    ft.Icon(ft.Icons.ARROW_DROP_DOWN, size=16, color=theme.MUTED),
                ],
                spacing=2,
            ),
            width=124,
        ),
        items=[
            ft.PopupMenuItem(
                texts[f"ui.paper_state.{state}"],
                height=36,
                on_click=pressed(partial(alter, state=state)),
            )
            for state in STATES
        ]
        + [
            ft.PopupMenuItem(
                texts[f"ui.paper_ground.{ground}"],
                height=36,
                checked=typed.ground == ground,
                on_click=pressed(
                    partial(alter, ground="" if typed.ground == ground else ground.value)
                ),
            )
            for ground in AskedBecause
        ],
    )
