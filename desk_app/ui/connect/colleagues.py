"""The other machines of the commune, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.queries.colleagues import near_machines
from desk_app.ui import formats
from desk_app.ui.screens.colleagues import ColleaguesShown, Machine

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.queries.colleagues import Seen
    from locales.catalogue import Texts


def colleagues_shown(desk: Desk, texts: Texts) -> ColleaguesShown:
    found = near_machines(desk)
    empty = ""
    if not found.machines:
        empty = texts["ui.near.none" if found.is_used else "ui.near.not_used"]
    elif not found.may_share:
        empty = texts["ui.near.not_shared"]
    machines = [_machine(one, texts) for one in found.machines]
    return ColleaguesShown(note=empty, machines=tuple(machines))


def _machine(seen: Seen, texts: Texts) -> Machine:
    since = formats.moment(seen.since if seen.is_near else seen.seen_at)
    told = [texts.say("ui.near.since" if seen.is_near else "ui.near.last", at=since)]
    if seen.is_forked:
        told.append(texts["ui.near.forked"])
    elif seen.unsent:
        told.append(texts.say("ui.near.unsent", count=seen.unsent))
    name = texts.say("ui.near.machine", number=seen.machine)
    return Machine(name=name, told=" · ".join(told), is_near=seen.is_near and not seen.is_forked)
