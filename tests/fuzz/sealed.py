"""Readers of what travels sealed: parcels both ways, their manifests, what a relay says.

A seal keeps spoilt bytes out, so here what is within is spoilt and sealed again.
"""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.client.parcels import export_parcel
from sync.client.parcels_back import import_parcel
from sync.hub.carried import take_carried
from sync.hub.key_lists import newest_list
from sync.hub.ledger import exchange
from sync.hub.parcels import take_parcel
from sync.hub.parcels_back import export_back
from sync.parcel.blobs import read_blob, split_items
from sync.parcel.items import Slice, read_item
from sync.parcel.manifest import PARCEL, PARCEL_BACK, read_back_manifest, read_manifest
from sync.parcel.reading import read_parcel
from sync.parcel.stick import Stick
from sync.protocol.carried import read_taken
from sync.protocol.epoch import EpochRequest, make_request, read_grant, read_request
from sync.protocol.key_list import read_first
from sync.relay.words import Act, Ask, Word, make_ask, make_word, read_ask, read_word
from sync.sealing import open_sealed, seal
from tests.fuzz.reader import PUBLIC, plain, signed
from tests.sync.rules import CREATED, PAID

NONCE, DIGEST = b"n" * 16, b"d" * 32


def sealed_readers(hub, desk):
    """`desk`: a machine that makes and takes parcels; its log is closed in the end."""
    ent = desk.write(CREATED, ("H48.20443-261123-0007",))
    desk.write(PAID, (5,), ent=ent)
    desk.add_file("ab" * 32, b"x" * 90)
    there = _made(lambda stick: export_parcel(desk, stick))
    take_parcel(hub, BytesIO(there))
    back = _made(lambda stick: export_back(hub, desk.granted.dev, stick))
    inside, inside_back = open_sealed(there, hub.opening.private), _opened(desk, back)
    items = [read_item(item) for item in split_items(inside + inside_back)]
    told = {one.typ: one.raw for one in items if not isinstance(one, Slice)}
    carried = take_carried(hub, there)
    word, *blobs = split_items(carried)
    asked = _epoch_request(desk)
    recipient = newest_list_of(hub).recipient
    return [
        plain("a parcel as it lies there", _reads(hub.opening.private), there),
        plain("items of a parcel", _items, inside, inside_back),
        plain(
            "a parcel at the hub",
            lambda told: take_parcel(hub, BytesIO(seal(told, [recipient]))),
            inside,
        ),
        plain(
            "a parcel at a desk",
            lambda told: import_parcel(desk, BytesIO(seal(told, [desk.seal.recipient]))),
            inside_back,
        ),
        signed("manifest", read_manifest, told[PARCEL]),
        signed("manifest back", read_back_manifest, told[PARCEL_BACK]),
        plain(
            "blobs of a relay", lambda told: [read_blob(one) for one in split_items(told)], *blobs
        ),
        signed("word on a parcel", read_taken, word),
        signed("relay ask", lambda message, key: read_ask(message), _ask()),
        signed("relay word", _read_word, _word()),
        signed("epoch asked", read_request, asked),
        signed("epoch grant", read_grant, exchange(hub, asked)),
        signed("key list", lambda message, key: read_first(message), newest_raw(hub)),
    ]


def _made(write):
    """The one part of a parcel, as it lies on the stick."""
    with TemporaryDirectory() as folder:
        [part] = write(Stick(Path(folder))).parts
        return part.path.read_bytes()


def _opened(desk, sealed):
    return open_sealed(sealed, desk.private_keys())


def _reads(private):
    return lambda told: read_parcel(BytesIO(told), private, lambda _item: None)


def _items(told):
    return [read_item(item) for item in split_items(told)]


def newest_list_of(hub):
    with hub.database.reading() as connection:
        return newest_list(connection).told


def newest_raw(hub):
    with hub.database.reading() as connection:
        return newest_list(connection).raw


def _epoch_request(desk):
    told = EpochRequest(
        hub_id=desk.granted.hub_id,
        dev=desk.granted.dev,
        ep=desk.granted.ep,
        request=b"r" * 16,
        why="restored",
        last=desk.last(),
    )
    return make_request(told, desk.key.sign)


def _ask():
    told = Ask(hub_id=b"hub-id-8", dev=5, key=PUBLIC, act=Act.KEEP, nonce=NONCE, digest=DIGEST)
    return make_ask(told, lambda _told: bytes(64))


def _word():
    told = Word(hub_id=b"hub-id-8", dev=5, key=PUBLIC, nonce=NONCE, digest=DIGEST)
    return make_word(told, lambda _told: bytes(64))


def _read_word(message, key):
    return read_word(message, nonce=NONCE, key=key)
