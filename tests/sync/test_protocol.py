"""Messages of the protocol: what is said is read back, and nothing else is believed."""

from dataclasses import replace

import cbor2
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync import cose, record
from sync.errors import (
    BadSignature,
    EnrolCodeRefused,
    MalformedChange,
    MalformedMessage,
    SyncError,
    UnknownVersion,
)
from sync.protocol import compression, enrolment, file_pass, frame, hello, page, receipt, refusal
from sync.protocol.frame import ClockMark
from sync.protocol.hello import Cursor
from sync.protocol.page import FeedRecord, Page, Verdict
from sync.protocol.versions import NEWEST
from tests.sync.test_record import change

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
HUB_ID = b"hub-id-8"
HEAD = bytes(32)
ANY_VERDICT = st.sampled_from(list(Verdict))
BIG = st.integers(0, 2**63 - 1)


def frame_of(raws, **parts):
    given_parts = {"hub_id": HUB_ID, "author": (5, 1), "first": 1, "heads": (HEAD, HEAD)}
    given_parts |= {"clock": ClockMark(now=1_795_000_000), "signer": KEY.sign}
    return frame.make_frame(raws, **{**given_parts, **parts})


def a_hello(**parts):
    given_parts = {"hub_id": HUB_ID, "dev": 5, "ep": 1, "counter": 9, "last": 3, "app": "test"}
    given_parts |= {"cursors": {"province": Cursor(7, 2, 99)}, "want_bytes": 65_536}
    return hello.Hello(**{**given_parts, **parts})


def a_receipt(**parts):
    given_parts = {"hub_id": HUB_ID, "hub_ep": 7, "dev": 5, "ep": 1, "counter": 9}
    given_parts |= {"answer": receipt.Answer.OK, "acked": 3, "head": HEAD, "durable": 0}
    return receipt.Receipt(**{**given_parts, **parts}, hub_time=1, next_contact_s=60, lease_days=60)


def a_page(records, **parts):
    last = records[-1].pos if records else 0
    given_parts = {"hub_id": HUB_ID, "hub_ep": 7, "scope": "province", "after": 0, "last": last}
    given_parts |= {"newest": last, "digest": 5, "records": tuple(records)}
    return Page(**{**given_parts, **parts})


def page_bytes(told):
    rows = [
        (e.pos, e.ver, e.dev, e.ep, e.verdict.value, e.reason, e.raw, e.seq) for e in told.records
    ]
    packed = [
        page.pack_record(row, before) for row, before in zip(rows, [None, *rows], strict=False)
    ]
    return page.make_page(told, packed, KEY.sign)


def an_entry(pos=1, **parts):
    given_parts = {"pos": pos, "ver": 1, "dev": 5, "ep": 1, "seq": pos, "verdict": Verdict.OK}
    return FeedRecord(**{**given_parts, "reason": "", "raw": b"raw", **parts})


def test_a_frame_carries_the_very_bytes_of_its_changes():
    raws = [record.encode(change(seq=seq)) for seq in (4, 5, 6)]
    clock = ClockMark(now=1_795_000_000, offset_s=-30, age_s=600, boot=b"b")

    read = frame.read_frame(cose.read(frame_of(raws, first=4, clock=clock)), key=PUBLIC)

    assert [raw for raw, _ in read.changes()] == raws
    assert (read.dev, read.ep, read.first, read.last, read.clock) == (5, 1, 4, 6, clock)


def test_a_change_of_another_number_goes_into_no_frame():
    with pytest.raises(MalformedChange) as refused:
        frame_of([record.encode(change(seq=2))], first=1)

    assert refused.value.details == {"reason": "not_its_number", "seq": "1"}


def test_a_frame_that_tells_of_more_changes_than_it_has_is_refused():
    message = cose.read(frame_of([record.encode(change())]))
    ver, hub_id, first, _, *rest = cbor2.loads(message.payload)
    payload = cbor2.dumps([ver, hub_id, first, 2, *rest])
    longer = cose.sign(payload, typ=frame.FRAME, kid=message.kid, signer=KEY.sign)
    read = frame.read_frame(cose.read(longer), key=PUBLIC)

    with pytest.raises(MalformedMessage):
        read.changes()


def test_a_frame_has_its_author_from_the_signed_header():
    message = cose.read(frame_of([record.encode(change())]))

    read = frame.read_frame(message, key=PUBLIC)

    assert (read.dev, read.ep) == frame.author_of(message.kid) == (5, 1)


@given(
    st.dictionaries(st.text(max_size=20), st.builds(Cursor, BIG, BIG, BIG), max_size=4),
    st.integers(0, record.MAX_SEQ),
    st.text(max_size=32),
)
def test_a_hello_is_read_back(cursors, last, app):
    told = a_hello(cursors=cursors, last=last, app=app)

    assert hello.read_hello(cose.read(hello.make_hello(told, KEY.sign)), key=PUBLIC) == told


@given(st.sampled_from(list(receipt.Answer)), BIG)
def test_a_receipt_is_read_back(answer, hub_ep):
    told = a_receipt(answer=answer, hub_ep=hub_ep)

    assert receipt.read_receipt(cose.read(receipt.make_receipt(told, KEY.sign)), key=PUBLIC) == told


