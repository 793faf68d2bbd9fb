"""The catalogue's tables as the province prepares them: fees, accounts, days, messages, procedures.

A table comes as a workbook, as TSV or as JSON; every flaw is told with its line. What comes out is
the file that the desks lay over their catalogue, tried with the reader the desks use.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from desk_app.catalogue.accounts import read_accounts
from desk_app.catalogue.calendar import read_overrides
from desk_app.catalogue.changes import read_changes
from desk_app.catalogue.entry import parse
from desk_app.catalogue.organisations import commune_of
from desk_app.catalogue.rates import read_rates
from desk_app.opening import the_catalogue
from desk_app.papers import (
    imported_accounts,
    imported_changes,
    imported_days,
    imported_messages,
    imported_rates,
)
from desk_app.papers.form_parts import told as told_form
from desk_app.papers.imported_rows import FileUnreadable, read_table
from sync.hub import message_words
from sync.hub.figure_rules import Sheet
from sync.hub.shelf_rules import Difference, Flaw, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from desk_app.catalogue.errors import Fault
    from desk_app.papers.imported_rows import Table

RATES, CALENDAR, PROCEDURES, ACCOUNTS = "rates", "calendar", "procedures", "accounts"
MESSAGES, FORMS = "messages", "forms"
_WIDTH = 24  # letters of a column


class CatalogueShelf:
    """The kinds of tables, read by the rules of the shipped catalogue."""

    kinds: Mapping[str, Sequence[str]] = {
        RATES: imported_rates.COLUMNS,
        CALENDAR: imported_days.COLUMNS,
        PROCEDURES: imported_changes.COLUMNS,
        ACCOUNTS: imported_accounts.COLUMNS,
        MESSAGES: imported_messages.COLUMNS,
        FORMS: (),
    }

    def read(self, kind: str, name: str, content: bytes) -> Reading:
        """Flaws instead of a file where anything is wrong."""
        if kind == FORMS:
            from desk_app.papers import imported_forms  # noqa: PLC0415 - draws, slow to load

            return imported_forms.read(name, content)
        try:
            table = read_table(name, content, columns=self.kinds[kind], key=_KEYS[kind])
        except FileUnreadable as error:
            return _refused([Flaw(error.line, "", error.why, error.note)])
        file, shared, entries, flaws = _judged(kind, table)
        if flaws:
            return _refused(flaws)
        told = {"schema": 1, **shared, _KEYS[kind]: entries}
        content = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
        left = _faults(kind, content)
        if left:
            return _refused([Flaw(0, one.key, "not_taken", one.note) for one in left])
        return Reading(
            file=file,
            content=content,
            rows=len(entries),
            begins=min((_day(one[_FROM[kind]]) for one in entries), default=None),
            flaws=(),
        )

    def compare(self, kind: str, before: bytes, after: bytes) -> Sequence[Difference]:
        """By what makes an entry itself: a fee's name, unit, way and first day, or the day."""
        catalogue = the_catalogue()
        codes = {code: one.short_name for code, one in catalogue.by_code.items()}
        names = {code: one.name for code, one in catalogue.units.by_code.items()}

        def told(entry: dict[str, Any]) -> imported_rates.Told:
            if kind == PROCEDURES:
                return imported_changes.told(entry, codes)
            if kind == RATES:
                return imported_rates.told(entry, catalogue.rates.names)
            if kind == ACCOUNTS:
                return imported_accounts.told(entry, names)
            if kind == MESSAGES:
                return imported_messages.told(entry)
            return imported_days.told(entry)

        old, new = (
            {one.key: one for one in _all_told(kind, content, told)} for content in (before, after)
        )
        found = []
        for key in sorted(old.keys() | new.keys()):
            was, will = old.get(key), new.get(key)
            if was == will:
                continue
            one = will or was
            if one is None:
                continue
            what = "new" if was is None else "ended" if will is None else "changed"
            found.append(
                Difference(
                    what,
                    one.name,
                    was.value if was else "",
                    will.value if will else "",
                    one.begins,
                )
            )
        return found

    def sheet(self, kind: str, content: bytes, texts: Mapping[str, str]) -> Sheet:
        """The entries as they stand, under heads that `read` knows."""
        columns = self.kinds[kind]
        if kind == FORMS:
            parts = [(one.name, one.value) for one in told_form(content)]
            return Sheet(title=texts[kind], heads=("", ""), widths=(_WIDTH, 60), rows=parts)
        scope = json.loads(content).get("scope", "") if content else ""
        return Sheet(
            title=texts[kind],
            heads=columns,
            widths=tuple(_WIDTH for _ in columns),
            rows=[
                tuple(_cell({"scope": scope, **one}.get(name)) for name in columns)
                for one in _entries(kind, content)
            ],
        )

    def preview(self, kind: str, content: bytes) -> bytes:
        """Of a form's layout, with invented people."""
        if kind != FORMS:
            return b""
        from desk_app.papers import imported_forms  # noqa: PLC0415 - see above

        return imported_forms.preview(content)

    def days_off(self, kind: str, content: bytes) -> Sequence[tuple[str, date]]:
        """Only a calendar has any."""
        if kind != CALENDAR:
            return ()
        scope = str(json.loads(content)["scope"])
        return [(scope, _day(one["on"])) for one in _entries(kind, content) if not one["works"]]

    def holds_for(self, scope: str, org: str) -> bool:
        """A province or a commune; an organisation nobody knows lies nowhere."""
        catalogue = the_catalogue()
        commune = commune_of(catalogue.units, org, known={})
        if commune is None:
            return False
        return scope in {commune.code, catalogue.units.province_of(commune.code).code}


