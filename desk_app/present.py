"""Who is present at an open desk, and how one takes the place of another.

A person is present who gave their password since the desk was opened, on this Viet Nam day. With a
PIN of six digits they may come back, or take over from a colleague, without the password. The PIN
opens nothing by itself: after a restart, on another day and after five wrong ones only the password
counts, and that has waits of its own. Its proof lies in the encrypted database.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import scrypt
from threading import Lock
from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.store import machine
from desk_app.store.access import require_not_barred
from desk_app.store.errors import UserDisabled, WeakPin
from desk_app.store.keys import unlock
from desk_app.store.lockout import Moment
from desk_app.store.sessions import SessionAct

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.store.places import Places
    from desk_app.store.users import User

PIN_DIGITS = 6
MOST_WRONG = 5  # of one person, until they give their password again
_WORK = 2**14  # of scrypt: some 50 ms on an old laptop, 16 MB
_SALT_BYTES = 16
_RISING, _FALLING = "01234567890123456789", "98765432109876543210"


class Present:
    """The people of one open desk; `first` opened it by password."""

    def __init__(
        self, places: Places, first: Desk, *, moment: Callable[[Desk], Moment] | None = None
    ) -> None:
        self._places = places
        self._moment = moment or _moment
        self._since: dict[int, date] = {}
        self._wrong: dict[int, int] = {}
        self._gate = Lock()
        self._came(first, first.user)

    def names(self, desk: Desk) -> frozenset[str]:
        """Those whose PIN counts now."""
        return frozenset(user.name for user in desk.users.all() if self._may_use_pin(desk, user))

    def prove(self, desk: Desk, password: str) -> None:
        """That the person before the desk is still its user; raises as `keys.unlock`."""
        unlock(self._places, desk.user.name, password, now=self._moment(desk))
        self._came(desk, desk.user)

    def choose_pin(self, desk: Desk, *, password: str, pin: str) -> None:
        """Raises WeakPin, and as `prove`."""
        if not _is_fit(pin):
            raise WeakPin(digits=PIN_DIGITS)
        self.prove(desk, password)
        salt = secrets.token_bytes(_SALT_BYTES)
        kept = {"salt": salt.hex(), "proof": _proof(pin, salt).hex()}
        desk.store.settings.put(_setting(desk.user.number), kept)

    def come(self, desk: Desk, name: str, secret: str) -> Desk:
        """The desk in the hands of who proves to be `name`, by PIN or by password.

        The same desk where its own user comes back. Raises WrongPassword, UserLockedOut,
        UserDisabled, UserBarred.
        """
        user = desk.users.find(name)
        if user is None or not self._knows_pin(desk, user, secret):
            number = unlock(self._places, name, secret, now=self._moment(desk)).user
            user = desk.users.get(number)
            self._came(desk, user)
        if not user.is_active:
            raise UserDisabled
        sessions, now = desk.store.sessions, desk.clock.now()
        if user.number == desk.user.number:
            sessions.note(user.number, SessionAct.UNLOCKED, at=now)
            return desk
        desk.key.forget()  # what somebody opened to sign with is for nobody else
        sessions.note(desk.user.number, SessionAct.LOCKED, at=now)
        sessions.note(user.number, SessionAct.UNLOCKED, at=now)
        return desk.signed_in(user)

    def _came(self, desk: Desk, user: User) -> None:
        with self._gate:
            self._since[user.number] = vietnam_day(desk.clock.now())
            self._wrong.pop(user.number, None)

    def _knows_pin(self, desk: Desk, user: User, pin: str) -> bool:
        """Whether this is their PIN, and counts; a wrong one is counted."""
        if not self._may_use_pin(desk, user):
            return False
        kept = desk.store.settings.get(_setting(user.number))
        proof = _proof(pin, bytes.fromhex(kept["salt"]))
        if hmac.compare_digest(proof, bytes.fromhex(kept["proof"])):
            require_not_barred(desk.store.database, user.name)
            return True
        with self._gate:
            self._wrong[user.number] = self._wrong.get(user.number, 0) + 1
        return False

    def _may_use_pin(self, desk: Desk, user: User) -> bool:
        with self._gate:
            is_here = self._since.get(user.number) == vietnam_day(desk.clock.now())
            is_trusted = self._wrong.get(user.number, 0) < MOST_WRONG
        has_pin = desk.store.settings.get(_setting(user.number)) is not None
        return user.is_active and is_here and is_trusted and has_pin


def _setting(number: int) -> str:
    return f"pin.{number}"


def _proof(pin: str, salt: bytes) -> bytes:
    return scrypt(pin.encode(), salt=salt, n=_WORK, r=8, p=1)


def _is_fit(pin: str) -> bool:
    """Six digits that are neither all the same nor counted up or down."""
    is_form = len(pin) == PIN_DIGITS and pin.isascii() and pin.isdigit()
    is_counted = pin in _RISING or pin in _FALLING
    return is_form and len(set(pin)) > 1 and not is_counted


def _moment(desk: Desk) -> Moment:
    return Moment(
        at=desk.clock.now(), boot=machine.boot_id(), monotonic=machine.monotonic_seconds()
    )
