"""What the hub's commands about ranges of receipts do; loaded only when one runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sync.hub.acts import opened
from sync.hub.receipt_ranges import Granted, grant_range, list_ranges, take_back
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console
from sync.protocol.receipt_ranges import MAX_REASON, RangeEnd, RangeOrder

_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """The words of a range as they were typed."""

    symbol: str
    form: str
    book: str
    issuer: str
    paper: str

    def order(self, *, machine: int, first: int, last: int, at: int) -> RangeOrder:
        return RangeOrder(
            machine=machine,
            form=tidy(self.form),
            symbol=tidy(self.symbol),
            book=tidy(self.book),
            first=first,
            last=last,
            issuer=tidy(self.issuer),
            paper=tidy(self.paper),
            at=at,
        )


def tidy(typed: str) -> str:
    """On one line, without spaces at the ends."""
    return " ".join(typed.split())


def grant(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    org: str,
    machine: int,
    numbers: tuple[int, int],
    typed: Typed,
) -> None:
    first, last = numbers
    with opened(province, asked) as hub:
        order = typed.order(machine=machine, first=first, last=last, at=hub.now())
        granted = grant_range(hub, org, order)
    _give(console, Granted(order=granted), org, "hub.receipts_granted")


def back(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    org: str,
    machine: int,
    series: tuple[str, str],
    first: int,
    used_to: int,
    reason: str,
) -> None:
    form, symbol = (tidy(one) for one in series)
    with opened(province, asked) as hub:
        end = RangeEnd(
            machine=machine,
            form=form,
            symbol=symbol,
            first=first,
            used_to=used_to,
            reason=tidy(reason)[:MAX_REASON],
            at=hub.now(),
        )
        ended = take_back(hub, org, end)
    document = {"org": org, "machine": machine, "symbol": ended.symbol, "used_to": ended.used_to}
    console.give(document, "hub.receipts_taken_back", symbol=ended.symbol, machine=machine)


def show(province: Province, asked: Asked, console: Console, *, org: str) -> None:
    with opened(province, asked) as hub:
        found = list_ranges(hub, org)
    if not found:
        console.tell("hub.receipts_none", org=org)
    for one in found:
        _give(console, one, org, "hub.receipts_ended" if one.end else "hub.receipts_range")


def _give(console: Console, one: Granted, org: str, key: str) -> None:
    order = one.order
    document: dict[str, Any] = {
        "org": org,
        "machine": order.machine,
        "form": order.form,
        "symbol": order.symbol,
        "book": order.book,
        "first": order.first,
        "last": order.last,
        "issuer": order.issuer,
        "paper": order.paper,
        "granted_at": _moment(order.at),
        "ended_at": _moment(one.end.at) if one.end else None,
        "used_to": one.end.used_to if one.end else None,
    }
    console.give(
        document,
        key,
        machine=order.machine,
        symbol=order.symbol,
        first=f"{order.first:07d}",
        last=f"{order.last:07d}",
    )


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, _VIETNAM).isoformat()
