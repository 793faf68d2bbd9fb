"""`desk prints · print-answer`: the print ledger from the command line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import Console, console, write_bytes
from desk_app.commands.documents import iso
from desk_app.commands.errors import NoSuchForm
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.print_reasons import SpoiltBy, of_ledger
from desk_app.papers.forms import EVERY_FORM
from desk_app.papers.print_report import Wanted, cells, totals
from desk_app.queries.print_ledger import print_report, report_csv
from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.ask_printer import ask_printer
from desk_app.usecases.cancel_print import cancel_print
from desk_app.usecases.print_list import list_page
from desk_app.usecases.spoil_print import spoil_print

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from desk_app.desk import Desk
    from desk_app.papers.print_report import ReportLine
    from desk_app.store.prints import Print
    from locales.catalogue import Texts

_DAY = "%Y-%m-%d"


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    _add_report(app, texts)
    _add_answer(app, texts)


def _add_report(app: typer.Typer, texts: Texts) -> None:
    options = Options(texts)

    @app.command(help=texts["help.prints"])
    def prints(
        first: datetime | None = typer.Option(
            None, "--from", formats=[_DAY], help=texts["help.prints.from"]
        ),
        last: datetime | None = typer.Option(
            None, "--to", formats=[_DAY], help=texts["help.prints.to"]
        ),
        form: str = typer.Option("", "--form", help=texts["help.prints.form"]),
        code: str = typer.Option("", "--code", help=texts["help.prints.code"]),
        person: str = typer.Option("", "--person", help=texts["help.prints.person"]),
        clerk: str = typer.Option("", "--clerk", help=texts["help.prints.clerk"]),
        state: list[PrintState] = typer.Option([], "--state", help=texts["help.prints.state"]),
        kind: list[PrintKind] = typer.Option([], "--kind", help=texts["help.prints.kind"]),
        csv: Path | None = typer.Option(None, "--csv", help=texts["help.prints.csv"]),
        pdf: Path | None = typer.Option(None, "--pdf", help=texts["help.prints.pdf"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        wanted = Wanted(
            first=_day(first),
            last=_day(last),
            form=form,
            code=code,
            person=person,
            clerk=clerk,
            states=tuple(state),
            kinds=tuple(kind),
        )
        with console(lang=lang, as_json=as_json) as voice:
            if form and form not in EVERY_FORM:
                raise NoSuchForm(form=form[:40])
            with opened(voice, data) as desk:
                _report(voice, desk, wanted, csv=csv, pdf=pdf)


def _add_answer(app: typer.Typer, texts: Texts) -> None:
    options = Options(texts)

    @app.command("print-answer", help=texts["help.print-answer"])
    def print_answer(
        number: int = typer.Argument(..., help=texts["help.print-answer.number"]),
        came_out: bool = typer.Option(False, "--came-out", help=texts["help.print-answer.yes"]),
        did_not: bool = typer.Option(False, "--did-not", help=texts["help.print-answer.no"]),
        spoilt: SpoiltBy | None = typer.Option(
            None, "--spoilt", help=texts["help.print-answer.spoilt"]
        ),
        cancel: bool = typer.Option(False, "--cancel", help=texts["help.print-answer.cancel"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            answer = _answer(came_out=came_out, did_not=did_not, spoilt=spoilt, cancel=cancel)
            with opened(voice, data) as desk:
                row = answer(desk, number)
            voice.give({"print": row.id, "state": row.state, "reason": row.reason})
            voice.tell(f"{row.id}: {voice.texts[f'ui.print_state.{row.state}']}")


def _answer(
    *, came_out: bool, did_not: bool, spoilt: SpoiltBy | None, cancel: bool
) -> Callable[[Desk, int], Print]:
    """What a person says of the page; without a word the printer is asked."""
    if spoilt is not None:
        return lambda desk, number: spoil_print(desk, number, spoilt)
    if cancel:
        return cancel_print
    if came_out or did_not:
        return lambda desk, number: answer_print(desk, number, came_out=came_out)
    return ask_printer


def _report(
    voice: Console, desk: Desk, wanted: Wanted, *, csv: Path | None, pdf: Path | None
) -> None:
    if csv is not None:
        write_bytes(csv, report_csv(desk, wanted, texts=voice.texts))
    if pdf is not None:
        write_bytes(pdf, list_page(desk, wanted))
    report = print_report(desk, wanted, texts=voice.texts)
    for line in report.lines:
        voice.give(_document(line))
        voice.tell(" · ".join(filter(None, cells(line, voice.texts))))
    voice.tell(totals(report, voice.texts))


def _document(line: ReportLine) -> dict[str, Any]:
    page = line.page
    return {
        "print": page.id,
        "dossier_id": str(page.entity),
        "code": page.code,
        "form": page.form,
        "kind": page.kind,
        "copy": page.copy,
        "sheets": page.sheets,
        "state": page.state,
        "reason": page.reason,
        "why": of_ledger(page.why)[0],
        "why_words": of_ledger(page.why)[1],
        "layout": page.layout,
        "printer": page.printer,
        "by": line.clerk,
        "closed_by": line.closed_by,
        "queued_at": iso(page.queued_at),
        "changed_at": iso(page.changed_at),
    }


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
