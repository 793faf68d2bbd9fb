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
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.dossier.data import ActDone, FileCalls, FileLine
    from locales.catalogue import Texts


@component
def FileView(
    *,
    texts: Texts,
    file: FileLine,
    calls: FileCalls,
    on_close: Callable[[], Any],
    on_done: Callable[[ActDone], Any],
) -> ft.Control:
    """Esc leaves; saving puts a readable copy where the person says.

    A scan that lies in the wrong dossier is taken away with a reason; `on_done` hears of it.
    """
    is_leaving, set_leaving = use_value(False)
    reason = ft.use_ref("")
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    picker: ft.FilePicker = ft.use_memo(ft.FilePicker, [])

    def withdraw(entered: str = "") -> Any:
        why = entered or reason.current or ""
        return running.start(partial(calls.withdraw, file.sha256, why), on_done)

    actions: dict[str, Callable[[], Any]] = {keys.BACK: on_close}
    if is_leaving:
        actions = {keys.BACK: lambda: set_leaving(False), keys.CONFIRM: withdraw}
    keys.use_keys(actions, modal=True)

    def told(result: ActDone) -> None:
        set_done(Message(kind=Kind.NOTE, words=result.words))

    async def save() -> None:
        await running.start(partial(calls.content, file.sha256), keep)

    def keep(content: bytes) -> None:
        ft.context.page.run_task(picker.save_file, file_name=file.name, src_bytes=content)

    message = running.message or done
    view = Document(texts=texts, pages=file.pages, picture=partial(calls.picture, file.sha256))
    above = [strip(message)] if message else []
    if is_leaving:
        above.append(
            _why(
                texts,
                keep=lambda typed: _keep(reason, typed),
                confirm=withdraw,
                cancel=lambda: set_leaving(False),
                is_busy=running.is_busy,
            )
        )
    dialog = ft.AlertDialog(
        modal=True,
        title=ft.Text(file.name, size=theme.LARGE, weight=ft.FontWeight.W_600),
        content=ft.Container(
            layout.column([*above, view], expand=True),
            width=760,
            height=560,
        ),
        actions=[
            *(
                [
                    buttons.plain(
                        texts["ui.file.withdraw"],
                        name="file.withdraw",
                        press=lambda: set_leaving(True),
                    )
                ]
                if file.may_withdraw and not is_leaving
                else []
            ),
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


def _keep(place: ft.MutableRef[str], typed: str) -> None:  # pyright: ignore[reportGeneralTypeIssues]
    place.current = typed


def _why(
    texts: Texts,
    *,
    keep: Callable[[str], Any],
    confirm: Callable[..., Any],
    cancel: Callable[[], Any],
    is_busy: bool,
) -> ft.Control:
    """The reason stands in the history for good, so it is asked for before anything is done."""
    return layout.column(
        [
            strip(Message(kind=Kind.WARNING, words=texts["ui.file.withdraw_told"])),
            layout.row(
                [
                    ft.Container(
                        Field(
                            label=texts["ui.field.reason"],
                            name="file.reason",
                            focus=True,
                            on_change=keep,
                            on_submit=confirm,
                        ),
                        expand=True,
                    ),
                    buttons.danger(
                        texts["ui.file.withdraw"],
                        name="file.withdraw.yes",
                        press=confirm,
                        disabled=is_busy,
                    ),
                    buttons.plain(texts["ui.cancel"], name="file.withdraw.no", press=cancel),
                ]
            ),
        ],
        spacing=6,
    )
