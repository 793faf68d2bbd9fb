"""Scanning (Quét giấy tờ): the tray at the left, the page, and what it becomes at the right.

What lies in the tray is kept already; leaving the screen loses nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.scans.data import OTHER, Keep
from desk_app.ui.screens.scans.making import making_card
from desk_app.ui.screens.scans.page import PageView
from desk_app.ui.screens.scans.sources import Progress, sources_card
from desk_app.ui.screens.scans.tray import tray_card
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.scans.data import ScanCalls, Scanning, ScanShown
    from desk_app.ui.strip import Message
    from locales.catalogue import Texts

_LEFT_WIDTH = 236
_RIGHT_WIDTH = 372
_LOOK_SECONDS = 4.0


@component
def Scans(*, texts: Texts, bar: str, calls: ScanCalls) -> ft.Control:
    """`bar`: why nothing can be kept now, in words."""
    round_, renew = use_fold(0)
    done, set_done = use_value(cast("Message | None", None))
    chosen, set_chosen = use_value(0)
    is_set_up_open, open_set_up = use_value(False)  # kept here: a message moves the cards below
    making, set_making = use_fold(cast("Keep | None", None))
    running = state.use_running(texts)
    shown = ft.use_memo(calls.load, [round_])
    waiting = state.use_watched(calls.waiting, seconds=_LOOK_SECONDS, anew=round_)
    now = making or _first(shown)

    def told(message: Message | None) -> None:
        set_done(message)
        renew(lambda number: number + 1)

    def run(work: Callable[[], Message]) -> Any:
        set_done(None)
        return running.start(work, told)

    def change(step: Callable[[Keep], Keep]) -> None:
        before = now.scanning
        after = step(now)
        set_making(lambda kept: step(kept or now))
        if after.scanning != before:
            calls.choose(after.scanning)

    def kept(message: Message) -> None:
        set_making(lambda _: None)
        told(message)

    def keep() -> Any:
        if not (shown.dossier and shown.pages) or bar:
            return None
        set_done(None)
        return running.start(lambda: calls.keep(now), kept)

    def arrange(page: int, how: str) -> None:
        calls.arrange(page, how)
        renew(lambda number: number + 1)

    keys.use_keys({keys.CONFIRM: keep})
    here = next((page for page in shown.pages if page.id == chosen), None)
    page = here or (shown.pages[0] if shown.pages else None)
    message = running.message or done
    columns = ft.Row(
        [
            ft.Container(
                tray_card(texts=texts, pages=shown.pages, chosen=page, choose=set_chosen),
                width=_LEFT_WIDTH,
            ),
            ft.Container(
                PageView(
                    key=f"page-{page.id if page else 0}-{round_}-{_look(now.scanning)}",
                    texts=texts,
                    page=page,
                    scanning=now.scanning,
                    picture=calls.picture,
                    arrange=arrange,
                ),
                expand=True,
            ),
            layout.column(
                [
                    sources_card(
                        texts=texts,
                        calls=calls,
                        now=now,
                        change=change,
                        run=run,
                        waiting=waiting,
                        is_open=is_set_up_open,
                        on_open=partial(open_set_up, True),
                    ),
                    making_card(
                        texts=texts,
                        shown=shown,
                        now=now,
                        change=change,
                        round_=round_,
                        run=run,
                        calls=calls,
                    ),
                ],
                spacing=10,
                scroll=True,
                width=_RIGHT_WIDTH,
            ),
        ],
        spacing=12,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        disabled=bool(bar),
    )
    return layout.screen(
        [
            _head(texts, shown, calls),
            *([strip(message)] if message else []),
            *([text.muted(bar)] if bar else []),
            columns,
            _foot(texts, shown, calls, is_busy=running.is_busy, bar=bar, keep=keep),
        ]
    )


def _first(shown: ScanShown) -> Keep:
    """The first paper that has no scan yet stands ready."""
    lacking = [paper for paper in shown.papers if not paper.scans]
    paper = (lacking or [*shown.papers])[:1]
    return Keep(
        paper_id=paper[0].id if paper else OTHER,
        paper=paper[0].name if paper else "",
        valid_until="",
        scanning=shown.scanning,
    )


def _look(scanning: Scanning) -> str:
    """What a page's picture depends on."""
    parts = (scanning.is_straightened, scanning.is_cropped, scanning.is_cleared)
    return scanning.colours + "".join(str(int(part)) for part in parts)


def _head(texts: Texts, shown: ScanShown, calls: ScanCalls) -> ft.Control:
    if shown.dossier:
        return layout.row(
            [
                text.title(texts["ui.place.scans"]),
                ft.Container(text.body(shown.dossier, bold=True, lines=1), expand=True),
                buttons.plain(texts["ui.scan.open"], name="scan.open", press=calls.open_dossier),
            ],
            spacing=16,
        )
    finder = Pick(
        key="scan-find",
        label=texts["ui.scan.find"],
        name="scan.find",
        find=calls.find,
        on_pick=calls.pick,
        nothing=texts["ui.return.nothing"],
        open_at_once=True,
    )
    return layout.row(
        [text.title(texts["ui.place.scans"]), ft.Container(finder, expand=True)], spacing=16
    )


def _foot(
    texts: Texts,
    shown: ScanShown,
    calls: ScanCalls,
    *,
    is_busy: bool,
    bar: str,
    keep: Callable[[], Any],
) -> ft.Control:
    words = texts["ui.scan.kept_here"]
    parts: list[ft.Control] = [ft.Container(text.muted(words), expand=True)]
    if is_busy:
        parts.append(Progress(texts=texts, so_far=calls.pages_so_far))
        parts.append(buttons.plain(texts["ui.scan.stop"], name="scan.stop", press=calls.stop))
    else:
        parts.append(
            buttons.primary(
                texts["ui.scan.keep"],
                name="scan.keep",
                press=keep,
                shortcut=keys.CONFIRM,
                icon=ft.Icons.ATTACH_FILE,
                missing=buttons.lacking(
                    texts, dossier=bool(shown.dossier), pages=bool(shown.pages)
                ),
                bar=bar,
            )
        )
    return layout.row(parts)
