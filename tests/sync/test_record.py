"""The change record and its chain."""

import hashlib
import hmac

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import record
from sync.errors import MalformedChange
from sync.record import Change

SALT = b"0123456789abcdef"
numbers = st.integers(0, 2**63 - 1)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4).map(tuple),
    max_leaves=12,
)
changes = st.builds(
    Change,
    seq=st.integers(1, 2**32 - 1),
    kind=numbers,
    ent=st.integers(1, 2**63 - 1),
    base=numbers,
    lam=numbers,
    at=st.integers(0, record.MAX_AT),
    actor=numbers,
    cat=numbers,
    body=st.lists(plain, max_size=6).map(tuple),
    salt=st.none() | st.binary(min_size=16, max_size=16),
)


def change(**fields):
    given_fields = {"seq": 1, "kind": 17, "ent": record.entity_id(5, 1, 1), "base": 0, "lam": 1}
    given_fields |= {"at": 1_795_000_000, "actor": 4, "cat": 3, "body": ("H1",), "salt": SALT}
    return Change(**{**given_fields, **fields})


def elements(value):
    head = [value.seq, value.kind, value.ent, value.base, value.lam]
    return [*head, value.at, value.actor, value.cat, value.body, value.salt]


def depth(value):
    return 1 + max(map(depth, value), default=0) if isinstance(value, tuple) else 0


@given(changes.filter(lambda c: depth(c.body) <= 7))
def test_what_is_encoded_is_read_back_the_same(value):
    raw = record.encode(value)

    assert record.decode(raw) == value
    assert record.encode(record.decode(raw)) == raw


@given(st.lists(changes, max_size=4))
def test_changes_encoded_together_have_the_bytes_of_each_alone(values):
    if any(depth(value.body) > 7 for value in values):
        with pytest.raises(MalformedChange):
            record.encode_all(values)
        return

    assert record.encode_all(values) == [record.encode(value) for value in values]


@given(changes.filter(lambda c: depth(c.body) <= 7))
def test_what_was_judged_once_is_read_again_the_same(value):
    raw = record.encode(value)

    assert record.reread(raw) == (value.kind, value.base, value.at, value.body)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff", cbor2.dumps(7), cbor2.dumps((1, 2)), cbor2.dumps({})]
)
def test_what_is_no_change_at_all_is_not_read_again(raw):
    with pytest.raises(MalformedChange):
        record.reread(raw)


@given(st.lists(changes.filter(lambda c: depth(c.body) <= 7), max_size=5))
def test_a_concatenation_falls_apart_into_the_very_bytes(values):
    raws = [record.encode(value) for value in values]

    found = record.split(b"".join(raws))

    assert found == list(zip(raws, values, strict=True))


def test_a_list_in_a_body_is_read_back_as_a_tuple():
    raw = record.encode(change(body=("H1", ["a", [1]])))

    assert record.decode(raw).body == ("H1", ("a", (1,)))


@given(changes.filter(lambda c: depth(c.body) <= 7), st.data())
def test_a_cut_or_flipped_change_is_another_valid_change_or_refused(value, data):
    raw = bytearray(record.encode(value))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))

    try:
        read = record.decode(bytes(raw))
    except MalformedChange:
        return

    assert record.encode(read) == bytes(raw)


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(rubbish):
    try:
        read = record.decode(rubbish)
    except MalformedChange:
        return

    assert record.encode(read) == rubbish


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"body": (1.0,)}, "type_not_allowed", id="a float"),
        pytest.param({"body": ({"a": 1},)}, "type_not_allowed", id="a map"),
        pytest.param({"body": ({1},)}, "type_not_allowed", id="a set"),
        pytest.param({"body": (2**63,)}, "number_out_of_range", id="a number over 64 bits"),
        pytest.param({"body": (-(2**63) - 1,)}, "number_out_of_range", id="a number under 64 bits"),
        pytest.param({"body": ("\ud800",)}, "not_unicode", id="half a character"),
        pytest.param({"body": ("x" * 70_000,)}, "too_large", id="a body beyond the limit"),
        pytest.param({"body": ((((((((),),),),),),),)}, "too_deep", id="eight arrays deep"),
        pytest.param({"body": "H1"}, "body_not_an_array", id="a body that is text"),
        pytest.param({"seq": 0}, "number_out_of_range", id="change number nought"),
        pytest.param({"seq": 2**32}, "number_out_of_range", id="change number over 32 bits"),
        pytest.param({"ent": 0}, "number_out_of_range", id="no entity"),
        pytest.param({"kind": True}, "number_out_of_range", id="a yes for a number"),
        pytest.param({"at": -1}, "number_out_of_range", id="before 1970"),
        pytest.param({"salt": b"short"}, "salt_not_16_bytes", id="a short salt"),
    ],
)
def test_a_value_without_a_place_in_a_record_is_refused_when_written(fields, reason):
    with pytest.raises(MalformedChange) as refused:
        record.encode(change(**fields))

    assert refused.value.details["reason"] == reason
    with pytest.raises(MalformedChange) as refused_among_others:
        record.encode_all([change(), change(**fields), change(salt=None)])
    assert refused_among_others.value.details["reason"] == reason


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(cbor2.dumps({"seq": 1}), id="a map"),
        pytest.param(cbor2.dumps(elements(change())[:8]), id="eight elements"),
        pytest.param(cbor2.dumps([*elements(change()), 1]), id="eleven elements"),
        pytest.param(cbor2.dumps(elements(change(body=(1.5,)))), id="a float in the body"),
        pytest.param(cbor2.dumps(elements(change(body=({},)))), id="a map in the body"),
        pytest.param(cbor2.dumps(elements(change(body=(2**64,)))), id="a tagged big number"),
        pytest.param(cbor2.dumps(elements(change(salt=None))), id="null for the salt"),
        pytest.param(record.encode(change()) + b"\x00", id="a byte after the end"),
        pytest.param(record.encode(change())[:-1], id="a byte missing"),
        pytest.param(
            record.encode(change()).replace(b"\x8a\x01", b"\x8a\x18\x01"), id="a long way to say 1"
        ),
        pytest.param(b"\x9f" + record.encode(change())[1:] + b"\xff", id="an open-ended array"),
        pytest.param(b"\x81" * 5_000, id="five thousand arrays deep"),
        pytest.param(b"\x9b" + b"\xff" * 8, id="an array longer than memory"),
        pytest.param(b"\xd8\x1c\x81\xd8\x1d\x00", id="an array that holds itself"),
        pytest.param(b"\xc4\x82\x1b" + b"\xff" * 8 + b"\x01", id="a decimal with a huge exponent"),
    ],
)
def test_bytes_that_encode_would_not_make_are_refused(raw):
    with pytest.raises(MalformedChange):
        record.decode(raw)


