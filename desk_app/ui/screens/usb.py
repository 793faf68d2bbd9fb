"""Work to and from the province on a stick, a card of the sync screen: where, what, how far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import state, text
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

OTHER = "other"  # a folder that is typed
_LOOK_SECONDS = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class UsbShown:
    facts: Sequence[str]  # what waits, what lies on a stick
    drives: Sequence[tuple[str, str]]  # folder, and its name with the room on it
    has_slip: bool  # a parcel was written whose slip may be printed
    going: str  # how far the work under way has come; empty when nothing runs
    share: float | None  # of it, 0–1; None where that is not known


@dataclass(frozen=True, kw_only=True, slots=True)
class UsbCalls:
    load: Callable[[], UsbShown]
    send: Callable[[str], str]  # slow; folder → what was written, in words
    receive: Callable[[str], str]  # slow; folder → what came
    stop: Callable[[], Any]
    print_slip: Callable[[], str]  # slow


@component
def UsbCard(*, texts: Texts, calls: UsbCalls) -> ft.Control:
    round_, renew = use_fold(0)
    chosen, set_chosen = use_value("")
    typed, set_typed = use_value("")
    done, set_done = use_value(cast("Message | None", None))
    running = state.use_running(texts)
    shown = state.use_watched(calls.load, seconds=_LOOK_SECONDS, anew=round_)

    def finish(words: str) -> None:
        set_done(Message(kind=Kind.DONE, words=words))
        renew(lambda number: number + 1)

    def run(work: Callable[[], str]) -> Any:
        set_done(None)
        renew(lambda number: number + 1)
        return running.start(work, finish)

    drive = chosen or (shown.drives[0][0] if shown.drives else OTHER)
    folder = typed.strip() if drive == OTHER else drive
    parts: list[ft.Control] = [text.body(fact) for fact in shown.facts]
    if running.is_busy:
        parts.append(_going(shown, texts=texts, stop=calls.stop))
    else:
        parts += _where(shown, drive, typed, texts=texts, on_drive=set_chosen, on_typed=set_typed)
        parts.append(_acts(shown, folder, texts=texts, calls=calls, run=run))
    message = running.message or done
    if message is not None:
        parts.append(strip(message))
    return layout.card(parts, title=texts["ui.usb.title"], spacing=8)


def _where(
    shown: UsbShown,
    drive: str,
    typed: str,
    *,
    texts: Texts,
    on_drive: Callable[[str], Any],
    on_typed: Callable[[str], Any],
) -> list[ft.Control]:
    options = [*shown.drives, (OTHER, texts["ui.usb.other"])]
    parts: list[ft.Control] = []
    if shown.drives:
        parts.append(
            choose(
                options,
                label=texts["ui.usb.where"],
                name="usb.drive",
                value=drive,
                on_change=on_drive,
                upright=True,
            )
        )
    if drive == OTHER:
        parts.append(
            Field(
                label=texts["ui.usb.folder"],
                name="usb.folder",
                initial=typed,
                hint="/media/usb",
                on_change=on_typed,
            )
        )
    return parts


def _acts(
    shown: UsbShown,
    folder: str,
    *,
    texts: Texts,
    calls: UsbCalls,
    run: Callable[[Callable[[], str]], Any],
) -> ft.Control:
    missing = buttons.lacking(texts, folder=bool(folder))
    acts: list[ft.Control] = [
        *([text.muted(missing)] if missing else []),  # once, before the two that wait for it
        buttons.plain(
            texts["ui.usb.send"],
            name="usb.send",
            icon=ft.Icons.UPLOAD,
            press=lambda: run(partial(calls.send, folder)),
            disabled=bool(missing),
        ),
        buttons.plain(
            texts["ui.usb.receive"],
            name="usb.receive",
            icon=ft.Icons.DOWNLOAD,
            press=lambda: run(partial(calls.receive, folder)),
            disabled=bool(missing),
        ),
    ]
    if shown.has_slip:
        acts.append(
            buttons.quiet(
                texts["ui.usb.slip"], name="usb.slip", press=lambda: run(calls.print_slip)
            )
        )
    return layout.row(acts, wrap=True)


def _going(shown: UsbShown, *, texts: Texts, stop: Callable[[], Any]) -> ft.Control:
    return layout.column(
        [
            ft.ProgressBar(value=shown.share, height=6, semantics_label=texts["ui.usb.title"]),
            layout.row(
                [
                    ft.Container(text.body(shown.going or texts["ui.usb.begins"]), expand=True),
                    buttons.plain(texts["ui.usb.stop"], name="usb.stop", press=stop),
                ]
            ),
        ],
        spacing=6,
    )
