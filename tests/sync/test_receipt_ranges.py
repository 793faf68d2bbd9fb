"""Ranges of receipts: what the province grants, takes back, and never grants twice."""

from dataclasses import replace

import pytest

from sync.client.exchange import exchange_once
from sync.errors import MalformedMessage, UnknownOrg
from sync.hub.errors import NoSuchRange, RangeOverlaps, RangeRefused
from sync.hub.receipt_ranges import Granted, grant_range, list_ranges, take_back
from sync.protocol.control import access_scope
from sync.protocol.receipt_ranges import (
    RANGE_GRANTED,
    RANGE_TAKEN_BACK,
    RangeEnd,
    RangeOrder,
    read_range,
    write_range,
)
from sync.record import decode
from tests.sync.conftest import BOTH, ORG

GRANTED = RangeOrder(
    machine=1,
    form="01BLP",
    symbol="AB/26P",
    book="3",
    first=101,
    last=150,
    issuer="Sở Tài chính",
    paper="PXK 12",
    at=1_795_000_000,
)
BACK = RangeEnd(
    machine=1, form="01BLP", symbol="AB/26P", first=101, used_to=120, reason="máy hỏng", at=2
)


@pytest.fixture
def order(desk):
    return replace(GRANTED, machine=desk.granted.dev)


@BOTH
def test_machines_hear_of_a_range_and_that_it_was_taken_back(hub, desk, link, order):
    grant_range(hub, ORG, order)
    exchange_once(desk, link)
    end = take_back(hub, ORG, replace(BACK, machine=order.machine))

    exchange_once(desk, link)

    told = [decode(row[8]) for row in desk.feed(access_scope(ORG))]
    assert [read_range(one.kind, one.body) for one in told] == [order, end]
    assert list_ranges(hub, ORG) == [Granted(order=order, end=end)]


@pytest.mark.parametrize(("first", "last"), [(150, 160), (1, 101), (120, 130), (1, 999)])
def test_a_number_is_granted_once(hub, order, first, last):
    grant_range(hub, ORG, order)

    with pytest.raises(RangeOverlaps):
        grant_range(hub, ORG, replace(order, symbol="ab/26p", first=first, last=last))
    grant_range(hub, ORG, replace(order, symbol="AC/26P", first=first, last=last))


def test_what_is_behind_the_last_used_number_is_free_again(hub, order):
    grant_range(hub, ORG, order)
    take_back(hub, ORG, replace(BACK, machine=order.machine))

    with pytest.raises(RangeOverlaps):
        grant_range(hub, ORG, replace(order, first=120))
    grant_range(hub, ORG, replace(order, first=121))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"symbol": ""}, "symbol"),
        ({"issuer": ""}, "issuer"),
        ({"first": 0}, "last"),
        ({"first": 151}, "last"),
        ({"last": 10_000_000}, "last"),
        ({"machine": 99}, "machine"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(hub, order, change, field):
    with pytest.raises(RangeRefused) as refused:
        grant_range(hub, ORG, replace(order, **change))
    assert refused.value.details["field"] == field
    assert list_ranges(hub, ORG) == []


def test_what_was_not_granted_is_not_taken_back(hub, order):
    end = replace(BACK, machine=order.machine)
    with pytest.raises(NoSuchRange):
        take_back(hub, ORG, end)
    grant_range(hub, ORG, order)
    with pytest.raises(RangeRefused):
        take_back(hub, ORG, replace(end, used_to=151))
    with pytest.raises(UnknownOrg):
        grant_range(hub, "H99.99", order)


@pytest.mark.parametrize("order", [GRANTED, BACK])
def test_what_is_said_reads_back(order):
    assert read_range(*write_range(order)) == order


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (RANGE_GRANTED, ()),
        (RANGE_GRANTED, (1, "f", "s", "b", -1, 2, "i", "p", 1)),
        (RANGE_GRANTED, (1, "f", "s", "b", 1, 10_000_000, "i", "p", 1)),
        (RANGE_TAKEN_BACK, (1, "f", 7, 1, 1, "r", 1)),
    ],
)
def test_what_is_no_range_is_refused(kind, body):
    with pytest.raises(MalformedMessage):
        read_range(kind, body)
