"""Messages of this version as bytes, to be kept: `python -m tests.sync.golden_messages VERSION`.

Made once for a released version and never again; every later version must read them.
"""

import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import record
from sync.protocol import compression, page, receipt, snapshot
from sync.protocol.frame import ClockMark, make_frame, make_wrapped
from sync.protocol.hello import Cursor, Hello, make_hello
from sync.record import Change
from sync.relay import sharing, words

FOLDER = Path(__file__).parents[1] / "golden" / "sync"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HUB_ID = b"hub-id-8"
AUTHOR = (5, 1)
SALT = bytes(16)
CLOCK = ClockMark(now=1_795_000_000, offset_s=-2, age_s=300, boot=b"boot")


def changes():
    """A dossier created and taken two steps."""
    ent = record.entity_id(*AUTHOR, 1)
    bodies = [("H48.20443-261123-0001", "Nguyễn Thị Mẫu"), (1,), (2, (None, True, b"\x00"))]
    return [
        Change(
            seq=seq,
            kind=2 if seq == 1 else 7,
            ent=ent,
            base=0,
            lam=seq,
            at=1_795_000_000 + seq,
            actor=1,
            cat=2026112301,
            body=body,
            salt=SALT if seq == 1 else None,
        )
        for seq, body in enumerate(bodies, start=1)
    ]


def heads(raws):
    found = [record.first_head(*AUTHOR)]
    for seq, raw in enumerate(raws, start=1):
        found.append(record.link(found[-1], *AUTHOR, raw, SALT, seq))
    return found


def messages():
    raws = [record.encode(change) for change in changes()]
    before = heads(raws)
    common = {"hub_id": HUB_ID, "author": AUTHOR, "clock": CLOCK, "signer": KEY.sign}
    rows = [(pos, pos, 5, 1, "ok", "", raw, pos) for pos, raw in enumerate(raws, start=1)]
    told = page.Page(
        hub_id=HUB_ID, hub_ep=7, scope="H48.20443", after=0, last=3, newest=3, digest=9, records=()
    )
    packed = [page.pack_record(row, last) for row, last in zip(rows, [None, *rows], strict=False)]
    hello = Hello(
        hub_id=HUB_ID,
        dev=5,
        ep=1,
        counter=9,
        last=3,
        app="quay-mot-cua 0.1.0",
        cursors={"province": Cursor(7, 2, 99)},
        want_bytes=65_536,
        dictionaries=compression.known(),
    )
    proof = receipt.Receipt(
        hub_id=HUB_ID,
        hub_ep=7,
        dev=5,
        ep=1,
        counter=9,
        answer=receipt.Answer.OK,
        acked=3,
        head=before[3],
        durable=2,
        hub_time=1_795_000_009,
        next_contact_s=60,
        lease_days=60,
        parts=receipt.name_parts([b"page"]),
    )
    offer = snapshot.Offer(
        hub_id=HUB_ID,
        hub_ep=7,
        scope="H48.20443",
        pos=3,
        newest=3,
        digest=9,
        size=10,
        sha256="ab" * 32,
    )
    span = {"first": 1, "heads": (before[0], before[3])}
    ask = words.Ask(
        hub_id=HUB_ID,
        dev=5,
        key=KEY.public_key().public_bytes_raw(),
        act=words.Act.SHARE,
        nonce=b"n" * words.NONCE_BYTES,
        digest=bytes(32),
    )
    word = words.Word(hub_id=HUB_ID, dev=5, key=ask.key, nonce=ask.nonce, digest=bytes(32))
    log = sharing.Log(
        words=b"words",
        receipt=b"receipt",
        last=3,
        head=before[3][:8],
        frames=(make_frame(raws, **common, **span),),
    )
    have = (sharing.Have(dev=6, ep=2, after=7),)
    return {
        "relay-ask": words.make_ask(ask, KEY.sign),
        "relay-word": words.make_word(word, KEY.sign),
        "relay-share": sharing.make_share(sharing.Share(have=have, logs=(log,))),
        "frame-plain": make_frame(raws, **common, **span),
        "frame-dictionary": make_frame(raws, **common, **span, dictionary=compression.FRAMES),
        "frame-wrapped": make_wrapped(b"\xff", **common, seq=4, heads=(before[3], bytes(32))),
        "hello": make_hello(hello, KEY.sign),
        "receipt": receipt.make_receipt(proof, KEY.sign),
        "page": page.make_page(told, packed, KEY.sign),
        "page-dictionary": page.make_page(told, packed, KEY.sign, dictionary=compression.PAGES),
        "snapshot-offer": snapshot.make_offer(offer, KEY.sign),
    }


def main(version):
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = {name: raw.hex() for name, raw in sorted(messages().items())}
    told["raws"] = [record.encode(change).hex() for change in changes()]
    (FOLDER / f"{version}.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