@given(st.lists(st.tuples(ANY_VERDICT, st.text(max_size=64), st.none() | st.binary(max_size=99))))
def test_a_page_is_read_back(entries):
    records = [
        an_entry(pos, verdict=verdict, reason=reason, raw=raw)
        for pos, (verdict, reason, raw) in enumerate(entries, 1)
    ]
    told = a_page(records, newest=len(records) + 3)

    read = page.read_page(cose.read(page_bytes(told)), key=PUBLIC)

    assert read == told
    assert read.has_more


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(a_page([an_entry(1), an_entry(3)]), id="a record skipped"),
        pytest.param(a_page([an_entry(1)], last=2, newest=2), id="a record missing at the end"),
        pytest.param(a_page([an_entry(2)], after=0), id="a record missing at the start"),
        pytest.param(a_page([an_entry(1)], newest=0), id="more than there is"),
    ],
)
def test_a_page_with_holes_is_refused(told):
    with pytest.raises(MalformedMessage):
        page.read_page(cose.read(page_bytes(told)), key=PUBLIC)


@given(st.data())
def test_the_digest_depends_on_every_part_of_a_record(data):
    entry = an_entry(reason="r")
    part = data.draw(st.sampled_from(["pos", "ver", "dev", "ep", "seq", "verdict", "reason"]))
    old = getattr(entry, part)
    fresh = Verdict.HELD if part == "verdict" else old * 2 if old else "x"
    other = entry._replace(**{part: fresh})

    digest = page.add(0, "province", entry, b"raw")

    assert digest != page.add(0, "province", other, b"raw")
    assert digest != page.add(0, "elsewhere", entry, b"raw")
    assert digest != page.add(0, "province", entry, b"raX")
    assert 0 <= digest < 2**62


def test_a_refusal_is_read_back_and_names_its_request():
    told = refusal.Refusal(
        hub_id=HUB_ID,
        request=refusal.request_name(b"body"),
        code="machine_revoked",
        details={"dev": "5"},
        hub_time=3,
    )

    read = refusal.read_refusal(cose.read(refusal.make_refusal(told, KEY.sign)), key=PUBLIC)

    assert read == told


def messages():
    """Every message there is, with its reader."""
    a_pass = file_pass.FilePass(
        hub_id=HUB_ID, dev=5, ep=1, counter=9, method="GET", sha256="ab" * 32
    )
    header = file_pass.make_pass(a_pass, KEY.sign)
    told = refusal.Refusal(
        hub_id=HUB_ID, request=bytes(8), code="hub_busy", details={"a": "b"}, hub_time=3
    )
    return {
        "frame": (frame_of([record.encode(change())]), read_whole_frame),
        "hello": (hello.make_hello(a_hello(), KEY.sign), hello.read_hello),
        "receipt": (receipt.make_receipt(a_receipt(), KEY.sign), receipt.read_receipt),
        "page": (page_bytes(a_page([an_entry(1), an_entry(2)])), page.read_page),
        "refusal": (refusal.make_refusal(told, KEY.sign), refusal.read_refusal),
        "file": (file_pass.open_header(header).raw, file_pass.read_pass),
    }


def read_whole_frame(message, *, key):
    read = frame.read_frame(message, key=key)
    read.changes()
    return read


MESSAGES = messages()
each_message = pytest.mark.parametrize("name", sorted(MESSAGES))


def resigned(name, payload):
    message = cose.read(MESSAGES[name][0])
    return cose.read(
        cose.sign(cbor2.dumps(payload), typ=message.typ, kid=message.kid, signer=KEY.sign)
    )


@each_message
def test_a_field_a_newer_program_appended_is_passed_over(name):
    raw, reader = MESSAGES[name]
    payload = cbor2.loads(cose.read(raw).payload)

    longer = reader(resigned(name, [*payload, "new"]), key=PUBLIC)

    assert longer == reader(cose.read(raw), key=PUBLIC)


@each_message
def test_another_version_is_told_apart_before_anything_else_is_read(name):
    with pytest.raises(UnknownVersion) as told:
        MESSAGES[name][1](resigned(name, [NEWEST + 1, "of another shape"]), key=PUBLIC)

    assert told.value.details["found"] == str(NEWEST + 1)


@each_message
def test_a_missing_or_mistyped_field_is_refused(name):
    raw, reader = MESSAGES[name]
    payload = cbor2.loads(cose.read(raw).payload)

    for place in range(1, len(payload)):
        with pytest.raises(MalformedMessage):
            reader(resigned(name, payload[:place]), key=PUBLIC)
        for wrong in (1.5, {}, -(2**70), [[[]]], None if name != "page" else 1.5):
            with pytest.raises(MalformedMessage):
                reader(resigned(name, [*payload[:place], wrong, *payload[place + 1 :]]), key=PUBLIC)


@each_message
def test_a_message_signed_by_another_key_is_refused(name):
    raw, reader = MESSAGES[name]
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()

    with pytest.raises(BadSignature):
        reader(cose.read(raw), key=other)


