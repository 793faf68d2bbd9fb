"""What the provincial councils have set (HĐND tỉnh): `rates.json`, schema 1, empty as shipped.

`{"schema": 1, "names": {rate: what it pays for}, "rates": [{"rate", "province": "48", "channel":
null|"counter"|"post"|"online", "vnd": 0 or more, "from": day, "until": day|null, "source",
"mark"}]}`. The province fills it in: a file of the same shape without `names`, laid over this one.
0 is right here, and only here: a council has said so. A rate for a channel goes before the one for
all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.catalogue.errors import FaultKind
from desk_app.domain.procedure import Channel, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desk_app.catalogue.entry import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """One amount of one province for a time."""

    rate: str
    province: str  # two digits
    channel: Channel | None  # None: by all
    vnd: int
    valid_from: date
    valid_until: date | None  # inclusive
    source: str  # the resolution, "NQ 07/2023/NQ-HĐND"
    mark: Mark

    def holds(self, day: date, *, province: str, channel: Channel | None) -> bool:
        return (
            self.province == province
            and self.channel in (None, channel)
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """Every rate a province may fill in, and those that were."""

    names: Mapping[str, str]  # rate -> what it pays for, in Vietnamese
    entries: tuple[Rate, ...]  # later ones stand over earlier ones

    def on(self, day: date, *, province: str, channel: Channel | None = None) -> dict[str, Rate]:
        """The rates in force; a rate that is not there has not been filled in."""
        held = [
            rate for rate in self.entries if rate.holds(day, province=province, channel=channel)
        ]
        by_all = {rate.rate: rate for rate in held if rate.channel is None}
        return by_all | {rate.rate: rate for rate in held if rate.channel is not None}

    def vnd_on(self, day: date, *, province: str, channel: Channel | None = None) -> dict[str, int]:
        """The amounts in force by rate, as the fee rules ask for them."""
        in_force = self.on(day, province=province, channel=channel)
        return {name: rate.vnd for name, rate in in_force.items()}


def council_fee(rates: Rates, name: str, day: date) -> dict[Channel | None, Rate]:
    """What a rate is on that day by each way, None standing for all; empty where nothing says so.

    For who asks without saying of which province: empty too where several have told theirs.
    """
    provinces = {one.province for one in rates.entries if one.rate == name}
    if len(provinces) != 1:
        return {}
    (province,) = provinces
    found = {way: rates.on(day, province=province, channel=way) for way in (None, *Channel)}
    return {way: told[name] for way, told in found.items() if name in told}


def read_rates(entry: Entry, *, provinces: frozenset[str], over: Rates | None = None) -> Rates:
    """The rates of one file, laid over earlier ones."""
    names = over.names if over else entry.named_texts("names")
    entries = tuple(_rate(one) for one in entry.entries("rates", by="rate"))
    for rate in entries:
        if rate.rate not in names:
            entry.fault("rates", FaultKind.UNKNOWN_REFERENCE, repr(rate.rate))
        if rate.province not in provinces:
            entry.fault("rates", FaultKind.UNKNOWN_REFERENCE, f"province {rate.province!r}")
    _check_once(entry, entries)
    entry.done()
    return Rates(names=names, entries=(*(over.entries if over else ()), *entries))


def _rate(entry: Entry) -> Rate:
    rate = Rate(
        rate=entry.text("rate"),
        province=entry.text("province"),
        channel=None if entry.is_null("channel") else entry.choice("channel", Channel),
        vnd=entry.whole("vnd", least=0),
        valid_from=entry.day("from"),
        valid_until=entry.optional_day("until"),
        source=entry.text("source"),
        mark=entry.choice("mark", Mark),
    )
    entry.done()
    return rate


def _check_once(entry: Entry, entries: tuple[Rate, ...]) -> None:
    """On one day a province has one amount for one rate by one channel."""
    for number, one in enumerate(entries):
        for other in entries[:number]:
            same = (one.rate, one.province, one.channel) == (
                other.rate,
                other.province,
                other.channel,
            )
            starts = max(one.valid_from, other.valid_from)
            ends = [rate.valid_until for rate in (one, other) if rate.valid_until]
            if same and (not ends or starts <= min(ends)):
                entry.fault("rates", FaultKind.CONTRADICTION, f"{one.rate!r} twice on {starts}")
