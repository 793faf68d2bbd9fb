"""The keys of the window: who gets which, and the hook a screen takes them by.

Keys of the page arrive inside text fields too. The last component mounted is asked first, so a
dialog hides the keys of the screen under it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui.handling import answered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Action = Callable[[], Any]

RECEIVE = "F2"
SEARCH = "F4"
SYNC = "F8"
PRINT = "F9"
CONFIRM = "Ctrl+Enter"
BACK = "Escape"
COMMANDS = "Ctrl+K"
LOCK = "Ctrl+L"
HELP = "Alt+H"
CALL_NEXT = "Alt+G"
RECEIPTS = "Alt+B"  # biên lai
REUSE = "Alt+K"  # kho giấy tờ
SAME_PERSON = "Ctrl+Shift+Enter"
UP = "Arrow Up"
DOWN = "Arrow Down"
OPEN = "Enter"
PAGE_UP = "Page Up"
PAGE_DOWN = "Page Down"

# What each key is shown as, and what it is called in `ui.key.<name>`; in the order of the help.
NAMES = {
    CONFIRM: ("Ctrl+Enter", "confirm"),
    SAME_PERSON: ("Ctrl+Shift+Enter", "same_person"),
    PRINT: ("F9", "print"),
    CALL_NEXT: ("Alt+G", "call_next"),
    RECEIPTS: ("Alt+B", "receipts"),
    REUSE: ("Alt+K", "reuse"),
    UP: ("↑ ↓", "rows"),
    DOWN: ("↑ ↓", "rows"),
    OPEN: ("Enter", "open"),
    PAGE_UP: ("Page Up, Page Down", "pages"),
    PAGE_DOWN: ("Page Up, Page Down", "pages"),
    RECEIVE: ("F2", "receive"),
    SEARCH: ("F4", "search"),
    SYNC: ("F8", "sync"),
    "Alt+1": ("Alt+1…9", "places"),
    COMMANDS: ("Ctrl+K", "commands"),
    BACK: ("Esc", "back"),
    LOCK: ("Ctrl+L", "lock"),
    HELP: ("Alt+H", "help"),
}


@dataclass(kw_only=True, slots=True)
class _Layer:
    actions: Mapping[str, Action]
    is_modal: bool = False


@dataclass(slots=True)
class Keyboard:
    """Who wants which key, the last come first."""

    _layers: list[_Layer] = field(default_factory=list)

    async def press(self, event: ft.KeyboardEvent) -> None:
        name = name_of(event)
        for layer in reversed(self._layers):
            action = layer.actions.get(name)
            if action is not None:
                await answered(action)
                return
            if layer.is_modal:
                return

    def shown(self) -> list[tuple[str, str]]:
        """The keys somebody answers now: how each is written, and its name; each once."""
        taken: set[str] = set()
        for layer in reversed(self._layers):
            taken.update(layer.actions)
            if layer.is_modal:
                break
        return list(dict.fromkeys(told for key, told in NAMES.items() if key in taken))

    def add(self, layer: _Layer) -> None:
        self._layers.append(layer)

    def remove(self, layer: _Layer) -> None:
        self._layers[:] = [kept for kept in self._layers if kept is not layer]


KeyboardContext = ft.create_context(Keyboard())


def use_keys(actions: Mapping[str, Action], *, modal: bool = False) -> None:
    """Take these keys while the component is shown; `modal` leaves none to those beneath."""
    keyboard = ft.use_context(KeyboardContext)
    layer: _Layer = ft.use_memo(lambda: _Layer(actions=actions, is_modal=modal), [])
    layer.actions = actions
    ft.use_effect(
        lambda: keyboard.add(layer), dependencies=[], cleanup=lambda: keyboard.remove(layer)
    )


def name_of(event: ft.KeyboardEvent) -> str:
    """`Ctrl+Alt+Shift+Key`; Shift is left out for signs, which carry it in themselves."""
    key = "Enter" if event.key == "Numpad Enter" else event.key.removeprefix("Numpad ")
    key = key.upper() if len(key) == 1 else key
    shift = event.shift and len(key) > 1
    held = (("Ctrl", event.ctrl), ("Alt", event.alt), ("Shift", shift))
    return "+".join([*(name for name, is_held in held if is_held), key])
