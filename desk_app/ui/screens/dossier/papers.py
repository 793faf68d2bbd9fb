"""What lies in a dossier: papers brought, files with their signatures, prints and their fate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.domain.rights import Act
from desk_app.ui import text, theme
from desk_app.ui.screens.dossier.data import PageAsked
from desk_app.ui.widgets import buttons, layout, ticks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.dossier.data import (
        ActDone,
        DossierCalls,
        DossierShown,
        FileLine,
        PaperLine,
        PrintLine,
    )
    from locales.catalogue import Texts


def papers_card(papers: Sequence[PaperLine], *, texts: Texts) -> ft.Control:
    lines: list[ft.Control] = [
        layout.row(
            [
                ft.Container(text.body(paper.name, lines=2), expand=True),
                ft.Container(text.muted(paper.count), width=110),
                ft.Container(text.muted(paper.state), width=150),
            ]
        )
        for paper in papers
    ]
    return layout.card(
        lines or [text.muted(texts["ui.dossier.no_papers"])], title=texts["ui.receive.papers"]
    )


def scan_button(shown: DossierShown, *, texts: Texts, calls: DossierCalls) -> list[ft.Control]:
    """The way to the scanner, for who may."""
    if not shown.may_scan:
        return []
    return [
        buttons.plain(
            texts["act.scan"],
            name="dossier.scan",
            press=partial(calls.go, Act.SCAN),
            icon=ft.Icons.DOCUMENT_SCANNER_OUTLINED,
        )
    ]


def files_card(
    files: Sequence[FileLine], *, texts: Texts, on_open: Callable[[FileLine], Any]
) -> ft.Control:
    if not files:
        return ft.Container()
    lines: list[ft.Control] = [
        layout.row(
            [
                ft.Icon(ft.Icons.PICTURE_AS_PDF_OUTLINED, size=20, color=theme.MUTED),
                ft.Container(
                    ft.Column(
                        [
                            text.body(file.name, bold=True, lines=1),
                            text.muted(file.detail),
                            *([ticks.line(file.tick, texts)] if file.tick else []),
                        ],
                        spacing=0,
                        tight=True,
                    ),
                    expand=True,
                ),
                buttons.plain(
                    texts["ui.file.open"],
                    name=f"file.{file.sha256[:8]}",
                    press=partial(on_open, file),
                    disabled=not file.pages,
                ),
            ]
        )
        for file in files
    ]
    return layout.card(lines, title=texts["ui.dossier.files"])


def prints_card(
    shown: DossierShown,
    *,
    texts: Texts,
    calls: DossierCalls,
    run: Callable[[Callable[[], ActDone]], Any],
) -> ft.Control:
    lines = [_print(line, texts=texts, calls=calls, run=run) for line in shown.prints]
    forms: list[ft.Control] = [
        buttons.plain(
            words,
            name=f"print.{form}",
            press=partial(run, partial(calls.print_form, PageAsked(form=form))),
            shortcut="F9" if index == 0 else "",
            icon=ft.Icons.PRINT_OUTLINED,
        )
        for index, (form, words) in enumerate(shown.forms)
    ]
    return layout.card(
        [*lines, layout.row(forms, wrap=True, spacing=6)], title=texts["ui.dossier.prints"]
    )


def _print(
    line: PrintLine,
    *,
    texts: Texts,
    calls: DossierCalls,
    run: Callable[[Callable[[], ActDone]], Any],
) -> ft.Control:
    """A page nobody is sure of asks whether it came out (tờ này đã ra chưa?)."""
    parts: list[ft.Control] = [
        ft.Container(text.body(line.form, lines=1), expand=True),
        ft.Container(text.muted(line.state), width=170),
        text.muted(line.when),
    ]
    if line.is_open:
        parts += [
            buttons.plain(
                texts["ui.print.came_out"],
                name=f"print.{line.id}.yes",
                press=lambda: run(lambda: calls.close_print(line.id, True)),
            ),
            buttons.plain(
                texts["ui.print.did_not"],
                name=f"print.{line.id}.no",
                press=lambda: run(lambda: calls.close_print(line.id, False)),
            ),
        ]
    return layout.row(parts)
