"""The hub's web faces, each with its flag of `hub serve`; only what is asked for is loaded."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from sync.hub.errors import AddressRefused
from sync.hub.hub import Hub
from sync.hub.serving import Address, Face

FACE_WORDS = {
    "api": "hub.api_listening",
    "citizens": "hub.citizens_listening",
    "console": "hub.console_listening",
}  # what is said once it is open

_MAKERS = {
    "api": ("sync.hub.api.app", "create_api"),
    "citizens": ("sync.hub.citizens.app", "create_citizens"),
    "console": ("sync.hub.console.app", "create_console"),
}  # given the hub, and `is_tls`
_MOST_PORT = 65_535


def faces_of(addresses: Mapping[str, str]) -> list[Face]:
    """The faces that are given an address; raises AddressRefused."""
    return [
        Face(name=name, make=_maker(name), address=read_address(typed))
        for name, typed in addresses.items()
        if typed
    ]


def read_address(typed: str) -> Address:
    """HOST:PORT, an IPv6 host in brackets; raises AddressRefused."""
    host, _, port = typed.strip().rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > _MOST_PORT:
        raise AddressRefused(address=typed)
    return Address(host=host.removeprefix("[").removesuffix("]"), port=int(port))


def _maker(name: str) -> Any:
    module, maker = _MAKERS[name]

    def make(hub: Hub, is_tls: bool) -> Any:  # noqa: FBT001  as a face is made
        return getattr(import_module(module), maker)(hub, is_tls=is_tls)

    return make
