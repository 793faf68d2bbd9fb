"""Ask the province for a new epoch (mã lượt mới) and go on in it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.store.hub_keys import hub_keys, key_list, tls_root
from desk_app.store.identity import HUB_WORDS
from desk_app.store.new_epoch import epoch_request, take_epoch_grant
from desk_app.store.one_round import one_round
from sync.client.epoch import ask_epoch as ask_hub
from sync.client.epoch import remind
from sync.client.link import HttpLink, only
from sync.client.replica import Identity
from sync.errors import EpochUnknown, MachineUnknown

if TYPE_CHECKING:
    import ssl

    from desk_app.desk import Desk
    from sync.client.port import Link


def ask_epoch(desk: Desk) -> Desk:
    """The desk that may be written again; run a round next, and let people review what is found.

    Safe to repeat: until a grant was taken, it is the same asking. Raises NotPermitted,
    NotEnrolled,
    RoundRunning while a round runs, HubUnreachable, GrantRefused and what else the hub says.
    """
    desk.require(Act.LOOK)
    with (
        one_round(desk.store.places),
        closing(HttpLink(desk.journal.identity.hub_url, tls=_believed(desk))) as link,
    ):
        raw = _granted(desk, link)
    return take_epoch(desk, raw)


def take_epoch(desk: Desk, raw: bytes) -> Desk:
    """Take a grant that came on whatever path; raises GrantRefused."""
    desk.require(Act.LOOK)
    return replace(desk, store=take_epoch_grant(desk.store, raw, at=desk.clock.now()))


def _granted(desk: Desk, link: Link) -> bytes:
    """The signed grant; a hub that has forgotten this machine is shown its own words first."""
    speaker = _speaker(desk)
    request = epoch_request(desk.store)
    try:
        return ask_hub(link, request, hub_keys=speaker.hub_keys)
    except (EpochUnknown, MachineUnknown):
        words = bytes.fromhex(desk.store.settings.get(HUB_WORDS) or "")
        if not words:
            raise
        remind(link, speaker, words)
    return ask_hub(link, request, hub_keys=speaker.hub_keys)


def _speaker(desk: Desk) -> Identity:
    """Who this machine is, though it may write nothing now."""
    own = desk.journal.identity
    author, epoch = own.writer
    return Identity(
        hub_id=own.hub_id,
        hub_keys=hub_keys(desk.store.database, own),
        dev=author,
        ep=epoch,
        sign=own.sign,
        key_list=key_list(desk.store.database),
    )


def _believed(desk: Desk) -> ssl.SSLContext | None:
    return only(tls_root(desk.store.database))
