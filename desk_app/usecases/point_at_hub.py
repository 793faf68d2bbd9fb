"""Say where the province's hub is to be found (địa chỉ máy chủ của tỉnh), also after a stick."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desk_app.domain.rights import Act
from desk_app.domain.training import require_real
from desk_app.store.errors import HubAddressWrong
from desk_app.store.identity import point_at

if TYPE_CHECKING:
    from desk_app.desk import Desk

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_MOST_LETTERS = 200


def point_at_hub(desk: Desk, address: str) -> str:
    """From the next round on, over restarts too; the address as it is kept.

    A line begins where the machine had none. Who the hub is and which certificates are believed
    stays as enrolment told it, so a wrong address reaches nobody who could read a thing. Raises
    NotPermitted, NotEnrolled, HubAddressWrong. Whether the hub answers is seen at the next round.
    """
    desk.require(Act.MANAGE_DESK)
    require_real(is_training=desk.tray.is_training)
    url = hub_address(address)
    desk.journal.identity.writer  # noqa: B018 - raises where no province knows this machine yet
    database = desk.store.database
    with database.writing():
        point_at(database, url)
    desk.store.rounds.moved()
    return url


def hub_address(typed: str) -> str:
    """https://name:port from what was typed, https where nothing is said; raises HubAddressWrong.

    In clear only to this very machine: dossiers are signed on their way, not sealed.
    """
    text = typed.strip()
    told = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(told)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise HubAddressWrong(typed=text[:_MOST_LETTERS]) from error
    is_bare = not (parts.username or parts.password or parts.query or parts.fragment)
    is_way = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    fits = len(told) <= _MOST_LETTERS and is_bare and is_way and parts.path in {"", "/"}
    if not fits or not _is_host(host) or port == 0:
        raise HubAddressWrong(typed=text[:_MOST_LETTERS])
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def _is_host(host: str) -> bool:
    """A name of letters, digits, dots and hyphens, or an IP address."""
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        return all(
            label and label.isascii() and label.replace("-", "").isalnum() and label[0] != "-"
            for label in labels
        )
    return True
