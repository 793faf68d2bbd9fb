"""Where pages come from: files, the watched folder, a scanner."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_value
from desk_app.ui.dropping import use_drops
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.file_choice import ChosenFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.scans.data import Keep, ScanCalls
    from locales.catalogue import Texts

    Change = Callable[[Callable[[Keep], Keep]], None]

KINDS = ("jpg", "jpeg", "png", "tif", "tiff", "pdf")
SOURCES = ("glass", "feeder", "both_sides")
_LOOK_SECONDS = 0.4


def sources_card(
    *,
    texts: Texts,
    calls: ScanCalls,
    now: Keep,
    change: Change,
    run: Callable[[Callable[[], Message]], Any],
    waiting: int,
    is_open: bool,
    on_open: Callable[[], None],
) -> ft.Control:
    """`is_open`: which scanner and which folder can be chosen, `on_open` lets them be."""
    return layout.card(
        [
            Sources(
                texts=texts,
                calls=calls,
                run=run,
                waiting=waiting,
                now=now,
                change=change,
                is_open=is_open,
                on_open=on_open,
            ),
        ],
        title=texts["ui.scan.from"],
        spacing=6,
    )


@component
def Sources(
    *,
    texts: Texts,
    calls: ScanCalls,
    run: Callable[[Callable[[], Message]], Any],
    waiting: int,
    now: Keep,
    change: Change,
    is_open: bool,
    on_open: Callable[[], None],
) -> ft.Control:
    picker: ft.FilePicker = ft.use_memo(ft.FilePicker, [])

    async def pick() -> None:
        files = await picker.pick_files(
            dialog_title=texts["ui.scan.files"],
            file_type=ft.FilePickerFileType.CUSTOM,
            allowed_extensions=list(KINDS),
            allow_multiple=True,
            with_data=True,
        )
        chosen = [
            ChosenFile(name=file.name, content=file.bytes)
            for file in files or ()
            if file.bytes is not None
        ]
        if chosen:
            await run(partial(calls.take_files, chosen))

    def take_folder() -> Any:
        if not now.scanning.folder:
            on_open()
        return run(calls.take_folder)

    def scan() -> Any:
        if not now.scanning.scanner:
            on_open()
            return run(lambda: Message(kind=Kind.NOTE, words=texts["ui.scan.choose_first"]))
        return run(partial(calls.take_scanner, now.scanning))

    use_drops(
        lambda files: run(partial(calls.take_files, files)),
        on_trouble=lambda trouble: run(lambda: trouble),
        texts=texts,
    )
    made: list[ft.Control] = [
        buttons.plain(
            texts["ui.scan.files"], name="scan.files", press=pick, icon=ft.Icons.FOLDER_OPEN
        ),
        buttons.plain(
            texts.say("ui.scan.folder", count=waiting),
            name="scan.folder",
            press=take_folder,
            icon=ft.Icons.MOVE_TO_INBOX,
        ),
        buttons.plain(
            texts["ui.scan.scan"],
            name="scan.scan",
            press=scan,
            icon=ft.Icons.DOCUMENT_SCANNER_OUTLINED,
        ),
    ]
    set_up = (
        SetUp(texts=texts, calls=calls, now=now, change=change)
        if is_open
        else buttons.quiet(
            texts["ui.scan.set_up"],
            name="scan.set_up",
            press=on_open,
            icon=ft.Icons.TUNE,
        )
    )
    return layout.column([layout.row(made, wrap=True, spacing=6), set_up], spacing=6)


@component
def SetUp(*, texts: Texts, calls: ScanCalls, now: Keep, change: Change) -> ft.Control:
    """Seldom touched, so folded away: which scanner, which folder."""
    found, set_found = use_value(cast("Sequence[tuple[str, str]] | None", None))
    running = state.use_running(texts)

    def put(**values: Any) -> None:
        change(lambda kept: replace(kept, scanning=replace(kept.scanning, **values)))

    known = [(now.scanning.scanner, now.scanning.scanner)] if now.scanning.scanner else []
    parts: list[ft.Control] = [
        Field(
            label=texts["ui.scan.folder_path"],
            name="scan.folder_path",
            initial=now.scanning.folder,
            on_submit=lambda value: running.start(lambda: put(folder=value)),
            helper=texts["ui.scan.folder_helper"],
        ),
        choose(
            [(source, texts[f"ui.scan.source.{source}"]) for source in SOURCES],
            label=texts["ui.scan.source"],
            name="scan.source",
            value=now.scanning.source,
            on_change=lambda value: put(source=value),
            upright=True,
        ),
        choose(
            found or known,
            label=texts["ui.scan.scanner"],
            name="scan.scanner",
            value=now.scanning.scanner,
            on_change=lambda value: put(scanner=value),
            upright=True,
        ),
        buttons.plain(
            texts["ui.scan.look"],
            name="scan.look",
            press=lambda: running.start(calls.scanners, set_found),
            icon=ft.Icons.SEARCH,
        ),
    ]
    if running.is_busy:
        parts.append(layout.busy(texts["ui.scan.looking"]))
    elif found is not None and not found:
        parts.append(text.muted(texts["ui.scan.no_scanner"], lines=4))
    if running.message is not None:
        parts.append(strip(running.message))
    return layout.column(parts, spacing=6)


@component
def Progress(*, texts: Texts, so_far: Callable[[], int]) -> ft.Control:
    """How many pages of what runs are done."""
    count, put = use_value(0)

    async def watch() -> None:
        while True:
            put(so_far())
            await asyncio.sleep(_LOOK_SECONDS)

    ft.use_effect(watch, dependencies=[], cleanup=lambda: None)
    return layout.busy(texts.say("ui.scan.running", pages=count))
