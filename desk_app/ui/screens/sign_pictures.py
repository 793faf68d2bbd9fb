"""Pictures to sign with (Hình chữ ký, hình dấu), a card of Settings: seen on a page, then kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.file_choice import ChosenFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

_PAGE_WIDTH = 720


class Picture(StrEnum):
    SIGNATURE = "signature"  # of the person signed in
    SEAL = "seal"  # of the office


class Step(StrEnum):
    """What the page is shown for."""

    USE = "use"
    LOOK = "look"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureLine:
    picture: Picture
    is_there: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SignPicturesCalls:
    load: Callable[[], Sequence[PictureLine]]  # those that this person may change
    sample: Callable[[Picture, bytes | None], bytes]  # slow; PNG; None: with the one kept
    keep: Callable[[Picture, bytes], Any]  # slow; empty bytes take it away


@dataclass(frozen=True, kw_only=True, slots=True)
class _Trial:
    """A page on which a picture stands, and what may come of it."""

    step: Step
    picture: Picture
    content: bytes
    page: bytes
    name: str = ""  # of the file


@component
def SignPicturesCard(*, texts: Texts, calls: SignPicturesCalls) -> ft.Control:
    """Nothing for a person who has none to change."""
    round_, renew = use_fold(0)
    trial, set_trial = use_value(cast("_Trial | None", None))
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    picker: ft.FilePicker = ft.use_memo(ft.FilePicker, [])
    lines = ft.use_memo(calls.load, [round_])
    if not lines:
        return ft.Container()

    def show(step: Step, picture: Picture, content: bytes = b"", name: str = "") -> Any:
        set_done(None)
        tried = None if step is Step.LOOK else content
        return running.start(
            lambda: calls.sample(picture, tried),
            lambda page: set_trial(
                _Trial(step=step, picture=picture, content=content, page=page, name=name)
            ),
        )

    async def choose(picture: Picture) -> None:
        file = await _picked(picker, title=texts[f"ui.sign_pictures.choose.{picture}"])
        if file is not None:
            await show(Step.USE, picture, file.content, file.name)

    def finish(step: Step) -> None:
        set_trial(None)
        set_done(Message(kind=Kind.DONE, words=texts[f"ui.sign_pictures.done.{step}"]))
        renew(lambda number: number + 1)

    def confirm(now: _Trial) -> Any:
        if now.step is Step.LOOK:
            return set_trial(None)
        return running.start(
            lambda: calls.keep(now.picture, now.content), lambda _: finish(now.step)
        )

    parts: list[ft.Control] = [text.muted(texts["ui.sign_pictures.note"])]
    parts += [_line(line, texts=texts, running=running, choose=choose, show=show) for line in lines]
    if trial is None:
        parts += _state(texts, running=running, done=done)
    if trial is not None:
        parts.append(
            _TrialPage(
                texts=texts,
                trial=trial,
                running=running,
                on_confirm=lambda: confirm(trial),
                on_cancel=lambda: set_trial(None),
            )
        )
    return layout.card(parts, title=texts["ui.sign_pictures.title"], spacing=6)


def _state(texts: Texts, *, running: state.Running, done: Message | None) -> list[ft.Control]:
    if running.is_busy:
        return [layout.busy(texts["ui.sign_pictures.busy"])]
    message = running.message or done
    return [strip(message)] if message else []


async def _picked(picker: ft.FilePicker, *, title: str) -> ChosenFile | None:
    files = await picker.pick_files(
        dialog_title=title,
        file_type=ft.FilePickerFileType.CUSTOM,
        allowed_extensions=["png"],
        with_data=True,
    )
    if not files or files[0].bytes is None:
        return None
    return ChosenFile(name=files[0].name, content=files[0].bytes)


def _line(
    line: PictureLine,
    *,
    texts: Texts,
    running: state.Running,
    choose: Callable[[Picture], Any],
    show: Callable[[Step, Picture], Any],
) -> ft.Control:
    there = "there" if line.is_there else "missing"
    wanted = "replace" if line.is_there else "choose"
    shown = [
        buttons.plain(
            texts[f"ui.sign_pictures.{wanted}.{line.picture}"],
            name=f"sign_pictures.choose.{line.picture}",
            press=partial(choose, line.picture),
            disabled=running.is_busy,
            icon=ft.Icons.ATTACH_FILE,
        )
    ]
    if line.is_there:
        shown += [
            buttons.plain(
                texts[f"ui.sign_pictures.{step}.{line.picture}"],
                name=f"sign_pictures.{step}.{line.picture}",
                press=partial(show, step, line.picture),
                disabled=running.is_busy,
            )
            for step in (Step.LOOK, Step.REMOVE)
        ]
    return layout.column(
        [
            text.body(texts[f"ui.sign_pictures.{there}.{line.picture}"], bold=True),
            layout.row(shown, wrap=True, spacing=6),
        ],
        spacing=4,
    )


@component
def _TrialPage(
    *,
    texts: Texts,
    trial: _Trial,
    running: state.Running,
    on_confirm: Callable[[], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    told = texts[f"ui.sign_pictures.page.{trial.step}"]
    return Dialog(
        title=texts["ui.sign_pictures.page"],
        content=[
            text.body(f"{trial.name}. {told}" if trial.name else told),
            ft.Container(
                ft.Image(src=trial.page, semantics_label=texts["ui.sign_pictures.page"]),
                border=ft.Border.all(1, theme.LINE),
            ),
            *([strip(running.message)] if running.message else []),
        ],
        confirm=texts[f"ui.sign_pictures.do.{trial.step}"],
        cancel=texts["ui.cancel"],
        on_confirm=on_confirm,
        on_cancel=on_cancel,
        is_danger=trial.step is Step.REMOVE,
        is_busy=running.is_busy,
        width=_PAGE_WIDTH,
    )
