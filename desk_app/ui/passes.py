"""Ways in: a secret in an address, good once, becomes a cookie of the browser that opened it."""

from __future__ import annotations

import hmac
import secrets

_BYTES = 32


class Passes:
    """Who may see the pages under one path; lives as long as the server."""

    def __init__(self, name: str, *, path: str) -> None:
        """`name`: of the cookie; with the port in it, because cookies know no ports."""
        self._name = name
        self._path = path
        self._pass = secrets.token_urlsafe(_BYTES)
        self._tickets: set[str] = set()

    def new_ticket(self) -> str:
        """A secret that lets one browser in, once."""
        ticket = secrets.token_urlsafe(_BYTES)
        self._tickets.add(ticket)
        return ticket

    def redeem(self, ticket: str) -> bytes | None:
        """The cookie for a ticket, as its header says it; None where the ticket is not good."""
        known = next((t for t in self._tickets if hmac.compare_digest(t, ticket)), None)
        if known is None:
            return None
        self._tickets.discard(known)
        return f"{self._name}={self._pass}; HttpOnly; SameSite=Strict; Path={self._path}".encode()

    def is_shown(self, headers: dict[bytes, bytes]) -> bool:
        """Whether a request carries the cookie."""
        wanted = f"{self._name}={self._pass}".encode()
        cookies = headers.get(b"cookie", b"").split(b";")
        return any(hmac.compare_digest(cookie.strip(), wanted) for cookie in cookies)
