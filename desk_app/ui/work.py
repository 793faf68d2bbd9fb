"""What a signed-in person sees: the frame, the place they are in, and the keys that go anywhere."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, reach, state, words
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.connect import access, lists, prints, queue, recovered, syncing, villages
from desk_app.ui.connect import commands as found
from desk_app.ui.connect.satisfaction import take_vote
from desk_app.ui.idle import ACTIVITY
from desk_app.ui.places import screen_of
from desk_app.ui.placing.view import View
from desk_app.ui.routes import START, Place, Spot, Trail
from desk_app.ui.screens.commands_list import CommandsList
from desk_app.ui.screens.cover import Cover
from desk_app.ui.screens.help import Help
from desk_app.ui.screens.password import ChangePassword
from desk_app.ui.screens.pin import ChoosePin
from desk_app.ui.shell import Frame, PersonMenu, Shell
from desk_app.ui.strip import strip
from desk_app.ui.widgets.pick import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.desk import Desk
    from desk_app.ui.door import Door
    from desk_app.ui.idle import Activity
    from desk_app.ui.theme import Look
    from locales.catalogue import Texts

_LOCK = "lock"
_SYNC = "sync-now"
_LEAVE = "leave"
_COVER = "cover"
_PIN = "pin"
_HELP = "help"
_BEAT_SECONDS = 3.0
_LEFT_S = 4 * 3_600.0  # covered so long, the desk is closed and its key forgotten
_FOLLOW_UP_SECONDS = 20.0


@component
def Work(
    *,
    texts: Texts,
    desk: Desk,
    door: Door,
    begin: Trail = START,
    remember: Callable[[Trail], Any],
    on_leave: Callable[[], Any],
    on_other: Callable[[Desk], Any],
    on_language: Callable[[str], Any],
    look: Look,
    on_look: Callable[[Look], Any],
) -> ft.Control:
    """`begin`: where this person was before; `on_other` gets the desk in another's hands."""
    trail, go = use_fold(begin)
    ft.use_effect(lambda: remember(trail), dependencies=[trail])
    overlay, set_overlay = use_value("")  # commands, password, pin, cover
    running = state.use_running(texts)

    places = reach.on_rail(desk.user.roles)

    def open_spot(place: Place, what: str = "") -> None:
        running.say(None)
        go(lambda now: now.to(Spot(place=place, what=what)))

    def lock() -> None:
        set_overlay(_COVER)

    def show_help() -> None:
        set_overlay(_HELP)

    def command(chosen: str) -> Any:
        set_overlay("")
        spot = found.spot_of(chosen)
        if spot is not None:
            return open_spot(spot.place, spot.what)
        own = {_LOCK: lock, _LEAVE: on_leave, _SYNC: sync, _HELP: show_help}
        return own[chosen]() if chosen in own else open_spot(Place(chosen))

    def come(now: Desk) -> None:
        set_overlay("")
        if now is not desk:
            on_other(now)

    def sync() -> Any:
        return running.start(partial(syncing.one_round, desk, texts), told)

    def told(words_: str) -> None:
        running.say(state.done(words_))

    keys.use_keys(
        {
            **_to_places(places, open_spot),
            keys.SYNC: sync,
            keys.COMMANDS: lambda: set_overlay("commands"),
            keys.LOCK: lock,
            keys.HELP: show_help,
            keys.BACK: lambda: go(Trail.back),
        }
    )
    _use_idle(door, on_idle=lock, on_left=on_leave)
    bar = state.use_watched(
        lambda: access.bar(desk, texts), seconds=_BEAT_SECONDS, anew=trail.visit
    )
    _use_follow_up(desk, texts)
    _use_waiting_room(desk, texts, door=door)
    view = View(
        trail=trail,
        desk=desk,
        texts=texts,
        bar=bar,
        open_spot=open_spot,
        on_language=on_language,
        look=look,
        on_look=on_look,
        on_leave=on_leave,
        waiting_address=door.waiting_room.new_address,
    )
    shell = Shell(
        texts=texts,
        look=lambda: frame_of(desk, places, texts),
        visit=trail.visit,
        place=trail.here.place,
        on_go=open_spot,
        on_search=partial(open_spot, Place.DOSSIERS),
        person=PersonMenu(
            on_password=lambda: set_overlay("password"),
            on_pin=lambda: set_overlay(_PIN),
            on_lock=lock,
            on_leave=on_leave,
        ),
        on_leave=on_leave,
        on_help=show_help,
        screen=screen_of(view),
        notice=strip(
            running.message, on_close=lambda: running.say(None), close_label=texts["ui.close"]
        )
        if running.message
        else None,
    )
    return ft.Stack(
        [
            shell,
            *_overlays(
                overlay,
                texts,
                desk=desk,
                door=door,
                places=places,
                command=command,
                close=lambda: set_overlay(""),
                leave=on_leave,
                come=come,
                place=trail.here.place,
            ),
        ],
        expand=True,
    )


