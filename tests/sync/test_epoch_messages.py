"""The messages of new epochs and of words brought back, and what the hub makes of them."""

from dataclasses import replace
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from sync import cose, record
from sync.client.answer import read_answer
from sync.client.epoch import ask_epoch
from sync.client.exchange import exchange_once
from sync.errors import (
    BadSignature,
    EpochNeeded,
    EpochsUsedUp,
    EpochUnknown,
    MachineRevoked,
    MachineUnknown,
    MalformedMessage,
    SyncError,
    WrongHub,
)
from sync.hub import tables
from sync.hub.ledger import exchange
from sync.hub.own_log import is_own, say
from sync.protocol import epoch, lost_words
from sync.protocol.enrolment import LaneGrant
from sync.protocol.epoch import EpochGrant, EpochRequest, HeldWords, Log
from sync.protocol.lost_words import LostWord, LostWords
from sync.protocol.receipt import Answer
from tests.sync.conftest import BOTH, ORG
from tests.sync.rules import CREATED, PAID

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
HUB_ID = b"hub-id-8"
heads = st.binary(min_size=32, max_size=32)
numbers = st.integers(0, record.MAX_SEQ)
logs = st.lists(st.integers(0, 200), min_size=1, max_size=4, unique=True).flatmap(
    lambda eps: st.tuples(
        *(
            st.builds(Log, ep=st.just(ep), first_head=heads, acked=numbers, head=heads)
            for ep in sorted(eps)
        )
    )
)
requests = st.builds(
    EpochRequest,
    hub_id=st.just(HUB_ID),
    dev=st.integers(0, record.MAX_DEV),
    ep=st.integers(0, record.MAX_EP),
    request=st.binary(min_size=16, max_size=16),
    why=st.text(max_size=32),
    last=numbers,
)
words = st.lists(
    st.builds(LostWord, ep=st.integers(0, record.MAX_EP), raw=st.binary(max_size=200)), max_size=9
)


def grant_of(told):
    return EpochGrant(
        hub_id=HUB_ID,
        hub_ep=7,
        dev=5,
        ep=told[-1].ep + 1,
        request=bytes(16),
        asked_from=told[0].ep,
        logs=tuple(told),
        lanes=(LaneGrant(org=ORG, first=9500, last=9999),),
        org=ORG,
        device_key=PUBLIC,
        recipient_key="age1",
        name="Máy 1",
        hub_time=1,
    )


@given(requests)
def test_a_request_is_read_back(request_):
    raw = epoch.make_request(request_, KEY.sign)

    assert epoch.read_request(cose.read(raw), key=PUBLIC) == request_


@given(logs)
def test_a_grant_is_read_back(told):
    grant = grant_of(told)
    raw = epoch.make_grant(grant, KEY.sign)

    read = epoch.read_grant(cose.read(raw), key=PUBLIC)

    assert read == grant
    assert read.first_head == record.first_head(5, grant.ep, told[0].head)


@given(logs.filter(lambda told: len(told) > 1), st.sampled_from(["twice", "later", "no origin"]))
def test_a_grant_whose_logs_make_no_sense_is_no_grant(told, what):
    grant = grant_of(told)
    wrong = {
        "twice": replace(grant, logs=(*told, told[-1])),
        "later": replace(grant, ep=told[-1].ep),
        "no origin": replace(grant, asked_from=201),
    }[what]

    with pytest.raises(MalformedMessage):
        epoch.read_grant(cose.read(epoch.make_grant(wrong, KEY.sign)), key=PUBLIC)


@given(words)
def test_lost_words_are_read_back(told):
    lost = LostWords(hub_id=HUB_ID, dev=5, ep=1, scope=ORG, words=tuple(told))
    message = cose.read(lost_words.make_lost(lost, KEY.sign))

    back = lost_words.make_back(len(told), hub_id=HUB_ID, request=message, signer=KEY.sign)

    assert lost_words.read_lost(message, key=PUBLIC) == lost
    assert lost_words.read_back(cose.read(back), request=message.raw, key=PUBLIC) == len(told)
    with pytest.raises(MalformedMessage):
        lost_words.read_back(cose.read(back), request=b"another", key=PUBLIC)


@given(st.binary(max_size=300), st.sampled_from(["request", "grant", "held", "lost", "back"]))
def test_rubbish_signed_by_the_right_key_is_refused_and_nothing_else(payload, what):
    typ, read = {
        "request": (epoch.EPOCH_REQUEST, epoch.read_request),
        "grant": (epoch.EPOCH_GRANT, epoch.read_grant),
        "held": (epoch.HELD_WORDS, epoch.read_held),
        "lost": (lost_words.LOST_WORDS, lost_words.read_lost),
        "back": (
            lost_words.WORDS_BACK,
            lambda told, key: lost_words.read_back(told, request=b"", key=key),
        ),
    }[what]
    message = cose.read(cose.sign(payload, typ=typ, kid=bytes(4), signer=KEY.sign))

    with pytest.raises(SyncError):
        read(message, key=PUBLIC)


def test_lost_words_go_in_portions_one_at_least():
    big = LostWord(ep=1, raw=bytes(60_000))

    assert lost_words.portion([big, big]) == (big,)
    assert lost_words.portion([LostWord(ep=1, raw=b"x")] * 700) == (LostWord(ep=1, raw=b"x"),) * 500
    assert lost_words.portion([]) == ()


def request_of(desk, *, name=bytes(16), **changes):
    granted = desk.granted
    told = EpochRequest(
        hub_id=granted.hub_id, dev=granted.dev, ep=granted.ep, request=name, why="x", last=3
    )
    return epoch.make_request(replace(told, **changes), desk.key.sign)


