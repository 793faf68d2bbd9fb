"""Council rates: empty as shipped, filled in by the province, by day and channel."""

import json
from datetime import date

import pytest

from desk_app.catalogue.errors import CatalogueFaulty
from desk_app.catalogue.reader import read_catalogue
from desk_app.domain.procedure import Channel

LATE = "civil-status/birth-late"


def rate(vnd, **changed):
    return {
        "rate": LATE,
        "province": "48",
        "channel": None,
        "vnd": vnd,
        "from": "2026-01-01",
        "until": None,
        "source": "NQ 01/2026/NQ-HĐND",
        "mark": "C",
    } | changed


def filled_in(tmp_path, *rates):
    content = {"schema": 1, "rates": list(rates)}
    (tmp_path / "rates.json").write_text(json.dumps(content), encoding="utf-8")
    return read_catalogue(overrides=tmp_path)


def test_no_rate_is_filled_in_as_shipped(catalogue):
    assert catalogue.rates.entries == ()
    assert catalogue.rates.vnd_on(date(2026, 11, 23), province="48") == {}


def test_every_rate_says_in_vietnamese_what_it_pays_for(catalogue):
    assert len(catalogue.rates.names) == 37
    assert catalogue.rates.names[LATE] == "Lệ phí đăng ký khai sinh quá hạn"
    assert len(set(catalogue.rates.names.values())) == 37


@pytest.mark.parametrize(
    ("day", "province", "channel", "expected"),
    [
        pytest.param(date(2026, 11, 23), "48", Channel.COUNTER, {LATE: 8_000}, id="by all"),
        pytest.param(date(2026, 11, 23), "48", Channel.ONLINE, {LATE: 0}, id="its own channel"),
        pytest.param(date(2026, 11, 23), "48", None, {LATE: 8_000}, id="channel not known yet"),
        pytest.param(date(2026, 11, 23), "01", Channel.COUNTER, {}, id="another province"),
        pytest.param(date(2025, 12, 31), "48", Channel.COUNTER, {}, id="the day before"),
        pytest.param(date(2026, 12, 31), "48", Channel.COUNTER, {LATE: 8_000}, id="the last day"),
        pytest.param(date(2027, 1, 1), "48", Channel.COUNTER, {LATE: 9_000}, id="the next rate"),
    ],
)
def test_the_rate_in_force_is_found(tmp_path, day, province, channel, expected):
    catalogue = filled_in(
        tmp_path,
        rate(8_000, until="2026-12-31"),
        rate(9_000, **{"from": "2027-01-01"}),
        rate(0, channel="online"),
    )

    assert catalogue.rates.vnd_on(day, province=province, channel=channel) == expected


@pytest.mark.parametrize(
    ("rates", "fault"),
    [
        pytest.param(
            [rate(8_000, rate="birth")],
            "rates.json: rates: unknown reference ('birth')",
            id="a rate no fee asks for",
        ),
        pytest.param(
            [rate(8_000, province="99")],
            "rates.json: rates: unknown reference (province '99')",
            id="no such province",
        ),
        pytest.param(
            [rate(-1)],
            "rates.json: civil-status/birth-late: vnd: out of range (-1, at least 0)",
            id="below 0",
        ),
        pytest.param(
            [rate("8.000")],
            "rates.json: civil-status/birth-late: vnd: wrong type ('8.000')",
            id="an amount as text",
        ),
        pytest.param(
            [rate(8_000, until="2026-06-01"), rate(9_000, **{"from": "2026-06-01"})],
            "rates.json: rates: contradiction ('civil-status/birth-late' twice on 2026-06-01)",
            id="two on one day",
        ),
    ],
)
def test_a_wrong_rate_is_refused_and_named(tmp_path, rates, fault):
    with pytest.raises(CatalogueFaulty) as broken:
        filled_in(tmp_path, *rates)

    assert fault in str(broken.value).splitlines()
