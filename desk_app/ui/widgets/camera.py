"""The camera of this machine as an eye of the window: on until something is read, then off.

The browser holds the camera, so its own question and its own sign that the camera is on stand
beside ours. It is let go when the control leaves the page: at "off", at a find, with the screen.
"""

from __future__ import annotations

import asyncio
import logging
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast

import flet as ft
from flet_camera import Camera, ResolutionPreset  # type: ignore[import-untyped]

from desk_app.ui import text, theme
from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Kind, Message, strip
from desk_app.ui.widgets import buttons, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts

T = TypeVar("T")
logger = logging.getLogger(__name__)

_BETWEEN_S = 0.25
_LONGEST_S = 60.0  # a camera that was forgotten goes off by itself
_WIDTH, _HEIGHT = 480, 270


class Trouble(StrEnum):
    """Why the camera went off without having read anything."""

    NONE = "none"
    REFUSED = "refused"
    BUSY = "busy"  # another program has it
    TIRED = "tired"  # nothing read for long
    OTHER = "other"


# What the browser calls it (the names of its camera errors, in small letters).
_SIGNS = {
    "notfound": Trouble.NONE,
    "notsupported": Trouble.NONE,
    "overconstrained": Trouble.NONE,
    "denied": Trouble.REFUSED,
    "notallowed": Trouble.REFUSED,
    "security": Trouble.REFUSED,
    "notreadable": Trouble.BUSY,
    "abort": Trouble.BUSY,
}


@component
def CameraReader(
    *,
    texts: Texts,
    read: Callable[[bytes], Sequence[T]],
    on_read: Callable[[Sequence[T]], Any],
    on_open: Callable[[], Any],
) -> ft.Control:
    """`read` is slow and gives nothing for a frame that shows nothing; `on_open` as it goes on."""
    is_on, set_on = use_value(False)
    trouble, set_trouble = use_value(cast("Trouble | None", None))

    def switch_on() -> None:
        on_open()
        set_trouble(None)
        set_on(True)

    def end(found: Sequence[T], why: Trouble | None) -> None:
        set_on(False)
        set_trouble(why)
        if found:
            on_read(found)

    if is_on:
        return _Eye(texts=texts, read=read, on_end=end)
    opens = buttons.plain(
        texts["ui.camera.open"], name="camera.open", press=switch_on, icon=ft.Icons.VIDEOCAM
    )
    press = layout.row([opens])  # alone in a column it would fill the line
    if trouble is None:
        return press
    words = texts[f"ui.camera.trouble.{trouble}"]
    return layout.column([press, strip(Message(kind=Kind.WARNING, words=words))])


@component
def _Eye(
    *,
    texts: Texts,
    read: Callable[[bytes], Sequence[T]],
    on_end: Callable[[Sequence[T], Trouble | None], None],
) -> ft.Control:
    """The camera while it is on; what it sees is read as long as this stands on the page."""
    sees, set_sees = use_value(False)
    here: ft.Ref[Camera] = ft.use_memo(ft.Ref[Camera], [])

    async def watch() -> None:
        try:
            await _begin(here)
            set_sees(True)
            on_end(await asyncio.wait_for(_first_read(here, read), _LONGEST_S), None)
        except TimeoutError:
            on_end((), Trouble.TIRED)
        except _NoCameraError:
            on_end((), Trouble.NONE)
        except RuntimeError as error:
            on_end((), _meant(str(error)))

    ft.use_effect(watch, dependencies=[], cleanup=lambda: None)
    said = texts["ui.camera.on"] if sees else texts["ui.camera.asks"]
    close = buttons.plain(
        texts["ui.camera.close"], name="camera.close", press=lambda: on_end((), None)
    )
    return layout.column(
        [
            layout.row(
                [
                    ft.Icon(ft.Icons.CIRCLE, color=theme.DANGER, size=14),
                    ft.Container(text.body(said, bold=True), expand=True),
                    close,
                ]
            ),
            layout.row(
                [
                    ft.Container(
                        Camera(ref=here, width=_WIDTH, height=_HEIGHT),
                        width=_WIDTH,
                        height=_HEIGHT,
                        bgcolor=theme.INK,
                        border_radius=theme.RADIUS,
                        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
                    )
                ]
            ),
        ]
    )


class _NoCameraError(Exception):
    """The browser lists none."""


def _now(here: ft.Ref[Camera]) -> Camera:
    """The control as it stands on the page: each drawing puts another in its place."""
    if here.current is None:
        raise _NoCameraError
    return here.current


async def _begin(here: ft.Ref[Camera]) -> None:
    """Wait for the person's yes, too: the browser asks when it is asked for the list."""
    found = await _now(here).get_available_cameras()
    if not found:
        raise _NoCameraError
    await _now(here).initialize(found[0], ResolutionPreset.HIGH, enable_audio=False)


async def _first_read(here: ft.Ref[Camera], read: Callable[[bytes], Sequence[T]]) -> Sequence[T]:
    while True:
        found = await asyncio.to_thread(read, await _now(here).take_picture())
        if found:
            return found
        await asyncio.sleep(_BETWEEN_S)


def _meant(said: str) -> Trouble:
    logger.warning("camera: %s", said)
    small = said.lower()
    return next((meant for sign, meant in _SIGNS.items() if sign in small), Trouble.OTHER)
