"""The commune's relay in words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.queries.relay import near_relays, relay_status
from desk_app.ui import formats
from desk_app.ui.screens.relay import RelayCalls, RelayShown
from desk_app.usecases.join_relay import join_relay, leave_relay
from desk_app.usecases.switch_relay import switch_relay
from desk_app.usecases.visit_relay import visit_relay

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts


def relay_calls(desk: Desk, texts: Texts) -> RelayCalls:
    def switch(is_on: bool) -> str:  # noqa: FBT001  what the button says
        switch_relay(desk, is_on=is_on)
        told = relay_status(desk)
        if not is_on:
            return texts["relay.off"]
        return texts.say("relay.on", address=told.address, code=told.code)

    def join(url: str, code: str) -> str:
        join_relay(desk, url, code)
        return texts["relay.joined"]

    def leave() -> str:
        leave_relay(desk)
        return texts["relay.left"]

    return RelayCalls(
        load=lambda: _shown(desk, texts),
        switch=switch,
        find=lambda: [(near.url, f"{near.name} · {near.url}") for near in near_relays()],
        join=join,
        leave=leave,
        visit=lambda: texts.say("relay.visited", **asdict(visit_relay(desk))),
        may_manage=may(desk.user.roles, Act.MANAGE_DESK),
    )


def _shown(desk: Desk, texts: Texts) -> RelayShown:
    told = relay_status(desk)
    kept = texts.say("ui.relay.kept", to_hub=told.to_hub, to_desks=told.to_desks)
    facts = [
        (texts["ui.relay.own_code"], told.code),
        (texts["ui.relay.listens"], told.address or texts["ui.relay.is_off"]),
        (texts["ui.relay.keeps"], f"{kept} · {formats.size(told.bytes)}" if told.bytes else ""),
        (texts["ui.relay.uses"], told.pinned or texts["ui.relay.none"]),
    ]
    return RelayShown(
        is_on=told.is_on,
        facts=tuple((label, value) for label, value in facts if value),
        has_relay=bool(told.pinned),
    )
