"""Signing tokens (USB token) through PKCS#11: which are plugged in, and a signer on one of them.

A token counts wrong PINs and locks itself for good. So a PIN is tried once for each time a person
types it, never again by itself, and the token's own word on the tries left is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11.exceptions import PKCS11Error

from desk_app.signing.certificate import Certificate, read_certificate, refuse_unusable
from desk_app.signing.errors import (
    SigningError,
    TokenAmbiguous,
    TokenLibraryUnusable,
    TokenMissing,
    TokenNotThere,
    TokenPinLocked,
    TokenPinNotSet,
    TokenWithoutKey,
)
from desk_app.signing.token_errors import library_errors, login_errors, use_errors
from desk_app.signing.token_libraries import is_cut_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

# DER of a DigestInfo for SHA-256 up to the digest (RFC 8017, 9.2, note 1).
_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")

_one_at_a_time = Lock()  # few makers' libraries stand calls from two threads


class PinState(StrEnum):
    """What the token tells of its PIN; `token.pin.<value>` in locales/."""

    FINE = "fine"
    LOW = "low"  # a wrong one was typed since the last right one
    LAST = "last"  # the next wrong one locks the token
    LOCKED = "locked"
    NOT_SET = "not_set"


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundToken:
    """A token that is plugged in; its label or serial number chooses it, never its slot."""

    label: str
    serial: str
    maker: str
    model: str
    library: Path
    pin: PinState


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenSigner:
    """The port `signer.Signer` on a token, its key looked up once; `close` ends the session."""

    certificate: Certificate
    chain: tuple[bytes, ...] = field(repr=False)
    token: FoundToken
    session: Any = field(repr=False)
    key: Any = field(repr=False)
    is_hashing: bool  # whether the token makes SHA-256 with RSA in one step

    @property
    def names(self) -> tuple[str, ...]:
        """Its label and serial number."""
        return self.token.label, self.token.serial

    def sign(self, message: bytes) -> bytes:
        """Raises TokenRemoved, KeyUnsupported."""
        with _one_at_a_time, use_errors():
            if self.key.key_type is KeyType.RSA:
                if self.is_hashing:
                    return bytes(self.key.sign(message, mechanism=Mechanism.SHA256_RSA_PKCS))
                digested = _SHA256_INFO + sha256(message).digest()
                return bytes(self.key.sign(digested, mechanism=Mechanism.RSA_PKCS))
            raw = self.key.sign(sha256(message).digest(), mechanism=Mechanism.ECDSA)
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))

    def close(self) -> None:
        """Log out; a token that is gone is closed already."""
        with _one_at_a_time:
            try:
                self.session.close()
            except PKCS11Error:
                return


def find_tokens(libraries: Sequence[Path]) -> list[FoundToken]:
    """Every token that one of the libraries shows; raises TokenMissing, TokenLibraryUnusable.

    A library that does not load is passed over while another shows a token.
    """
    found: list[FoundToken] = []
    trouble: SigningError | None = None
    for library in libraries:
        try:
            found += [_found(token, library) for token in _plugged_in(library)]
        except SigningError as error:
            trouble = trouble or error
    if not found:
        raise trouble or TokenMissing
    by_serial = {(one.label, one.serial): one for one in reversed(found)}
    return [one for one in found if by_serial[one.label, one.serial] is one]


def choose_token(tokens: Sequence[FoundToken], wanted: str) -> FoundToken:
    """The token of that label or serial number; the only one where nothing is wanted.

    Raises TokenNotThere, TokenAmbiguous.
    """
    fitting = [one for one in tokens if wanted in {"", one.label, one.serial}]
    if not fitting:
        raise TokenNotThere(token=wanted)
    if len(fitting) > 1:
        raise TokenAmbiguous(tokens=", ".join(f"{one.label} ({one.serial})" for one in fitting))
    return fitting[0]


def open_token(token: FoundToken, pin: str, *, at: datetime) -> TokenSigner:
    """A signer on the token, usable at the moment `at`; the PIN is tried once.

    Raises TokenPinLocked, TokenPinNotSet, WrongTokenPin, WrongTokenPinLastTry, TokenBusy,
    TokenNotThere, TokenWithoutKey, and what `refuse_unusable` raises.
    """
    again = [one for one in _plugged_in(token.library) if _names(one) == _of(token)]
    if not again:
        raise TokenNotThere(token=token.label)
    plugged = again[0]
    session = _login(plugged, pin)
    try:
        with _one_at_a_time, use_errors():
            certificate, key, chain = _usable(session, at=at)
            mechanisms = plugged.slot.get_mechanisms()
        return TokenSigner(
            certificate=certificate,
            chain=chain,
            token=_found(plugged, token.library),
            session=session,
            key=key,
            is_hashing=Mechanism.SHA256_RSA_PKCS in mechanisms,
        )
    except SigningError:
        session.close()
        raise


def _login(token: Any, pin: str) -> Any:
    match _pin_state(token.flags):
        case PinState.LOCKED:
            raise TokenPinLocked
        case PinState.NOT_SET:
            raise TokenPinNotSet
        case _:
            pass
    has_own_pad = bool(token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH)

    def flags_now() -> TokenFlag:
        return TokenFlag(next((one.flags for one in _tokens(token.slot)), token.flags))

    with _one_at_a_time, login_errors(flags_now):
        return token.open(user_pin=pkcs11.PROTECTED_AUTH if has_own_pad else pin)


def _usable(session: Any, *, at: datetime) -> tuple[Certificate, Any, tuple[bytes, ...]]:
    """The certificate to sign with, its key and the others; the longest valid of several.

    Raises TokenWithoutKey, and what `refuse_unusable` raises where none can be used.
    """
    keys = {
        bytes(key[Attribute.ID]): key
        for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        if hasattr(key, "sign")
    }
    held = list(_certificates(session))
    own = [(certificate, keys[id_]) for id_, certificate in held if id_ in keys]
    if not own:
        raise TokenWithoutKey
    certificate, key = max(own, key=lambda pair: (_is_usable(pair[0], at), pair[0].not_after))
    refuse_unusable(certificate, at=at)
    mine = {one.der for one, _ in own}
    return certificate, key, tuple(one.der for _, one in held if one.der not in mine)


def _certificates(session: Any) -> Iterable[tuple[bytes, Certificate]]:
    for held in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        try:
            parsed = x509.load_der_x509_certificate(bytes(held[Attribute.VALUE]))
            yield bytes(held[Attribute.ID]), read_certificate(parsed)
        except ValueError:
            continue  # something else that the maker keeps as a certificate


def _is_usable(certificate: Certificate, at: datetime) -> bool:
    try:
        refuse_unusable(certificate, at=at)
    except SigningError:
        return False
    return True


def _plugged_in(library: Path) -> list[Any]:
    if is_cut_off(library):
        raise TokenLibraryUnusable(library=library.name)
    with _one_at_a_time, library_errors(library):
        slots = pkcs11.lib(str(library)).get_slots(token_present=True)
        return [token for slot in slots for token in _tokens(slot)]


def _tokens(slot: Any) -> list[Any]:
    try:
        token = slot.get_token()
    except PKCS11Error:  # pulled out between two questions
        return []
    return [token] if token.flags & TokenFlag.TOKEN_INITIALIZED else []


def _found(token: Any, library: Path) -> FoundToken:
    label, serial = _names(token)
    return FoundToken(
        label=label,
        serial=serial,
        maker=str(token.manufacturer_id).strip(),
        model=str(token.model).strip(),
        library=library,
        pin=_pin_state(token.flags),
    )


def _names(token: Any) -> tuple[str, str]:
    serial = token.serial
    text = serial.decode("ascii", "replace") if isinstance(serial, bytes) else str(serial)
    return str(token.label).strip(" \0"), text.strip(" \0")


def _of(token: FoundToken) -> tuple[str, str]:
    return token.label, token.serial


def _pin_state(flags: TokenFlag) -> PinState:
    if flags & TokenFlag.USER_PIN_LOCKED:
        return PinState.LOCKED
    if not flags & TokenFlag.USER_PIN_INITIALIZED:
        return PinState.NOT_SET
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return PinState.LAST
    return PinState.LOW if flags & TokenFlag.USER_PIN_COUNT_LOW else PinState.FINE