def _all_told(
    kind: str, content: bytes, told: Callable[[dict[str, Any]], imported_rates.Told]
) -> Iterable[imported_rates.Told]:
    return told_form(content) if kind == FORMS else map(told, _entries(kind, content))


_KEYS = {
    RATES: "rates",
    CALENDAR: "days",
    PROCEDURES: "changes",
    ACCOUNTS: "accounts",
    MESSAGES: message_words.KEY,
}
_FROM = {RATES: "from", CALENDAR: "on", PROCEDURES: "from", ACCOUNTS: "from", MESSAGES: "from"}


def _judged(
    kind: str, table: Table
) -> tuple[str, dict[str, str], list[dict[str, Any]], list[Flaw]]:
    """The file's name, what stands in it beside the entries, the entries, and the flaws."""
    flaws = [Flaw(line, name, "unknown_column", name) for line, name in table.unknown]
    catalogue = the_catalogue()
    if not table.rows:
        flaws.append(Flaw(0, "", "empty"))
    if kind == RATES:
        provinces = {unit.code for unit in catalogue.units.provinces}
        entries, wrong = imported_rates.judged(
            table.rows, names=catalogue.rates.names.keys(), provinces=provinces
        )
        return imported_rates.FILE, {}, entries, [*flaws, *wrong]
    if kind == PROCEDURES:
        entries, wrong = imported_changes.judged(table.rows, catalogue=catalogue)
        return imported_changes.FILE, {}, entries, [*flaws, *wrong]
    if kind == ACCOUNTS:
        entries, wrong = imported_accounts.judged(table.rows, units=catalogue.units.by_code.keys())
        return imported_accounts.FILE, {}, entries, [*flaws, *wrong]
    if kind == MESSAGES:
        entries, wrong = imported_messages.judged(table.rows)
        return message_words.FILE, {}, entries, [*flaws, *wrong]
    scope, entries, wrong = imported_days.judged(table.rows, units=catalogue.units.by_code.keys())
    return imported_days.file_of(scope), {"scope": scope}, entries, [*flaws, *wrong]


def _faults(kind: str, content: bytes) -> list[Fault]:
    """What the desks' own reader says; of messages they know nothing."""
    faults: list[Fault] = []
    if kind == MESSAGES:
        return faults
    catalogue, entry = the_catalogue(), parse(content, file=kind, faults=faults)
    if kind == RATES:
        provinces = frozenset(unit.code for unit in catalogue.units.provinces)
        read_rates(entry, provinces=provinces, over=catalogue.rates)
    elif kind == PROCEDURES:
        read_changes(entry)
    elif kind == ACCOUNTS:
        read_accounts(entry, units=frozenset(catalogue.units.by_code))
    else:
        units = frozenset(catalogue.units.by_code)
        read_overrides([entry], units=units, over=catalogue.overrides)
    return faults


def _entries(kind: str, content: bytes) -> list[dict[str, Any]]:
    return list(json.loads(content)[_KEYS[kind]]) if content else []


def _refused(flaws: Sequence[Flaw]) -> Reading:
    return Reading(file="", content=b"", rows=0, begins=None, flaws=tuple(sorted(flaws)))


def _cell(value: object) -> str | int | None:
    """As `read` takes it again."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return value if isinstance(value, int) else str(value)


def _day(text: str) -> date:
    return date.fromisoformat(text)
