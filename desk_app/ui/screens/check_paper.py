"""Checking a paper held out at the counter (Kiểm tra giấy): scan, paste, camera or picture.

A hand scanner types the code and presses Enter, so the cursor waits in the field; what was checked
stays shown until the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.dropping import use_drops
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.camera import CameraReader
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.file_choice import ChosenFile, FileChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

PICTURES = ("png", "jpg", "jpeg", "pdf")
_LABEL_WIDTH = 190


class Worth(StrEnum):
    """How a verdict looks."""

    GOOD = "good"
    BAD = "bad"
    OPEN = "open"  # not proved either way


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperShown:
    """One checked paper in words."""

    worth: Worth
    verdict: str
    now: str
    warnings: Sequence[str]
    says: Sequence[tuple[str, str]]
    known: str
    list_age: str
    dossier: str = ""  # the id of the dossier this desk has of it


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckCalls:
    check: Callable[[str], PaperShown]
    look: Callable[[bytes], Sequence[PaperShown]]  # slow; a picture, a scan or a signed PDF
    glance: Callable[[bytes], Sequence[PaperShown]]  # a frame of the camera; nothing seen is fine
    open_dossier: Callable[[str], Any]


_KINDS = {Worth.GOOD: Kind.DONE, Worth.BAD: Kind.TROUBLE, Worth.OPEN: Kind.WARNING}


@component
def CheckPaper(*, texts: Texts, calls: CheckCalls) -> ft.Control:
    shown, set_shown = use_value(cast("Sequence[PaperShown]", ()))
    file, set_file = use_value(cast("ChosenFile | None", None))
    typed, set_typed = use_value("")
    turn, renew = use_fold(0)
    running = state.use_running(texts)

    def begin(chosen: ChosenFile | None = None) -> None:
        set_shown(())
        set_file(chosen)

    def show(papers: Sequence[PaperShown]) -> None:
        set_shown(papers)
        renew(lambda number: number + 1)  # an empty field takes the place of the one just read

    def check(said: str) -> Any:
        if not said.strip():
            return None
        begin()
        return running.start(lambda: [calls.check(said)], show)

    async def look() -> None:
        if file is not None:
            await running.start(partial(calls.look, file.content), show)

    ft.use_effect(look, dependencies=[file], cleanup=lambda: None)
    use_drops(lambda files: begin(files[0]), on_trouble=running.say, texts=texts)
    parts: list[ft.Control] = [
        text.title(texts["ui.place.verify"]),
        layout.card(
            [
                _scan(texts, turn, on_change=set_typed, on_check=check, typed=typed),
                FileChoice(
                    texts=texts,
                    label=texts["ui.verify.picture"],
                    name="verify.picture",
                    kinds=PICTURES,
                    chosen=file,
                    on_choose=begin,
                ),
                CameraReader(texts=texts, read=calls.glance, on_read=show, on_open=begin),
                text.muted(texts["ui.verify.hint"]),
            ]
        ),
    ]
    if running.message is not None:
        parts.append(strip(running.message))
    if running.is_busy:
        parts.append(layout.busy(texts["ui.verify.busy"]))
    parts += [_paper(one, texts=texts, calls=calls) for one in shown]
    return layout.screen(parts)


def _scan(
    texts: Texts,
    turn: int,
    *,
    typed: str,
    on_change: Callable[[str], Any],
    on_check: Callable[[str], Any],
) -> ft.Control:
    entry = Field(
        key=f"verify-{turn}",
        label=texts["ui.verify.text"],
        name="verify.text",
        hint="QMC1:…",
        on_change=on_change,
        on_submit=on_check,
        focus=True,
    )
    press = buttons.primary(
        texts["ui.verify.check"], name="verify.check", press=lambda: on_check(typed)
    )
    return layout.row([ft.Container(entry, expand=True), press])


def _paper(shown: PaperShown, *, texts: Texts, calls: CheckCalls) -> ft.Control:
    parts: list[ft.Control] = [
        strip(Message(kind=_KINDS[shown.worth], words=shown.verdict)),
        text.body(shown.now, bold=True),
        *(strip(Message(kind=Kind.WARNING, words=words)) for words in shown.warnings),
    ]
    if shown.says:
        parts.append(text.heading(texts["ui.verify.says"]))
        parts += [
            layout.fact(label, value, label_width=_LABEL_WIDTH) for label, value in shown.says
        ]
    if shown.known:
        line: list[ft.Control] = [ft.Container(text.body(shown.known), expand=True)]
        if shown.dossier:
            line.append(
                buttons.plain(
                    texts["ui.verify.open"],
                    name="verify.open",
                    press=lambda: calls.open_dossier(shown.dossier),
                )
            )
        parts.append(layout.row(line))
    if shown.list_age:
        parts.append(text.muted(shown.list_age))
    return layout.card(parts, spacing=6)
