"""Which installation this is: its key, its number at the province, its hub.

Author and epoch are None until the machine is enrolled; nothing can be written to the journal
before. An epoch is one unbroken life of the database: a restored or copied one needs the next.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_app.store import machine
from desk_app.store.errors import NotEnrolled
from sync import record

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.store.database import Database

HUB_WORDS = "hub_words"  # setting, hex: what the hub signed for the present epoch
_DEVICE_KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    desk: str  # the installation's id, 32 hex digits, made at set-up
    fingerprint: str  # of the machine it was set up on; empty where machines cannot be told apart
    device_key: bytes  # Ed25519, private
    author: int | None
    epoch: int | None
    first_head: bytes | None  # of the chain in this epoch
    hub_id: bytes
    hub_key: bytes  # Ed25519, public
    hub_url: str
    organisation: str
    frozen: str  # why nothing may be written; empty when it may

    @property
    def writer(self) -> tuple[int, int]:
        """Author and epoch; raises NotEnrolled."""
        if self.author is None or self.epoch is None:
            raise NotEnrolled
        return self.author, self.epoch

    @property
    def public_key(self) -> bytes:
        """The device's Ed25519 public key, 32 raw bytes."""
        return self._signer().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._signer().sign(message)

    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.device_key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolment:
    """What the hub answers to a new machine."""

    author: int
    epoch: int
    hub_id: bytes
    hub_key: bytes
    hub_url: str
    organisation: str
    key_list: bytes = b""  # of the hub, as signed
    lease_days: int = 0  # how long the machine may work without a word of the hub; 0: not limited
    hub_time: int = 0  # Unix seconds, when the hub said so
    tls_root: bytes = b""  # whose TLS alone is taken (DER); empty: whose the system takes
    words: bytes = b""  # the hub's signed message that said all this
    previous_head: bytes = b""  # the last accepted head of the epoch before; empty in the first


def create_identity(database: Database, *, desk: str) -> None:
    """Give a new database its installation id and device key; inside a transaction."""
    database.execute(
        "INSERT INTO identity (one, desk, fingerprint, device_key) VALUES (1, ?, ?, ?)",
        (desk, machine.fingerprint(desk), secrets.token_bytes(_DEVICE_KEY_BYTES)),
    )


def read_identity(database: Database) -> Identity:
    row = database.row(
        """
        SELECT desk, fingerprint, device_key, author, epoch, first_head,
               hub_id, hub_key, hub_url, organisation, frozen
        FROM identity
        """
    )
    if row is None:
        raise NotEnrolled
    return Identity(
        desk=row[0],
        fingerprint=row[1],
        device_key=row[2],
        author=row[3],
        epoch=row[4],
        first_head=row[5],
        hub_id=row[6] or b"",
        hub_key=row[7] or b"",
        hub_url=row[8],
        organisation=row[9],
        frozen=row[10],
    )


def write_enrolment(database: Database, enrolment: Enrolment, *, at: datetime) -> None:
    """Keep the machine's number and hub, on this machine, free to write; inside a transaction."""
    head = record.first_head(enrolment.author, enrolment.epoch, enrolment.previous_head)
    desk = read_identity(database).desk
    database.execute(
        """
        UPDATE identity
        SET author = ?, epoch = ?, first_head = ?, hub_id = ?, hub_key = ?, hub_url = ?,
            organisation = ?, enrolled_at = ?, fingerprint = ?, frozen = ''
        """,
        (
            enrolment.author,
            enrolment.epoch,
            head,
            enrolment.hub_id,
            enrolment.hub_key,
            enrolment.hub_url,
            enrolment.organisation,
            int(at.timestamp()),
            machine.fingerprint(desk),
        ),
    )
    database.execute(
        "INSERT OR IGNORE INTO epochs VALUES (?, ?, ?, ?)",
        (enrolment.author, enrolment.epoch, head, int(at.timestamp())),
    )


def point_at(database: Database, hub_url: str) -> None:
    """The same hub at another address; inside a transaction."""
    database.execute("UPDATE identity SET hub_url = ?", (hub_url,))


def freeze(database: Database, reason: str) -> None:
    """Mark the database as one that must not be written; inside a transaction."""
    database.execute("UPDATE identity SET frozen = ?", (reason,))
