"""A file of a dossier over the screen: its pages, what its signatures are worth, a copy to keep."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.dossier.data import ActDone, DossierCalls, FileLine
    from locales.catalogue import Texts


@component
def FileView(
    *, texts: Texts, file: FileLine, calls: DossierCalls, on_close: Callable[[], Any]
) -> ft.Control:
    """Esc leaves; saving puts a readable copy where the person says."""
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    picker: ft.FilePicker = ft.use_memo(ft.FilePicker, [])
    keys.use_keys({keys.BACK: on_close}, modal=True)

    def told(result: ActDone) -> None:
        set_done(Message(kind=Kind.NOTE, words=result.words))

    async def save() -> None:
        await running.start(partial(calls.content, file.sha256), keep)

    def keep(content: bytes) -> None:
        ft.context.page.run_task(picker.save_file, file_name=file.name, src_bytes=content)

    message = running.message or done
    view = Document(texts=texts, pages=file.pages, picture=partial(calls.picture, file.sha256))
    dialog = ft.AlertDialog(
        modal=True,
        title=ft.Text(file.name, size=theme.LARGE, weight=ft.FontWeight.W_600),
        content=ft.Container(
            layout.column([*([strip(message)] if message else []), view], expand=True),
            width=760,
            height=560,
        ),
        actions=[
            buttons.plain(
                texts["ui.file.verify"],
                name="file.verify",
                press=lambda: running.start(partial(calls.verify, file.sha256), told),
            ),
            buttons.plain(texts["ui.file.save"], name="file.save", press=save),
            buttons.primary(texts["ui.close"], name="file.close", press=on_close, shortcut="Esc"),
        ],
        shape=ft.RoundedRectangleBorder(radius=theme.RADIUS + 2),
        bgcolor=theme.SURFACE,
    )
    ft.use_dialog(dialog)
    return ft.Container(width=0, height=0)
