"""Mandates of postal staff: what the province publishes, ends and lists."""

from dataclasses import replace

import pytest

from sync.client.exchange import exchange_once
from sync.errors import MalformedMessage, UnknownOrg
from sync.hub.errors import MandateKnown, MandateRefused, NoSuchMandate
from sync.hub.mandates import Standing, end_mandate, give_mandate, list_mandates
from sync.protocol.control import access_scope
from sync.protocol.mandates import (
    MANDATE_ENDED,
    MANDATE_GIVEN,
    MandateEnd,
    MandateOrder,
    read_mandate,
    write_mandate,
)
from sync.record import decode
from tests.sync.conftest import BOTH, ORG

GIVEN = MandateOrder(
    number="12/QĐ-UBND",
    issuer="UBND tỉnh",
    person="",
    since=20_780,
    until=20_810,
    procedures=("2.000815",),
    machines=(),
    weekdays=31,
    begins=420,
    ends=1_020,
    at=1_795_000_000,
)


@BOTH
def test_machines_hear_of_a_mandate_and_of_its_end(hub, desk, link):
    order = replace(GIVEN, machines=(desk.granted.dev,))
    give_mandate(hub, ORG, order)
    exchange_once(desk, link)
    end = end_mandate(hub, ORG, order.number, reason="thu hồi")

    exchange_once(desk, link)

    told = [decode(row[8]) for row in desk.feed(access_scope(ORG))]
    assert [read_mandate(one.kind, one.body) for one in told] == [order, end]
    assert list_mandates(hub, ORG) == [Standing(order=order, end=end)]


@BOTH
def test_an_end_is_said_once(hub, desk):
    assert desk.granted.dev
    give_mandate(hub, ORG, GIVEN)

    first = end_mandate(hub, ORG, GIVEN.number, reason="")

    assert end_mandate(hub, ORG, GIVEN.number, reason="again") == first


@pytest.mark.usefixtures("desk")
def test_a_number_is_given_once(hub):
    give_mandate(hub, ORG, GIVEN)

    with pytest.raises(MandateKnown):
        give_mandate(hub, ORG, replace(GIVEN, until=20_900))


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": " "}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"until": 20_779}, "until"),
        ({"weekdays": 0}, "weekdays"),
        ({"begins": 1_020}, "hours"),
        ({"machines": (99,)}, "machines"),
    ],
)
def test_bounds_that_never_hold_are_refused(hub, change, field):
    with pytest.raises(MandateRefused) as caught:
        give_mandate(hub, ORG, replace(GIVEN, **change))

    assert caught.value.details["field"] == field
    assert list_mandates(hub, ORG) == []


@pytest.mark.usefixtures("desk")
def test_what_nobody_gave_is_not_ended(hub):
    with pytest.raises(NoSuchMandate):
        end_mandate(hub, ORG, "9/QĐ", reason="")
    with pytest.raises(UnknownOrg):
        give_mandate(hub, "H99.99", GIVEN)


@pytest.mark.parametrize("order", [GIVEN, MandateEnd(number="1", at=2, reason="x")])
def test_what_is_said_reads_back(order):
    assert read_mandate(*write_mandate(order)) == order


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (MANDATE_GIVEN, ()),
        (MANDATE_GIVEN, ("1", "x", "", 1, 2, ("a",), (-1,), 31, 0, 1, 1)),
        (MANDATE_GIVEN, ("1", "x", "", 1, 2, ("a",), (1,), 128, 0, 1, 1)),
        (MANDATE_GIVEN, ("1", "x", "", 1, 2, (7,), (1,), 1, 0, 1, 1)),
        (MANDATE_ENDED, (1, 1, "x")),
    ],
)
def test_what_is_no_mandate_is_refused(kind, body):
    with pytest.raises(MalformedMessage):
        read_mandate(kind, body)


def test_other_kinds_are_none():
    assert read_mandate(1002, ("hoa", 1, "")) is None
