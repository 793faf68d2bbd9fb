"""The signing key a person has opened for this turn: the PIN or password is asked once.

It lives in memory only and is forgotten when the desk is locked, when the token is pulled out, and
when the certificate runs out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from secrets import token_bytes
from typing import TYPE_CHECKING

from desk_app.signing.certificate import refuse_unusable
from desk_app.signing.errors import SigningError

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.signing.signer import Signer


@dataclass(slots=True)
class UnlockedKey:
    """At most one key; another one takes its place."""

    _signer: Signer | None = field(default=None, repr=False)
    _refused: set[bytes] = field(default_factory=set, repr=False)
    _salt: bytes = field(default_factory=partial(token_bytes, 16), repr=False)

    def keep(self, signer: Signer) -> None:
        self.forget()
        self._signer = signer

    def signer(self, *, at: datetime) -> Signer | None:
        """The key, or None where none is open or its certificate may not sign any more."""
        if self._signer is None:
            return None
        try:
            refuse_unusable(self._signer.certificate, at=at)
        except SigningError:
            self.forget()
        return self._signer

    def token(self, wanted: str, *, at: datetime) -> Signer | None:
        """The open token, where it is the one of that label or serial number."""
        signer = self.signer(at=at)
        names: tuple[str, ...] = getattr(signer, "names", ())  # a key file has none
        return signer if names and wanted in {"", *names} else None

    def note_refused(self, token: str, pin: str) -> None:
        """The token counted this PIN as wrong."""
        self._refused.add(self._mark(token, pin))

    def was_refused(self, token: str, pin: str) -> bool:
        """Whether the same PIN would be counted as wrong once more: it is not shown again."""
        return self._mark(token, pin) in self._refused

    def _mark(self, token: str, pin: str) -> bytes:
        return sha256(self._salt + f"{token}\0{pin}".encode()).digest()

    def forget(self) -> None:
        """Log out of a token; safe to repeat."""
        if self._signer is not None:
            self._signer.close()
        self._signer = None