@each_message
@given(st.data())
def test_a_mangled_message_is_refused_as_such(name, data):
    raw, reader = MESSAGES[name]
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
    mangled = raw[:start] + data.draw(st.binary(max_size=8)) + raw[end:]
    if mangled == raw:
        return

    with pytest.raises(SyncError):
        reader(cose.read(mangled), key=PUBLIC)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = compression.pack_at_desk(bytes(64 * 2**20))
    mute = zstandard.ZstdCompressionParameters.from_level(
        19, format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_content_size=False
    )
    silent = zstandard.ZstdCompressor(compression_params=mute).compress(bytes(2**26))

    for packed in (bomb, silent):
        with pytest.raises(MalformedMessage) as refused:
            compression.unpack(packed, dictionary=b"")
        assert refused.value.details["reason"] == "unpacks_too_large"


@pytest.mark.parametrize(
    ("packed", "dictionary"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b"not zstd at all", b"", id="something else"),
        pytest.param(compression.pack_at_desk(b"x" * 99)[:-1], b"", id="cut short"),
        pytest.param(compression.pack_at_desk(b"x") * 2, b"", id="two in one"),
        pytest.param(compression.pack_at_desk(b"x"), b"name", id="an unknown dictionary"),
    ],
)
def test_what_does_not_unpack_cleanly_is_refused(packed, dictionary):
    with pytest.raises(MalformedMessage):
        compression.unpack(packed, dictionary=dictionary)


@given(st.binary(max_size=5000))
def test_what_a_desk_packs_unpacks_to_the_same(content):
    assert compression.unpack(compression.pack_at_desk(content), dictionary=b"") == content
    assert compression.unpack(compression.pack_at_hub(content), dictionary=b"") == content


def test_a_frame_the_other_end_would_not_unpack_is_not_made():
    raws = [record.encode(change(seq=seq, body=("a" * 60_000,))) for seq in range(1, 40)]

    assert frame_of(raws) is None
    assert frame_of(raws[:1]) is not None


@given(st.binary(min_size=10, max_size=10))
def test_a_code_is_read_as_it_was_meant(secret):
    code = enrolment.write_code(secret)
    typed = "  " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + " "

    assert len(code) == 19
    assert enrolment.invite_key(typed) == enrolment.invite_key(code)
    assert enrolment.invite_of(typed) == enrolment.invite_of(code)


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKMN-PQR", "U" * 16, "Ư" * 16, "x" * 99])
def test_what_cannot_be_a_code_is_refused(typed):
    with pytest.raises(EnrolCodeRefused):
        enrolment.read_code(typed)


def enrolling(code="ABCD-EFGH-JKMN-PQRS"):
    request = enrolment.EnrolRequest(
        invite=enrolment.invite_of(code),
        device_key=PUBLIC,
        recipient_key="",
        name="Máy 1",
        app="test",
    )
    raw = enrolment.make_request(request, key=enrolment.invite_key(code), signer=KEY.sign)
    return request, raw


def test_a_request_to_enrol_proves_the_code_and_the_key_without_telling_them():
    request, raw = enrolling()

    read, proof = enrolment.read_request(cose.read(raw))
    enrolment.check_request(read, proof, key=enrolment.invite_key("ABCD-EFGH-JKMN-PQRS"))

    assert read == request
    assert b"ABCD" not in raw


def test_a_request_by_somebody_who_does_not_know_the_code_is_refused():
    request, raw = enrolling()
    read, proof = enrolment.read_request(cose.read(raw))
    other_key = replace(request, device_key=bytes(32))

    with pytest.raises(EnrolCodeRefused):
        enrolment.check_request(read, proof, key=enrolment.invite_key("BBCD-EFGH-JKMN-PQRS"))
    with pytest.raises(EnrolCodeRefused):
        enrolment.check_request(other_key, proof, key=enrolment.invite_key("ABCD-EFGH-JKMN-PQRS"))


def test_a_hub_that_does_not_know_the_code_is_not_believed():
    answer = enrolment.Enrolled(
        hub_id=HUB_ID,
        hub_key=PUBLIC,
        hub_ep=1,
        dev=5,
        ep=1,
        org="H48",
        names=("Xã",),
        lanes=(enrolment.LaneGrant(org="H48", first=1, last=1999),),
        scopes=("province", "H48"),
        hub_time=1,
        key_list=b"list",
        lease_days=60,
        device_key=PUBLIC,
        recipient_key="age1",
    )
    raw = enrolment.make_answer(answer, device_key=PUBLIC, key=b"k", signer=KEY.sign)

    read = enrolment.read_answer(cose.read(raw), device_key=PUBLIC, key=b"k")
    assert read == replace(answer, raw=raw)
    assert enrolment.read_words(cose.read(raw), key=PUBLIC) == read
    with pytest.raises(MalformedMessage):
        enrolment.read_answer(cose.read(raw), device_key=PUBLIC, key=b"other")
    with pytest.raises(MalformedMessage):
        enrolment.read_answer(cose.read(raw), device_key=bytes(32), key=b"k")
