"""The report of every original and copy as a list on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.paper_names import form_of
from desk_app.papers import head
from desk_app.papers.print_report import report_of, totals
from locales.catalogue import load
from printing.print_ledger import PrintLedger, draw

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.print_report import ReportLine, Wanted
    from locales.catalogue import Texts

_EVERYTHING = "từ trước tới nay"


def draw_list(desk: Desk, wanted: Wanted) -> bytes:
    """The PDF, in Vietnamese, the oldest page first. Raises GlyphMissing."""
    texts = load("vi")
    report = report_of(desk, wanted, texts=texts)
    return draw(
        PrintLedger(
            letterhead=head.letterhead(desk, number="", at=desk.clock.now()),
            period=_period(wanted),
            machine=f"{desk.place.unit}, máy số {desk.journal.identity.author}",
            chosen=_chosen(wanted, texts),
            totals=totals(report, texts),
            rows=tuple(_row(line, texts) for line in reversed(report.lines)),
            clerk=desk.user.name,
        )
    )


def _row(line: ReportLine, texts: Texts) -> tuple[str, ...]:
    page = line.page
    kind = texts.say(f"ui.print_kind.{page.kind}", copy=page.copy)
    why = line.why(texts)
    state = texts[f"ui.print_state.{page.state}"]
    reason = texts[f"print_reason.{page.reason}"] if page.reason else ""
    printer = texts["ui.printer.tray_short"] if line.is_tray else line.printer
    return (
        str(page.id),
        f"{page.queued_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        page.code,
        texts[f"ui.form.{form_of(page.form)}"],
        f"{kind} ({why})" if why else kind,
        f"{state}: {reason}" if reason else state,
        ", ".join(filter(None, (line.clerk, printer))),
    )


def _period(wanted: Wanted) -> str:
    if wanted.first is None and wanted.last is None:
        return _EVERYTHING
    first = f"{wanted.first:%d/%m/%Y}" if wanted.first else "…"
    last = f"{wanted.last:%d/%m/%Y}" if wanted.last else "…"
    return first if first == last else f"{first} - {last}"


def _chosen(wanted: Wanted, texts: Texts) -> str:
    said = [
        texts[f"ui.form.{wanted.form}"] if wanted.form else "",
        wanted.code,
        wanted.person,
        wanted.clerk,
        wanted.typed,
        *(texts[f"ui.print_state.{state}"] for state in wanted.states),
        *(texts[f"print_report.kind.{kind}"] for kind in wanted.kinds),
    ]
    return ", ".join(filter(None, said))
