"""The hub's commands about ranges of fee receipts, joined to the others by `commands`."""

import typer

from sync.hub.group import REASON, Command, Given, Group, option, place

_ACTS = "receipt_range_acts"
_MACHINE = {"org": place(str), "machine": place(int)}
_SYMBOL = option(str, "--symbol", "receipts.symbol")
_FIRST = option(int, "--first", "receipts.first")
_FORM = option(str, "--form", "receipts.form", "")


def _typed(given: Given) -> Given:
    from sync.hub.receipt_range_acts import Typed  # noqa: PLC0415  only now: see `group`

    own = {name: given.pop(name) for name in _MACHINE}
    numbers = given.pop("first"), given.pop("last")
    return {**own, "numbers": numbers, "typed": Typed(**given)}


def _series(given: Given) -> Given:
    series = given.pop("form"), given.pop("symbol")
    return {**given, "series": series}


_COMMANDS = (
    Command(
        "grant",
        "help.hub.receipts.grant",
        "grant",
        _ACTS,
        {
            **_MACHINE,
            "symbol": _SYMBOL,
            "first": _FIRST,
            "last": option(int, "--last", "receipts.last"),
            "issuer": option(str, "--issuer", "receipts.issuer"),
            "form": _FORM,
            "book": option(str, "--book", "receipts.book", ""),
            "paper": option(str, "--paper", "receipts.paper", ""),
        },
        _typed,
    ),
    Command(
        "take-back",
        "help.hub.receipts.take_back",
        "back",
        _ACTS,
        {
            **_MACHINE,
            "symbol": _SYMBOL,
            "first": _FIRST,
            "used_to": option(int, "--used-to", "receipts.used_to"),
            "form": _FORM,
            "reason": REASON,
        },
        _series,
    ),
    Command("list", "help.hub.receipts.list", "show", _ACTS, {"org": place(str)}),
)


def add_receipt_ranges(app: typer.Typer, group: Group) -> None:
    """Put the group `receipts` into the group `hub`."""
    group.add_group(app, "receipts", "help.hub.receipts", _COMMANDS)
