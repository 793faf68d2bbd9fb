"""Taking a file from this machine into the window; its bytes stay in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import formats, text
from desk_app.ui.component import component
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class ChosenFile:
    name: str
    content: bytes


@component
def FileChoice(
    *,
    texts: Texts,
    label: str,
    name: str,
    kinds: Sequence[str],
    chosen: ChosenFile | None,
    on_choose: Callable[[ChosenFile], Any],
) -> ft.Control:
    """`kinds`: file endings without the dot."""
    picker: ft.FilePicker = ft.use_memo(ft.FilePicker, [])

    async def pick() -> None:
        files = await picker.pick_files(
            dialog_title=label,
            file_type=ft.FilePickerFileType.CUSTOM,
            allowed_extensions=list(kinds),
            with_data=True,
        )
        if files and files[0].bytes is not None:
            on_choose(ChosenFile(name=files[0].name, content=files[0].bytes))

    words = texts["ui.file.none"]
    if chosen is not None:
        words = f"{chosen.name} · {formats.size(len(chosen.content))}"
    return layout.row(
        [
            buttons.plain(label, name=name, press=pick, icon=ft.Icons.ATTACH_FILE),
            ft.Container(text.muted(words, lines=1), expand=True),
        ]
    )
