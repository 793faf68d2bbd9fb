"""Every parser of what comes from outside, with honest bytes to begin from.

A reader takes bytes and may raise a SyncError and nothing else. Where a signature stands before the
parser, the spoilt payload is signed again, so that what lies behind the signature is reached too.
"""

from sync import cose, record
from sync.client.answer import read_answer
from sync.client.exchange import exchange_once
from sync.protocol import (
    compression,
    enrolment,
    epoch,
    file_pass,
    frame,
    hello,
    lost_words,
    page,
    receipt,
    refusal,
)
from tests.fuzz.reader import PUBLIC, plain, signed
from tests.sync.bodies import frame_of, hello_of
from tests.sync.rules import CREATED, PAID
from tests.sync.wires import DirectLink


def readers(hub, desk, colleague):
    """All of them, fed with what a real exchange carried."""
    carried = _carried(hub, desk, colleague)
    return [
        plain("record.decode", record.decode, *carried["changes"]),
        plain("record.split", record.split, b"".join(carried["changes"])),
        plain("cose.read_all", lambda told: cose.read_all(told, limit=64), *carried["bodies"]),
        plain("file_pass.open_header", _open_header, carried["pass"].encode()),
        plain("compression.unpack", _unpack, compression.pack_at_desk(b"abc" * 400)),
        signed("hello", hello.read_hello, carried["hello"]),
        signed(
            "frame",
            lambda message, key: frame.read_frame(message, key=key).changes(),
            carried["frame"],
        ),
        signed("receipt", receipt.read_receipt, carried["receipt"]),
        *[signed("page", _page, told) for told in carried["pages"][:1]],
        signed("refusal", refusal.read_refusal, carried["refusal"]),
        signed("file pass", file_pass.read_pass, cose_of(carried["pass"])),
        signed("epoch request", epoch.read_request, carried["epoch"]),
        signed("lost words", lost_words.read_lost, carried["lost"]),
        signed("enrolment", lambda message, key: enrolment.read_request(message), carried["enrol"]),
        plain("a whole answer", _answer_of(desk), *carried["answers"]),
        plain("the hub's endpoint", DirectLink(hub).exchange, *carried["bodies"]),
    ]


def _carried(hub, desk, colleague):
    ent = colleague.write(CREATED, ("H48.20443-261123-0001",))
    colleague.write(PAID, (5,), ent=ent)
    exchange_once(colleague, DirectLink(hub))
    desk.write(CREATED, ("H48.20443-261123-0002",))
    desk.write(PAID, (3, "Nguyễn Văn Đạt"), ent=ent)
    link = KeepingLink(hub)
    sent_hello, sent_frame = hello_of(desk), frame_of(desk)
    exchange_once(desk, link)
    first, *pages = cose.read_all(link.answers[0], limit=64)
    granted = desk.granted
    author = {"hub_id": granted.hub_id, "dev": granted.dev, "ep": granted.ep}
    told = file_pass.FilePass(**author, counter=1, method="GET", sha256="ab" * 32)
    asked = epoch.EpochRequest(**author, request=b"r" * 16, why="restored", last=3)
    words = lost_words.LostWords(
        **author,
        scope="province",
        words=(lost_words.LostWord(ep=1, raw=desk.outbox(0, 1)[0]),),
    )
    enrol = enrolment.EnrolRequest(
        invite=b"i" * 8, device_key=PUBLIC, recipient_key=_recipient(desk), name="Máy", app="test"
    )
    no = refusal.Refusal(
        hub_id=granted.hub_id, request=b"q" * 8, code="hub_failed", details={"a": "b"}, hub_time=9
    )
    return {
        "changes": desk.outbox(0, 10**6),
        "bodies": tuple(link.requests),
        "answers": tuple(link.answers),
        "hello": sent_hello,
        "frame": sent_frame,
        "receipt": first.raw,
        "pages": [message.raw for message in pages],
        "pass": file_pass.make_pass(told, desk.key.sign),
        "epoch": epoch.make_request(asked, desk.key.sign),
        "lost": lost_words.make_lost(words, desk.key.sign),
        "enrol": enrolment.make_request(enrol, key=b"c" * 32, signer=desk.key.sign),
        "refusal": refusal.make_refusal(no, desk.key.sign),
    }


def _recipient(desk):
    return desk.granted.recipient_key if hasattr(desk.granted, "recipient_key") else ""


class KeepingLink(DirectLink):
    """Keeps what the hub answered."""

    def __init__(self, hub):
        super().__init__(hub)
        self.answers = []

    def deliver(self, body, at_hub):
        self.answers.append(super().deliver(body, at_hub))
        return self.answers[-1]


def cose_of(header):
    return file_pass.open_header(header).raw


def _open_header(told):
    return file_pass.open_header(told.decode("latin-1"))


def _unpack(told):
    return compression.unpack(told, dictionary=compression.NO_DICTIONARY)


def _page(message, key):
    return page.read_page(message, key=key)


def _answer_of(desk):
    def read(told):
        return read_answer(told, request=b"", identity=desk.identity(), counter=1)

    return read
