"""The hub's commands about ranges of fee receipts, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Group, asked

_ACTS = "receipt_range_acts"


def add_receipt_ranges(app: typer.Typer, group: Group) -> None:
    """Put the commands into the group `hub`."""
    receipts = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.receipts"])
    app.add_typer(receipts, name="receipts")
    _add_grant(receipts, group)
    _add_take_back(receipts, group)
    _add_list(receipts, group)


def _add_grant(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--symbol", "receipts.symbol")
    f = group.option(..., "--first", "receipts.first")
    g = group.option(..., "--last", "receipts.last")
    h = group.option(..., "--issuer", "receipts.issuer")
    i = group.option("", "--form", "receipts.form")
    j = group.option("", "--book", "receipts.book")
    k = group.option("", "--paper", "receipts.paper")

    @app.command("grant", help=group.texts["help.hub.receipts.grant"])
    def grant(
        org: str,
        machine: int,
        symbol: str = e,
        first: int = f,
        last: int = g,
        issuer: str = h,
        form: str = i,
        book: str = j,
        paper: str = k,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        from sync.hub.receipt_range_acts import Typed  # noqa: PLC0415  only now: see `group`

        typed = Typed(symbol=symbol, form=form, book=book, issuer=issuer, paper=paper)
        group.run(
            asked(data, database, as_json, lang),
            "grant",
            where=_ACTS,
            org=org,
            machine=machine,
            numbers=(first, last),
            typed=typed,
        )


def _add_take_back(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--symbol", "receipts.symbol")
    f = group.option(..., "--first", "receipts.first")
    g = group.option(..., "--used-to", "receipts.used_to")
    h = group.option("", "--form", "receipts.form")
    i = group.option("", "--reason", "reason")

    @app.command("take-back", help=group.texts["help.hub.receipts.take_back"])
    def back(
        org: str,
        machine: int,
        symbol: str = e,
        first: int = f,
        used_to: int = g,
        form: str = h,
        reason: str = i,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        group.run(
            asked(data, database, as_json, lang),
            "back",
            where=_ACTS,
            org=org,
            machine=machine,
            series=(form, symbol),
            first=first,
            used_to=used_to,
            reason=reason,
        )


def _add_list(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()

    @app.command("list", help=group.texts["help.hub.receipts.list"])
    def show(
        org: str, data: Path | None = a, database: str = b, as_json: bool = c, lang: str = d
    ) -> None:
        group.run(asked(data, database, as_json, lang), "show", where=_ACTS, org=org)