def granted_by(hub, desk, **changes):
    raw = exchange(hub, request_of(desk, **changes))
    return epoch.read_grant(cose.read(raw), key=hub.key.public)


@BOTH
def test_a_grant_closes_the_epoch_it_was_asked_from(hub, desk, link):
    desk.write(CREATED, (f"{ORG}-261123-0001",))
    exchange_once(desk, link)

    grant = granted_by(hub, desk)
    desk.write(PAID, (5,), ent=desk.write(CREATED, (f"{ORG}-261123-0002",)))

    assert (grant.ep, grant.asked_from) == (2, 1)
    assert [(log.ep, log.acked, log.head) for log in grant.logs] == [(1, 1, desk.head(1))]
    with pytest.raises(EpochNeeded):
        exchange_once(desk, link)
    assert desk.log[-1] == Answer.EPOCH.value
    assert desk.acked() == 1


@BOTH
def test_lanes_of_epochs_never_overlap_any_granted_before(hub, desk, colleague, stranger):
    taken = [lane for one in (desk, colleague) for lane in one.granted.lanes]

    for number in range(30):
        taken += granted_by(hub, desk, name=number.to_bytes(16, "big")).lanes

    spans = sorted((lane.first, lane.last) for lane in taken)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert {lane.org for lane in taken} == {ORG}
    assert stranger.granted.lanes


@BOTH
def test_an_organisation_without_free_numbers_still_gets_an_epoch(hub, desk):
    with hub.database.writing() as connection:
        row = {"org": ORG, "first": 2, "last": 9998}
        connection.execute(tables.lanes.delete())
        connection.execute(tables.lanes.insert(), row)

    assert granted_by(hub, desk).lanes == ()


@BOTH
def test_who_may_not_have_an_epoch_is_told_why(hub, desk, colleague):
    def asked(**changes):
        return exchange(hub, request_of(desk, **changes))

    with pytest.raises(EpochUnknown):
        asked(ep=9)
    with pytest.raises(MachineUnknown):
        asked(dev=99)
    with pytest.raises(WrongHub):
        asked(hub_id=b"x" * 8)
    with pytest.raises(BadSignature):
        exchange(hub, request_of(replaced_key(desk, colleague)))
    with hub.database.writing() as connection:
        connection.execute(update(tables.epochs).where(tables.epochs.c.dev > 0).values(ep=255))
    with pytest.raises(EpochsUsedUp):
        asked(ep=255)
    with hub.database.writing() as connection:
        connection.execute(update(tables.devices).values(revoked_at=1))
    with pytest.raises(MachineRevoked):
        asked(ep=255)


def replaced_key(desk, other):
    return type(desk)(desk.granted, key=other.key)


def test_a_refused_request_is_told_to_the_desk(desk, link):
    with pytest.raises(EpochUnknown):
        ask_epoch(link, request_of(desk, ep=9), hub_keys=desk.granted.hub_key)


@BOTH
def test_a_hub_knows_its_own_words_and_nobody_elses(hub):
    with hub.database.writing() as connection:
        said = say(hub, connection, "province", kind=1001, body=("x", "y", 1, bytes(32)))
        ep = connection.execute(
            select(tables.epochs.c.ep).where(tables.epochs.c.dev == 0)
        ).scalar_one()

    assert is_own(hub.key, ep, said.change)
    for forged in (
        said.change._replace(body=("x", "z", 1, bytes(32))),
        said.change._replace(seq=said.change.seq + 1),
        said.change._replace(salt=bytes(16)),
        said.change._replace(salt=None),
    ):
        assert not is_own(hub.key, ep, forged)
    assert not is_own(hub.key, ep + 1, said.change)


@BOTH
def test_words_a_desk_made_up_are_not_said_again(hub, desk):
    forged = record.encode(
        record.Change(
            seq=9,
            kind=1001,
            ent=record.entity_id(0, 1, 9),
            base=0,
            lam=1,
            at=1,
            actor=0,
            cat=0,
            body=("x", "y", 1, bytes(32)),
            salt=bytes(16),
        )
    )
    lost = LostWords(
        hub_id=hub.key.hub_id,
        dev=desk.granted.dev,
        ep=desk.granted.ep,
        scope="province",
        words=(LostWord(ep=1, raw=forged), LostWord(ep=1, raw=b"rubbish")),
    )

    raw = lost_words.make_lost(lost, desk.key.sign)
    answer = exchange(hub, raw)

    assert lost_words.read_back(cose.read(answer), request=raw, key=hub.key.public) == 2
    with hub.database.reading() as connection:
        said = connection.execute(
            select(tables.changes.c.seq).where(tables.changes.c.dev == 0)
        ).all()
    assert said == []
    with pytest.raises(BadSignature):
        exchange(hub, lost_words.make_lost(replace(lost, scope="H48.20446"), desk.key.sign))


@BOTH
def test_only_the_machine_named_in_the_hubs_words_is_known_by_them(hub, desk, colleague):
    def shown(by, words_):
        held = HeldWords(hub_id=hub.key.hub_id, dev=by.granted.dev, ep=by.granted.ep, words=words_)
        return exchange(hub, epoch.make_held(held, by.key.sign))

    assert shown(desk, desk.granted.raw) == desk.granted.raw
    with pytest.raises(BadSignature):
        shown(colleague, desk.granted.raw)
    forged = cose.sign(
        cose.read(desk.granted.raw).payload,
        typ="sync/enrolled",
        kid=hub.key.hub_id,
        signer=colleague.key.sign,
    )
    with pytest.raises(BadSignature):
        shown(desk, forged)


def test_an_answer_of_another_kind_is_not_taken_for_a_receipt(hub, desk):
    raw = exchange(hub, request_of(desk))

    with pytest.raises(SyncError):
        read_answer(raw, request=b"", identity=desk.identity(), counter=1)