def _use_idle(door: Door, *, on_idle: Callable[[], Any], on_left: Callable[[], Any]) -> None:
    """Nobody has used the window for a while, or for so long that they have gone."""
    activity = cast("Activity", ft.context.page.session.store.get(ACTIVITY))
    ft.use_effect(activity.note, dependencies=[])  # signing in took its time
    is_idle = state.use_watched(lambda: activity.idle_s > door.idle_s, seconds=_BEAT_SECONDS)
    ft.use_effect(lambda: on_idle() if is_idle else None, dependencies=[is_idle])
    is_left = state.use_watched(lambda: activity.idle_s > _LEFT_S, seconds=_BEAT_SECONDS)
    ft.use_effect(lambda: on_left() if is_left else None, dependencies=[is_left])


def _use_follow_up(desk: Desk, texts: Texts) -> None:
    """Now and then ask printers about pages nobody is sure of: a jam is cleared without a word."""

    async def follow() -> None:
        while True:
            await asyncio.sleep(_FOLLOW_UP_SECONDS)
            with suppress(Exception):  # the next turn may do; a locked desk is followed no more
                await asyncio.to_thread(prints.settle, desk, texts)

    ft.use_effect(follow, dependencies=[], cleanup=lambda: None)


def _use_waiting_room(desk: Desk, texts: Texts, *, door: Door) -> None:
    """The second screen shows this desk's queue for as long as somebody works here."""
    look = ft.use_memo(lambda: partial(queue.waiting_seen, desk, texts), [])
    room = door.waiting_room
    ft.use_effect(
        lambda: room.watch(look, partial(take_vote, desk)),
        dependencies=[],
        cleanup=lambda: room.watch_no_more(look),
    )


def _to_places(
    places: Sequence[Place], open_spot: Callable[[Place], Any]
) -> dict[str, Callable[[], Any]]:
    """F2 receives; Alt+1…9 and 0 go down the rail."""
    actions: dict[str, Callable[[], Any]] = {
        key: partial(open_spot, place) for place, key in reach.keys_of(places).items()
    }
    if Place.RECEIVE in places:
        actions[keys.RECEIVE] = partial(open_spot, Place.RECEIVE)
    return actions


def frame_of(desk: Desk, places: Sequence[Place], texts: Texts) -> Frame:
    standing = access.standing(desk, texts)
    return Frame(
        desk_name=desk.place.unit,
        person=desk.user.name,
        roles=words.role_words(desk.user.roles, texts),
        places=places,
        counts=lists.rail_counts(desk),
        ticks=syncing.ticks(desk),
        access=standing.notice or villages.notice(desk, texts),
        must_leave=standing.must_leave,
        epoch=recovered.notice(desk, texts),
    )


def _overlays(
    overlay: str,
    texts: Texts,
    *,
    desk: Desk,
    door: Door,
    places: Sequence[Place],
    command: Callable[[str], Any],
    close: Callable[[], Any],
    leave: Callable[[], Any],
    come: Callable[[Desk], Any],
    place: Place,
) -> list[ft.Control]:
    if overlay == _COVER:
        return [
            Cover(
                texts=texts,
                name=desk.user.name,
                names=door.user_names,
                with_pin=partial(door.who_may_use_pin, desk),
                come=partial(door.come, desk),
                on_come=come,
                on_leave=leave,
            )
        ]
    if overlay == "commands":
        by_key = reach.keys_of(places)
        reached = [*places, *reach.by_command(desk.user.roles)]
        commands = [
            *(
                Choice(id=place, title=texts[f"ui.place.{place}"], detail=by_key.get(place, ""))
                for place in reached
            ),
            Choice(id=_SYNC, title=texts["ui.sync.now"], detail=keys.SYNC),
            Choice(id=_LOCK, title=texts["ui.person.lock"], detail=keys.LOCK),
            Choice(id=_LEAVE, title=texts["ui.person.leave"]),
            Choice(id=_HELP, title=texts["ui.help.open"], detail=keys.HELP),
        ]
        return [
            CommandsList(
                texts=texts,
                commands=commands,
                look_up=partial(found.found, desk, texts),
                on_pick=command,
                on_cancel=close,
            )
        ]
    if overlay == _HELP:
        return [Help(texts=texts, place=place, on_close=close)]
    if overlay == _PIN:
        return [
            ChoosePin(
                texts=texts,
                choose=lambda password, pin: door.choose_pin(desk, password=password, pin=pin),
                on_done=close,
                on_cancel=close,
            )
        ]
    if overlay == "password":
        return [
            ChangePassword(
                texts=texts,
                change=lambda old, new: door.change_password(desk, old=old, new=new),
                on_done=close,
                on_cancel=close,
            )
        ]
    return []
