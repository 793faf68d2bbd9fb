"""Which places a person may go to: by the rail, by a key, by the list of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.ui.routes import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desk_app.domain.rights import Role

_NEEDS: dict[Place, tuple[Act, ...]] = {
    Place.RECEIVE: (Act.RECEIVE,),
    Place.SIGN: (Act.SIGN_RESULT,),
    Place.QUEUE: (Act.REGISTER,),
    Place.RETYPE: (Act.WRITE_CODE,),
    Place.HAND_OVER: (Act.HAND_ON, Act.TAKE_HANDED),
    Place.RETURN: (Act.RETURN_RESULT,),
    Place.SCANS: (Act.SCAN,),
    Place.RECEIPTS: (Act.KEEP_RECEIPTS, Act.ENTER_RECEIPTS, Act.RECORD_PAYMENT),
    Place.FEEDBACK: (Act.TAKE_FEEDBACK, Act.ANSWER_FEEDBACK, Act.RETURN_RESULT),
    Place.VILLAGE: (Act.GO_OUT,),
    Place.TILL: (Act.CLOSE_TILL, Act.RECORD_PAYMENT),
    Place.USERS: (Act.MANAGE_USERS, Act.GIVE_MANDATE),  # one of them will do
}
_BY_COMMAND = (
    Place.SCANS,
    Place.RECEIPTS,
    Place.FEEDBACK,
    Place.VILLAGE,
    Place.BOOKS,
    Place.REPORTS,
    Place.PRINTS,
    Place.PRINTERS,
)
_FROM_ELSEWHERE = (Place.DOSSIER, Place.SETTLE, Place.RECOVERED)  # each of something
_KEYS = 10  # Alt+1…9 and 0


def on_rail(roles: Collection[Role]) -> list[Place]:
    """The entries of the rail, in order."""
    away = {*_BY_COMMAND, *_FROM_ELSEWHERE}
    return [place for place in Place if place not in away and _is_open(place, roles)]


def by_command(roles: Collection[Role]) -> list[Place]:
    """What is reached by the list of commands alone."""
    return [place for place in _BY_COMMAND if _is_open(place, roles)]


def keys_of(places: Sequence[Place]) -> dict[Place, str]:
    """The key of each of the first ten: Alt+1 to Alt+9, then Alt+0."""
    return {place: f"Alt+{number % 10}" for number, place in enumerate(places[:_KEYS], start=1)}


def _is_open(place: Place, roles: Collection[Role]) -> bool:
    return place not in _NEEDS or any(may(roles, act) for act in _NEEDS[place])
