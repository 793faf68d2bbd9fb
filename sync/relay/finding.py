"""Finding the relay on the commune's network by mDNS, and being found.

What is announced says nothing but where: name, address, port. Whom a desk believes is pinned.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import Self

from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from sync.parcel.errors import RelayUnreachable

SERVICE = "_motcua-relay._tcp.local."
_ENOUGH_S = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A relay that answers on this network."""

    name: str
    url: str


class Announcement:
    """Says on the network where the relay is, until it is stopped."""

    def __init__(self, *, name: str, host: str, port: int) -> None:
        self._zeroconf = _open(host)
        self._info = ServiceInfo(
            SERVICE,
            f"{name}.{SERVICE}",
            addresses=[socket.inet_aton(host)],
            port=port,
            server=f"{name}.local.",
        )

    def start(self) -> Self:
        self._zeroconf.register_service(self._info, allow_name_change=True)
        return self

    def stop(self) -> None:
        self._zeroconf.unregister_service(self._info)
        self._zeroconf.close()


def find(*, host: str, seconds: float = _ENOUGH_S) -> list[Near]:
    """Every relay that answers on the network of this address; raises RelayUnreachable."""
    zeroconf = _open(host)
    listener = _Listener()
    try:
        browser = ServiceBrowser(zeroconf, SERVICE, listener)
        listener.heard.wait(seconds)
        infos = [zeroconf.get_service_info(SERVICE, name) for name in sorted(listener.names)]
        browser.cancel()
    finally:
        zeroconf.close()
    return [near for info in infos if info is not None for near in _near(info)]


def _near(info: ServiceInfo) -> Sequence[Near]:
    name = info.name.removesuffix(f".{SERVICE}")
    addresses = info.parsed_addresses(IPVersion.V4Only)
    return [Near(name=name, url=f"http://{one}:{info.port}") for one in addresses]


def _open(host: str) -> Zeroconf:
    try:
        return Zeroconf(interfaces=[host], ip_version=IPVersion.V4Only)
    except OSError as error:
        raise RelayUnreachable(reason=type(error).__name__) from error


class _Listener(ServiceListener):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.heard = Event()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        del zc, type_
        self.names.add(name)
        self.heard.set()

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Where it is is asked for in the end."""

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        del zc, type_
        self.names.discard(name)
