"""Every original and every copy this machine printed, as a report (sổ in): its lines and words."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.paper_names import form_of
from desk_app.domain.print_reasons import of_ledger
from desk_app.domain.text import fold
from desk_app.papers.forms import EVERY_FORM
from desk_app.routing import TRAY, label_of
from desk_app.store import print_ledger
from desk_app.store.print_ledger import AnyOf, LedgerFilter
from desk_app.store.prints import PrintKind, PrintState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.store.print_ledger import LedgerLine
    from locales.catalogue import Texts

MOST_ROWS = 20_000  # of one report: a year of a busy desk
HEADS = (
    "number",
    "asked_at",
    "code",
    "form",
    "kind",
    "why",
    "state",
    "closed_at",
    "clerk",
    "closed_by",
    "printer",
    "layout",
)
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would reckon with


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a report is about; what is empty does not matter. Days are Vietnam's, both inside."""

    first: date | None = None
    last: date | None = None
    form: str = ""
    code: str = ""
    person: str = ""  # words of the applicant's name
    clerk: str = ""  # who asked for the page, by the name of the account
    states: tuple[PrintState, ...] = ()
    kinds: tuple[PrintKind, ...] = ()
    typed: str = ""  # part of a code, of a name, of a form's words or of a clerk's name

    @classmethod
    def of_words(
        cls, *, first: date | None, typed: str, states: Sequence[str], kinds: Sequence[str]
    ) -> Wanted:
        """What a window asks for, which knows states and kinds by their words."""
        return cls(
            first=first,
            typed=typed,
            states=tuple(map(PrintState, states)),
            kinds=tuple(map(PrintKind, kinds)),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportLine:
    """A page with the names of people and printers."""

    page: LedgerLine
    clerk: str
    closed_by: str
    printer: str  # as people call it; empty before it was sent and for the tray
    is_tray: bool

    def paper(self, texts: Texts) -> str:
        """The form, and which page of it this is."""
        kind = texts.say(f"ui.print_kind.{self.page.kind}", copy=self.page.copy)
        return f"{texts[f'ui.form.{form_of(self.page.form)}']} · {kind}"

    def why(self, texts: Texts) -> str:
        """Why one more was wanted; empty where nobody was asked."""
        why, words = of_ledger(self.page.why)
        return ": ".join(filter(None, (texts[f"print_why.{why}"] if why else "", words)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    lines: tuple[ReportLine, ...]
    counts: Mapping[tuple[PrintKind, PrintState], int]  # of all that was found

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of_kind(self, kind: PrintKind) -> int:
        """How many pages of the kind are on paper."""
        return self.counts.get((kind, PrintState.PRINTED), 0)

    def in_state(self, state: PrintState) -> int:
        return sum(number for (_, one), number in self.counts.items() if one is state)


def report_of(
    desk: Desk, wanted: Wanted, *, texts: Texts, limit: int = MOST_ROWS, before: int | None = None
) -> Report:
    """The newest pages first; what is typed is looked for in the words of `texts` too.

    `before`: only below this number of the ledger. Counts are of all.
    """
    forms = {form: texts[f"ui.form.{form}"] for form in EVERY_FORM}
    names = {user.number: user.name for user in desk.users.all()}
    asked = _filter(wanted, names, forms)
    database = desk.store.database
    return Report(
        lines=tuple(
            ReportLine(
                page=line,
                clerk=names.get(line.by, ""),
                closed_by=names.get(line.closed_by, ""),
                printer="" if line.printer in {"", TRAY} else label_of(line.printer),
                is_tray=line.printer == TRAY,
            )
            for line in print_ledger.find(database, asked, limit=limit, before=before)
        ),
        counts=print_ledger.count(database, asked),
    )


def cells(line: ReportLine, texts: Texts) -> tuple[str, ...]:
    """The line in words, as HEADS has them."""
    page = line.page
    reason = texts[f"print_reason.{page.reason}"] if page.reason else ""
    state = texts[f"ui.print_state.{page.state}"]
    return (
        str(page.id),
        f"{page.queued_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
        page.code,
        texts[f"ui.form.{form_of(page.form)}"],
        texts.say(f"ui.print_kind.{page.kind}", copy=page.copy),
        line.why(texts),
        f"{state}: {reason}" if reason else state,
        f"{page.changed_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
        line.clerk,
        line.closed_by,
        texts["ui.printer.tray_short"] if line.is_tray else line.printer,
        texts[f"print_layout.{page.layout}"] if page.layout else "",
    )


def heads(texts: Texts) -> tuple[str, ...]:
    return tuple(texts[f"print_report.{name}"] for name in HEADS)


def totals(report: Report, texts: Texts) -> str:
    return texts.say(
        "print_report.totals",
        originals=report.of_kind(PrintKind.ORIGINAL),
        copies=report.of_kind(PrintKind.COPY),
        corrected=report.of_kind(PrintKind.CORRECTED),
        spoiled=report.in_state(PrintState.SPOILED),
        unknown=report.in_state(PrintState.UNKNOWN),
        waiting=report.in_state(PrintState.QUEUED),
    )


def as_csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """For a spreadsheet: UTF-8 with its mark, semicolons, no cell that would be reckoned with."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _filter(wanted: Wanted, names: Mapping[int, str], forms: Mapping[str, str]) -> LedgerFilter:
    by = next((number for number, name in names.items() if name == wanted.clerk), None)
    if wanted.clerk and by is None:
        by = -1  # nobody: nothing is found
    folded = fold(wanted.typed)
    any_of = AnyOf(
        typed=wanted.typed.strip(),
        folded=folded,
        forms=tuple(form for form, words in forms.items() if folded in fold(words)),
        users=tuple(number for number, name in names.items() if folded in fold(name)),
    )
    return LedgerFilter(
        since=_start(wanted.first) if wanted.first else None,
        until=_start(wanted.last + timedelta(days=1)) if wanted.last else None,
        forms=(wanted.form,) if wanted.form else (),
        states=wanted.states,
        kinds=wanted.kinds,
        code=wanted.code.strip().upper(),
        person=fold(wanted.person),
        by=by,
        any_of=any_of if folded else None,
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM).astimezone(UTC)
