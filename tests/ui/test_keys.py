"""Which key goes to whom."""

import flet as ft
import pytest

from desk_app.ui import keys
from desk_app.ui.keys import Keyboard, _Layer, name_of
from locales.catalogue import LANGUAGES, load


def event(key, **held):
    return ft.KeyboardEvent(
        name="keyboard_event",
        control=None,
        data=None,
        key=key,
        **({"shift": False, "ctrl": False, "alt": False, "meta": False} | held),
    )


@pytest.mark.parametrize(
    ("pressed", "name"),
    [
        pytest.param(event("F2"), "F2", id="a function key"),
        pytest.param(event("Enter", ctrl=True), "Ctrl+Enter", id="confirm"),
        pytest.param(event("Numpad Enter", ctrl=True), "Ctrl+Enter", id="the other Enter"),
        pytest.param(event("k", ctrl=True), "Ctrl+K", id="a letter of either case"),
        pytest.param(event("1", alt=True), "Alt+1", id="a place"),
        pytest.param(event("Numpad 1", alt=True), "Alt+1", id="a place, on the right"),
        pytest.param(event("?", shift=True), "?", id="a sign carries its Shift"),
        pytest.param(event("Tab", shift=True), "Shift+Tab", id="a named key does not"),
    ],
)
def test_a_key_has_one_name(pressed, name):
    assert name_of(pressed) == name


def test_every_key_of_the_window_is_explained_in_the_help():
    taken = {one for name, one in vars(keys).items() if name.isupper() and isinstance(one, str)}

    assert taken <= set(keys.NAMES)
    for language in LANGUAGES:
        assert all(load(language)[f"ui.key.{name}"] for _, name in keys.NAMES.values())


def test_the_help_lists_the_keys_that_answer_now_each_once():
    keyboard = Keyboard()
    keyboard.add(_Layer(actions={"F8": print, "Ctrl+Enter": print, "Tab": print}))
    keyboard.add(_Layer(actions={"Arrow Up": print, "Arrow Down": print, "F8": print}))

    shown = keyboard.shown()

    assert shown == [("Ctrl+Enter", "confirm"), ("↑ ↓", "rows"), ("F8", "sync")]


async def test_the_last_come_is_asked_first_and_the_others_for_what_it_leaves():
    heard = []
    keyboard = Keyboard()
    keyboard.add(
        _Layer(actions={"F2": lambda: heard.append("below"), "F8": lambda: heard.append("sync")})
    )
    keyboard.add(_Layer(actions={"F2": lambda: heard.append("above")}))

    await keyboard.press(event("F2"))
    await keyboard.press(event("F8"))

    assert heard == ["above", "sync"]


async def test_a_dialog_leaves_no_key_to_what_is_beneath():
    heard = []
    keyboard = Keyboard()
    keyboard.add(_Layer(actions={"F8": lambda: heard.append("sync")}))
    dialog = _Layer(actions={}, is_modal=True)
    keyboard.add(dialog)

    await keyboard.press(event("F8"))
    keyboard.remove(dialog)
    await keyboard.press(event("F8"))

    assert heard == ["sync"]
