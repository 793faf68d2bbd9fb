"""The print ledger, from its report to its screen, and its buttons to their use cases."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, assert_never

from desk_app.domain.print_reasons import SpoiltBy
from desk_app.domain.rights import Act, may
from desk_app.papers.print_report import Wanted, totals
from desk_app.queries.dossiers import open_prints
from desk_app.queries.print_ledger import print_report, report_csv
from desk_app.queries.printers import printers_set_up
from desk_app.routing import TRAY, layout_named, route_to
from desk_app.ui import formats, state
from desk_app.ui.screens.print_row import Doing, PrintRow
from desk_app.ui.screens.prints import Period, PrintsCalls, PrintsShown, Which
from desk_app.ui.theme import Tone
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.ask_printer import ask_printer
from desk_app.usecases.cancel_print import cancel_print
from desk_app.usecases.print_list import print_list
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.save_report import save_report
from desk_app.usecases.spoil_print import spoil_print

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any

    from desk_app.desk import Desk
    from desk_app.papers.print_report import ReportLine
    from locales.catalogue import Texts

_SHOWN = 200
_PAUSE_SECONDS = 0.2  # between two questions to a printer while a person waits
_ASKED_FOR = timedelta(hours=2)  # a page older than that is a person's to answer
_TONES = {
    "queued": Tone.WAITING,
    "sent": Tone.WORKING,
    "printed": Tone.DONE,
    "spoiled": Tone.CLOSED,
    "unknown": Tone.ATTENTION,
}
_STATES = {Which.UNSURE: "unknown", Which.WAITING: "queued", Which.SPOILED: "spoiled"}
_KINDS = {Which.ORIGINAL: ("original", "corrected"), Which.COPY: ("copy",)}
_DAYS = {Period.TODAY: 0, Period.WEEK: 6, Period.MONTH: 30}
_AT = "@"  # between a printer and how the page lies there


def wait_for_printer() -> None:
    """While a person waits for the page: a laser printer's first page is given four seconds."""
    time.sleep(_PAUSE_SECONDS)


def prints_calls(desk: Desk, texts: Texts, *, open_dossier: Callable[[str], Any]) -> PrintsCalls:
    return PrintsCalls(
        load=partial(_load, desk, texts),
        do=partial(_do, desk, texts),
        ways=partial(_ways, desk, texts),
        save=partial(_save, desk, texts),
        paper=partial(_paper, desk, texts),
        open_dossier=open_dossier,
    )


def settle(desk: Desk, texts: Texts) -> int:
    """Ask printers what became of pages nobody was sure of a while ago; how many are clear now.

    A printer that does not answer is asked nothing more in this turn.
    """
    settled, silent = 0, set()
    for row in open_prints(desk):
        is_asked = row.state == "unknown" and row.job and row.printer != TRAY
        is_late = desk.clock.now() - row.changed_at > _ASKED_FOR
        if not is_asked or is_late or row.printer in silent:
            continue
        told = state.attempt_now(partial(ask_printer, desk, row.id), texts=texts)
        if told.value is None:
            silent.add(row.printer)
        else:
            settled += told.value.state != "unknown"
    return settled


def _load(desk: Desk, texts: Texts, typed: str, period: Period, which: Which) -> PrintsShown:
    report = print_report(desk, _wanted(desk, typed, period, which), texts=texts, limit=_SHOWN)
    may_print = may(desk.user.roles, Act.PRINT)
    return PrintsShown(
        rows=[_row(line, texts, may_print=may_print) for line in report.lines],
        totals=totals(report, texts),
        rest=report.total - len(report.lines),
    )


def _wanted(desk: Desk, typed: str, period: Period, which: Which) -> Wanted:
    today = desk.clock.today()
    first: date | None = None
    if period in _DAYS:
        first = today - timedelta(days=_DAYS[period])
    return Wanted.of_words(
        first=first,
        typed=typed,
        states=(_STATES[which],) if which in _STATES else (),
        kinds=_KINDS.get(which, ()),
    )


def _row(line: ReportLine, texts: Texts, *, may_print: bool) -> PrintRow:
    page = line.page
    said = [
        texts[f"print_reason.{page.reason}"] if page.reason else "",
        line.why(texts),
        texts[f"print_layout.{page.layout}"] if page.layout not in {"", "as_drawn"} else "",
    ]
    return PrintRow(
        id=str(page.id),
        entity=str(page.entity),
        when=formats.moment(page.queued_at),
        code=page.code,
        paper=line.paper(texts),
        state=texts[f"ui.prints.state.{page.state}"],
        tone=_TONES[page.state],
        detail=" · ".join(filter(None, said)),
        who=line.clerk,
        printer=texts["ui.printer.tray_short"] if line.is_tray else line.printer,
        doings=_doings(line) if may_print else (),
    )


def _doings(line: ReportLine) -> tuple[Doing, ...]:
    match line.page.state:
        case "queued":
            return (Doing.PRINT, Doing.CANCEL)
        case "sent":
            return (Doing.CANCEL,)
        case "unknown":
            asked = () if line.is_tray else (Doing.ASK, Doing.CANCEL)
            return (Doing.CAME_OUT, Doing.DID_NOT, *asked, Doing.SPOIL)
        case "printed":
            return (Doing.SPOIL,)
        case _:
            return ()


def _do(desk: Desk, texts: Texts, doing: Doing, page: str, word: str) -> str:
    number = int(page)
    match doing:
        case Doing.CAME_OUT | Doing.DID_NOT:
            row = answer_print(desk, number, came_out=doing is Doing.CAME_OUT)
        case Doing.ASK:
            row = ask_printer(desk, number)
        case Doing.CANCEL:
            row = cancel_print(desk, number)
        case Doing.SPOIL:
            row = spoil_print(desk, number, SpoiltBy(word))
        case Doing.PRINT:
            address, _, layout = word.rpartition(_AT)
            route = route_to(desk, address, layout_named(layout))
            row = print_paper(desk, number, route=route, pause=wait_for_printer)
        case _:
            assert_never(doing)
    return texts[f"ui.print.{row.state}"]


def _ways(desk: Desk, texts: Texts) -> list[tuple[str, str]]:
    """Each printer that was set up, and on each but the tray two pages on A4 or a larger one."""
    ways = []
    for address, name in printers_set_up(desk):
        called = texts["ui.printer.tray_short"] if address == TRAY else name
        layouts = ("as_drawn",) if address == TRAY else ("as_drawn", "two_up", "enlarged")
        for layout in layouts:
            how = texts[f"print_layout.{layout}"]
            ways.append((f"{address}{_AT}{layout}", f"{called}: {how}"))
    return ways


def _save(desk: Desk, texts: Texts, typed: str, period: Period, which: Which) -> str:
    wanted = _wanted(desk, typed, period, which)
    path = save_report(desk, report_csv(desk, wanted, texts=texts))
    return texts.say("ui.prints.saved", path=path)


def _paper(desk: Desk, texts: Texts, typed: str, period: Period, which: Which) -> str:
    sent = print_list(desk, _wanted(desk, typed, period, which))
    return texts[f"ui.prints.list.{sent.state}"]
