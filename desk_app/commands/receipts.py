"""`desk receipts grant · close · write · void · list`: regulated receipts of fees."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desk_app.commands.console import console, write_bytes
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.receipts import seven_digits
from desk_app.queries import dossiers as queries
from desk_app.queries.receipts import month_list, month_workbook, note, receipts_now
from desk_app.usecases.grant_receipts import close_receipts, grant_receipts
from desk_app.usecases.void_receipt import void_receipt
from desk_app.usecases.write_receipt import write_receipt

if TYPE_CHECKING:
    from desk_app.queries.receipts import Receipt
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    group = typer.Typer(no_args_is_help=True, help=texts["help.receipts"])
    app.add_typer(group, name="receipts")
    _add_grant(group, texts, options)
    _add_close(group, texts, options)
    _add_write(group, texts, options)
    _add_void(group, texts, options)
    _add_list(group, texts, options)


def _add_grant(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.receipts.grant"])
    def grant(
        symbol: str = typer.Argument(..., help=texts["help.receipts.symbol"]),
        first: int = typer.Option(..., "--from", help=texts["help.receipts.from"]),
        last: int = typer.Option(..., "--to", help=texts["help.receipts.to"]),
        issuer: str = typer.Option(..., "--issuer", help=texts["help.receipts.issuer"]),
        form: str = typer.Option("", "--form", help=texts["help.receipts.form"]),
        book: str = typer.Option("", "--book", help=texts["help.receipts.book"]),
        paper: str = typer.Option("", "--paper", help=texts["help.receipts.paper"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            granted = grant_receipts(
                desk,
                symbol=symbol,
                first=first,
                last=last,
                issuer=issuer,
                form=form,
                book=book,
                paper=paper,
            )
            first_, last_ = seven_digits(granted.first), seven_digits(granted.last)
            voice.give({"symbol": granted.symbol, "first": granted.first, "last": granted.last})
            voice.tell(
                voice.texts.say(
                    "ui.receipts.granted", symbol=granted.symbol, first=first_, last=last_
                )
            )


def _add_close(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.receipts.close"])
    def close(
        symbol: str = typer.Argument(..., help=texts["help.receipts.symbol"]),
        first: int = typer.Option(..., "--from", help=texts["help.receipts.from"]),
        reason: str = typer.Option("", "--reason", help=texts["help.option.reason"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            closed = close_receipts(desk, symbol=symbol, first=first, reason=reason)
            voice.give({"symbol": closed.symbol, "first": closed.first, "used_to": closed.used_to})
            voice.tell(voice.texts.say("ui.receipts.given_back", symbol=closed.symbol))


def _add_write(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.receipts.write"])
    def write(
        code: str = typer.Argument(..., help=texts["help.receipts.code"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            written = write_receipt(desk, queries.dossier(desk, code).entity)
            event = written.event
            voice.give(_document(written))
            voice.tell(
                voice.texts.say(
                    "ui.receipts.written", symbol=event.symbol, number=seven_digits(event.number)
                )
            )


def _add_void(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.receipts.void"])
    def void(
        symbol: str = typer.Argument(..., help=texts["help.receipts.symbol"]),
        number: int = typer.Argument(..., help=texts["help.receipts.number"]),
        reason: str = typer.Option("", "--reason", help=texts["help.option.reason"]),
        copies: bool = typer.Option(False, "--copies-kept", help=texts["help.receipts.copies"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            voided = void_receipt(
                desk, symbol=symbol, number=number, reason=reason, has_all_copies=copies
            )
            voice.give({"symbol": voided.symbol, "number": voided.number, "reason": voided.reason})
            voice.tell(voice.texts.say("ui.receipts.voided", number=seven_digits(voided.number)))


def _add_list(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command("list", help=texts["help.receipts.list"])
    def list_(
        month: datetime | None = typer.Option(
            None, "--month", formats=["%Y-%m"], help=texts["help.receipts.month"]
        ),
        out: Path | None = typer.Option(None, "--out", help=texts["help.receipts.out"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            day = month.date() if month else desk.clock.today()
            if out is not None:
                write_bytes(out.absolute(), month_workbook(desk, day, voice.texts))
            for one in month_list(desk, day).receipts:
                voice.give(_document(one))
                number = seven_digits(one.event.number)
                voice.tell(f"{one.event.symbol} {number}  {one.code}  {one.event.payer}")
            for standing in receipts_now(desk).ranges:
                granted = standing.granted
                voice.give({"symbol": granted.symbol, "left": standing.left})
                voice.tell(
                    voice.texts.say(
                        "ui.receipts.range",
                        first=f"{granted.symbol} {seven_digits(granted.first)}",
                        last=seven_digits(granted.last),
                        left=standing.left,
                    )
                )


def _document(one: Receipt) -> dict[str, Any]:
    event = one.event
    return {
        "symbol": event.symbol,
        "number": event.number,
        "code": one.code,
        "at": one.entry.at.isoformat(),
        "payer": event.payer,
        "amount_vnd": 0 if one.voided else event.amount_vnd,
        "void": one.voided is not None,
        "note": note(one),
    }