def test_a_broken_change_in_a_row_is_told_by_its_offset():
    good = record.encode(change())

    with pytest.raises(MalformedChange) as refused:
        record.split(good + good + cbor2.dumps([1]) + good)

    assert refused.value.details == {"reason": "not_a_change", "offset": str(2 * len(good))}


def test_the_bytes_of_a_change_stay_what_they_were_in_the_first_release():
    assert record.encode(change()).hex() == (
        "8a01111b000005010000000100011a6afd86c00403816248315030313233343536373839616263646566"
    )


def test_an_entity_id_tells_who_created_it_and_fits_a_signed_column():
    largest = record.entity_id(record.MAX_DEV, record.MAX_EP, record.MAX_SEQ)

    assert record.creator(record.entity_id(5, 1, 33)) == (5, 1, 33)
    assert record.creator(largest) == (record.MAX_DEV, record.MAX_EP, record.MAX_SEQ)
    assert largest == 2**63 - 1


@pytest.mark.parametrize("author", [(2**23, 1, 1), (1, 256, 1), (1, 1, 0), (1, 1, 2**32)])
def test_an_author_out_of_range_creates_nothing(author):
    with pytest.raises(MalformedChange):
        record.entity_id(*author)


def test_the_chain_is_the_two_level_hash_of_the_specification():
    raw = record.encode(change())
    head = record.first_head(5, 1)
    position = bytes.fromhex("00000501" + "00000001")
    salt = hmac.new(SALT, position, hashlib.sha256).digest()[:16]
    inner = hashlib.sha256(salt + raw).digest()

    linked = record.link(head, 5, 1, raw, SALT, 1)

    heads = record.links(head, 5, 1, [(raw, SALT, 1), (raw, SALT, 2)])
    assert heads == [linked, record.link(linked, 5, 1, raw, SALT, 2)]
    assert linked == hashlib.sha256(b"vn.sync/1" + position[:4] + head + inner).digest()


def test_the_chain_still_verifies_from_inner_hashes_when_a_body_is_erased():
    first, second = record.encode(change()), record.encode(change(seq=2, salt=None))
    inner = record.inner_hash(first, SALT, 5, 1, 1)
    head = record.link(record.first_head(5, 1), 5, 1, first, SALT, 1)

    after = record.chain(record.first_head(5, 1), 5, 1, inner)

    assert after == head
    assert record.link(after, 5, 1, second, SALT, 2) == record.link(head, 5, 1, second, SALT, 2)


@given(
    st.sampled_from(["dev", "ep", "seq", "raw", "salt_key", "head"]),
    st.integers(0, 200),
    st.integers(0, 200),
)
def test_every_part_of_a_link_changes_the_head(part, dev, ep):
    head = record.first_head(dev, ep)
    parts = {"head": head, "dev": dev, "ep": ep, "raw": b"x", "salt_key": SALT, "seq": 9}
    old = parts[part]
    changed = old + 1 if isinstance(old, int) else old[:-1] + bytes([old[-1] ^ 1])

    assert record.link(**{**parts, part: changed}) != record.link(**parts)


def test_a_new_epoch_begins_at_the_last_accepted_head():
    last = record.link(record.first_head(5, 1), 5, 1, record.encode(change()), SALT, 1)

    fresh, continued = record.first_head(5, 2), record.first_head(5, 2, last)

    assert len({record.first_head(5, 1), fresh, continued}) == 3
    assert change()._replace(seq=2) != change()
