"""Signed messages."""

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync import cose
from sync.errors import BadSignature, MalformedMessage

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()


def signed(payload=b"payload", *, typ="sync/test", kid=b"\x00\x00\x05\x01"):
    return cose.sign(payload, typ=typ, kid=kid, signer=KEY.sign)


@given(st.binary(max_size=300), st.text(max_size=20), st.binary(max_size=16))
def test_what_is_signed_is_read_back(payload, typ, kid):
    message = cose.read(signed(payload, typ=typ, kid=kid))

    assert (message.typ, message.kid) == (typ, kid)
    assert cose.verify(message, typ=typ, key=PUBLIC) == payload


@given(st.data())
def test_one_flipped_bit_anywhere_is_noticed(data):
    raw = bytearray(signed())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises((MalformedMessage, BadSignature)):
        cose.verify(cose.read(bytes(raw)), typ="sync/test", key=PUBLIC)


def test_a_message_for_one_purpose_never_passes_for_another():
    with pytest.raises(BadSignature):
        cose.verify(cose.read(signed()), typ="sync/other", key=PUBLIC)


def test_another_key_is_refused():
    with pytest.raises(BadSignature):
        cose.verify(cose.read(signed()), typ="sync/test", key=OTHER)


def test_a_sequence_falls_apart_into_its_messages():
    first, second = signed(b"1"), signed(b"2")

    messages = cose.read_all(first + second, limit=2)

    assert [message.raw for message in messages] == [first, second]


def test_more_messages_than_allowed_are_refused_unread():
    with pytest.raises(MalformedMessage):
        cose.read_all(signed() * 3, limit=2)


def test_the_signature_is_the_one_of_rfc_9052():
    message = cose.read(signed())
    structure = cbor2.dumps(["Signature1", message.protected, b"", b"payload"])

    KEY.public_key().verify(message.signature, structure)

    assert cbor2.loads(message.protected) == {1: -8, 4: b"\x00\x00\x05\x01", 16: "sync/test"}
    assert message.raw[:2] == b"\xd2\x84"  # tag 18, an array of four


@given(st.binary(max_size=200))
def test_rubbish_is_no_message(rubbish):
    with pytest.raises(MalformedMessage):
        cose.read(rubbish)


@pytest.mark.parametrize(
    "item",
    [
        pytest.param([b"", {}, b"", b"s" * 64], id="without its tag"),
        pytest.param(cbor2.CBORTag(18, [b"\xa0", {}, b"", b"s" * 64]), id="an empty header"),
        pytest.param(cbor2.CBORTag(18, [b"", {}, b"", b"s" * 64]), id="no header"),
        pytest.param(cbor2.CBORTag(18, [b"", {}, b""]), id="three parts"),
        pytest.param(cbor2.CBORTag(18, [b"", {}, None, b"s" * 64]), id="a payload elsewhere"),
        pytest.param(cbor2.CBORTag(98, [b"", {}, b"", b"s" * 64]), id="many signers"),
        pytest.param(
            cbor2.CBORTag(18, [cbor2.dumps({1: -7, 4: b"", 16: ""}), {}, b"", b"s" * 64]),
            id="another algorithm",
        ),
        pytest.param(
            cbor2.CBORTag(18, [cbor2.dumps({1: -8, 4: b"", 16: ""}), {4: b"x"}, b"", b"s" * 64]),
            id="a key named outside the signature",
        ),
        pytest.param(
            cbor2.CBORTag(18, [cbor2.dumps({1: -8, 4: b"", 16: 7}), {}, b"", b"s" * 64]),
            id="a purpose that is a number",
        ),
    ],
)
def test_a_message_of_another_shape_is_refused(item):
    with pytest.raises(MalformedMessage):
        cose.read(cbor2.dumps(item))
