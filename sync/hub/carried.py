"""Parcels that another machine of a commune brings over its line: taken, and answered at once."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.errors import HubFailed, SyncError
from sync.hub.console_tables import relay_contacts
from sync.hub.hub import Hub
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.hub.statements import upsert_rows
from sync.parcel.blobs import pack_blob
from sync.parcel.stick import Stick
from sync.protocol.carried import MOST_BLOB_BYTES, TakenWord, make_taken
from sync.protocol.versions import MAX_BODY_BYTES

_SPARE_BYTES = 4_096  # the word itself and what is around a blob


def take_carried(hub: Hub, body: bytes) -> bytes:
    """The hub's word on the parcel, and the sealed answer for its desk; raises HubFailed.

    A parcel that can never be taken is told so, signed: who carries it may throw it away.
    """
    dev, code = 0, ""
    try:
        dev = take_parcel(hub, BytesIO(body)).dev
        _note_contact(hub, dev)
    except HubFailed:
        raise
    except SyncError as error:
        code = error.code
    word = TakenWord(
        hub_id=hub.key.hub_id,
        digest=sha256(body).digest(),
        dev=dev,
        code=code,
        hub_time=hub.now(),
    )
    told = make_taken(word, hub.key.sign)
    return told if code else told + _answer(hub, dev)


def _note_contact(hub: Hub, dev: int) -> None:
    with hub.database.writing() as connection:
        upsert_rows(connection, relay_contacts, [{"dev": dev, "at": hub.now()}])


def _answer(hub: Hub, dev: int) -> bytes:
    """As much of the answer as one body holds; what is left comes after the desk's next parcel."""
    room = MAX_BODY_BYTES - _SPARE_BYTES
    found: list[bytes] = []
    with TemporaryDirectory(dir=hub.files) as folder:
        try:
            back = export_back(hub, dev, Stick(Path(folder)), most_bytes=MOST_BLOB_BYTES)
        except SyncError:  # such as a desk nothing can be sealed for
            return b""
        for part in back.parts:
            blob = pack_blob(dev, part.path.read_bytes())
            room -= len(blob)
            if room < 0:
                break
            found.append(blob)
    return b"".join(found)
