"""The window itself: set-up, sign-in or the work of who has signed in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.handling import TEXTS
from desk_app.ui.idle import ACTIVITY, Activity
from desk_app.ui.order import in_order
from desk_app.ui.routes import START
from desk_app.ui.screens.ended import DeskEnded
from desk_app.ui.screens.login import Login, UserChoice
from desk_app.ui.screens.set_up import Enrolment, SetUp
from desk_app.ui.screens.training import OpenTraining, under_band, who_is_there
from desk_app.ui.screens.way_back import WayBack
from desk_app.ui.strip import Kind
from locales.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.ui.door import Door
    from desk_app.ui.routes import Trail
    from desk_app.ui.state import Outcome
    from desk_app.ui.strip import Message
    from locales.catalogue import Texts


_DRAWN_AFTER_S = 1.0
_WAITS = "enrolment_waits"


def page_of(door: Door) -> Callable[[ft.Page], None]:
    """What flet calls for every window that opens."""

    def main(page: ft.Page) -> None:
        texts = load(door.language)
        page.title = texts["ui.app"]
        theme.put_on(page, door.look)
        page.padding = 0
        page.spacing = 0
        page.session.store.set(TEXTS, texts)
        page.session.store.set(ACTIVITY, Activity())
        in_order(page)
        keyboard = keys.Keyboard()
        page.on_keyboard_event = keyboard.press
        page.render(_under_keyboard, keyboard=keyboard, door=door)

    return main


@component
def _under_keyboard(*, keyboard: keys.Keyboard, door: Door) -> ft.Control:
    def window() -> ft.Control:
        shown = Window(door=door)
        return under_band(shown, texts=load(door.language)) if door.is_training else shown

    return keys.KeyboardContext(keyboard, window)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Trouble:
    """Why the last try to sign in failed, and how long to wait."""

    outcome: Outcome[Any]
    seconds: int


@component
def Window(*, door: Door) -> ft.Control:
    language, set_language = use_value(door.language)
    desk, set_desk = use_value(cast("Desk | None", None))
    leaving, set_leaving = use_value(cast("Desk | None", None))
    turn, next_turn = use_fold(0)
    trouble, set_trouble = use_value(cast("_Trouble | None", None))
    is_busy, set_busy = use_value(False)
    last_user, set_last_user = use_value("")
    look, choose_look = _use_look(door)
    texts = ft.use_memo(lambda: load(language), [language])
    places: dict[int, Trail] = ft.use_memo(dict, [])  # where each of the people here was

    async def enter(work: Callable[[], Desk]) -> None:
        if is_busy:
            return
        set_busy(True)
        outcome = await state.attempt(work, texts=texts)
        set_busy(False)
        if outcome.value is not None:
            set_trouble(None)
            set_last_user(outcome.value.user.name)
            set_desk(outcome.value)
            next_turn(lambda number: number + 1)
        else:
            set_trouble(_Trouble(outcome=outcome, seconds=_seconds(outcome)))

    def leave() -> None:
        places.clear()
        set_leaving(desk)
        set_desk(None)

    def change(other: Desk) -> None:
        set_last_user(other.user.name)
        set_desk(other)
        next_turn(lambda number: number + 1)

    async def close() -> None:
        gone = leaving
        if gone is not None:
            await state.attempt(lambda: door.sign_out(gone), texts=texts)
            set_leaving(None)

    # An effect, because it comes after what the screens still write when they go away.
    ft.use_effect(close, dependencies=[id(leaving)])

    def choose_language(chosen: str) -> None:
        door.choose_language(chosen)
        set_language(chosen)

    ft.use_effect(_ready(door), dependencies=[])
    if desk is not None:
        from desk_app.ui.work import Work  # noqa: PLC0415 - loaded by then; see `_ready`

        return Work(
            key=f"work-{turn}-{language}-{look.size}",
            texts=texts,
            desk=desk,
            door=door,
            begin=places.get(desk.user.number, START),
            remember=partial(places.__setitem__, desk.user.number),
            on_leave=leave,
            on_other=change,
            on_language=choose_language,
            look=look,
            on_look=choose_look,
        )
    return Outside(
        texts=texts,
        door=door,
        trouble=trouble,
        last_user=last_user,
        is_busy=is_busy,
        enter=enter,
    )


def _use_look(door: Door) -> tuple[theme.Look, Callable[[theme.Look], None]]:
    """How the window looks, and what changes it at once."""
    look, set_look = use_value(door.look)

    def choose(chosen: theme.Look) -> None:
        door.choose_look(chosen)
        theme.put_on(ft.context.page, chosen)
        set_look(chosen)

    return look, choose


@component
def Outside(
    *,
    texts: Texts,
    door: Door,
    trouble: _Trouble | None,
    last_user: str,
    is_busy: bool,
    enter: Callable[[Callable[[], Desk]], Any],
) -> ft.Control:
    """What stands before the work: setting up, signing in, or that the desk has ended."""
    lost, set_lost = use_value("")  # who has lost the password and takes the way back
    taken, set_taken = use_value("")  # who has a new one by it
    ended = door.ended
    if ended is not None:
        words = texts.error(ended.code, ended.details)
        return DeskEnded(texts=texts, words=words, folder=ended.folder)
    message = _told(trouble.outcome) if trouble else None
    if not door.is_set_up:
        return _set_up(texts, door=door, message=message, is_busy=is_busy, enter=enter)
    if lost:
        return WayBack(
            texts=texts,
            name=lost,
            ask=door.ask_way_back,
            take=door.take_way_back,
            on_taken=lambda: (set_taken(lost), set_lost("")),
            on_back=lambda: set_lost(""),
        )

    def sign_in(name: str, password: str) -> Any:
        set_taken("")
        return enter(lambda: door.sign_in(name, password))

    login = Login(
        texts=texts,
        desk_name=texts["ui.app"],
        users=[UserChoice(name=name) for name in door.user_names],
        last_user=taken or last_user,
        message=state.done(texts.say("ui.way_back.taken", name=taken)) if taken else message,
        locked_seconds=trouble.seconds if trouble and not taken else 0,
        is_busy=is_busy,
        on_sign_in=sign_in,
        on_lost=None if door.is_training else set_lost,
    )
    beneath = (
        who_is_there(texts)
        if door.is_training
        else OpenTraining(
            texts=texts,
            start=lambda: door.start_training(texts.lang),
            waits=door.training_waits,
            cancel=door.cancel_training,
        )
    )
    return ft.Column([ft.Container(login, expand=True), beneath], spacing=0, expand=True)


def _told(outcome: Outcome[Any]) -> Message | None:
    """The words for why it went no further; that a stick must travel first is no trouble."""
    if outcome.trouble is not None and outcome.code == _WAITS:
        return replace(outcome.trouble, kind=Kind.NOTE)
    return outcome.trouble


def _ready(door: Door) -> Callable[[], Any]:
    """Load the desk behind the first page, once that is drawn: half of a start is loading it."""

    async def load_the_rest() -> None:
        await asyncio.sleep(_DRAWN_AFTER_S)
        await asyncio.to_thread(door.get_ready)

    return load_the_rest


def _set_up(
    texts: Texts,
    *,
    door: Door,
    message: Any,
    is_busy: bool,
    enter: Callable[[Callable[[], Desk]], Any],
) -> ft.Control:
    def enrol(typed: Enrolment) -> Any:
        return enter(
            lambda: door.enrol(
                hub=typed.hub, code=typed.code, name=typed.name, password=typed.password
            )
        )

    return SetUp(texts=texts, message=message, is_busy=is_busy, on_enrol=enrol)


def _seconds(outcome: Outcome[Any]) -> int:
    """How long the store wants the next try to wait."""
    said = outcome.details.get("seconds", "0")
    return int(float(said)) if said.replace(".", "", 1).isdecimal() else 0
