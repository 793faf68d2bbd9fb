"""Reads the whole catalogue from its folder, or says everything that is wrong with it.

The folder: `manifest.json`, `procedures/*.json`, `units.tsv`, `rates.json`, `sources.json`,
`calendar/*.json`, `refusal_grounds.json`, `feedback.json`, `linked.json`; each shape is written in
the module that reads it. The province lays its own `rates.json`, `calendar/*.json`, grounds, days
of feedback and interlinked parts over these from a second folder, which needs no manifest, and
tells there in `accounts.json` where transfers go and in `procedures.json` what it changed of the
procedures; what such files said before is kept under `procedures-before/`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.catalogue.accounts import Accounts, read_accounts
from desk_app.catalogue.calendar import NATIONAL, read_overrides
from desk_app.catalogue.catalogue import Catalogue
from desk_app.catalogue.changes import changed, read_changes
from desk_app.catalogue.entry import parse
from desk_app.catalogue.errors import CatalogueFaulty, CatalogueMissing, Fault, FaultKind
from desk_app.catalogue.feedback import read_feedback
from desk_app.catalogue.grounds import read_grounds
from desk_app.catalogue.linked import read_linked
from desk_app.catalogue.manifest import DATA, FILE, read_files, read_manifest
from desk_app.catalogue.procedures import read_field
from desk_app.catalogue.rates import read_rates
from desk_app.catalogue.references import check_references
from desk_app.catalogue.search import index_of
from desk_app.catalogue.units import read_units

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from desk_app.catalogue.calendar import Overrides
    from desk_app.catalogue.entry import Entry
    from desk_app.catalogue.feedback import DatedRule
    from desk_app.catalogue.grounds import Ground
    from desk_app.catalogue.linked import DatedLinked
    from desk_app.catalogue.rates import Rates
    from desk_app.catalogue.units import AdministrativeUnits
    from desk_app.domain.procedure import Procedure

RATES, UNITS, SOURCES = "rates.json", "units.tsv", "sources.json"
ACCOUNTS = "accounts.json"
GROUNDS = "refusal_grounds.json"
FEEDBACK = "feedback.json"
LINKED = "linked.json"
CHANGES, CHANGES_BEFORE = "procedures.json", "procedures-before/"
PROCEDURES, CALENDAR = "procedures/", "calendar/"


def read_catalogue(folder: Path = DATA, *, overrides: Path | None = None) -> Catalogue:
    """The catalogue; raises CatalogueMissing, and CatalogueFaulty with every fault there is."""
    return read_laid_over(read_files(overrides) if overrides else {}, folder=folder)


def read_laid_over(laid_over: Mapping[str, bytes], *, folder: Path = DATA) -> Catalogue:
    """The catalogue with these files of the province over it; raises as `read_catalogue`."""
    files = read_files(folder)
    if FILE not in files:
        raise CatalogueMissing(folder=folder)
    faults: list[Fault] = []
    catalogue = _read(files, laid_over, faults)
    if faults:
        raise CatalogueFaulty(faults)
    return catalogue


def _read(
    files: Mapping[str, bytes], laid_over: Mapping[str, bytes], faults: list[Fault]
) -> Catalogue:
    manifest = read_manifest(files, faults=faults)
    units = read_units(files.get(UNITS, b""), file=UNITS, faults=faults)
    sources = _sources(_parsed(files, SOURCES, faults))
    rates = _rates(files, laid_over, units, faults)
    days = _days(files, laid_over, units, faults)
    accounts = _accounts(laid_over, units, faults)
    placed = [
        (entry.file, procedure)
        for entry in _under(files, PROCEDURES, faults)
        for procedure in read_field(entry)
    ]
    check_references(placed, sources=sources, rates=rates.names, rates_file=RATES, faults=faults)
    shipped = tuple(procedure for _, procedure in placed)
    present = [_parsed(laid_over, name, faults) for name in laid_over if name == CHANGES]
    procedures = changed(shipped, [one for entry in present for one in read_changes(entry)])
    return Catalogue(
        version=manifest.version,
        as_of=manifest.as_of,
        fingerprint=manifest.fingerprint,
        procedures=procedures,
        by_code={procedure.code: procedure for procedure in procedures},
        before=_before(shipped, laid_over, faults),
        index=index_of(procedures),
        units=units,
        rates=rates,
        accounts=accounts,
        overrides=days,
        sources=sources,
        grounds=_grounds(files, laid_over, faults),
        feedback=_feedback(files, laid_over, faults),
        linked=_linked(files, laid_over, faults),
    )


def _before(
    shipped: tuple[Procedure, ...], laid_over: Mapping[str, bytes], faults: list[Fault]
) -> dict[str, Procedure]:
    """What dossiers may have been received under: the shipped procedures and earlier changes."""
    found: dict[str, Procedure] = {}
    times = [read_changes(entry) for entry in _under(laid_over, CHANGES_BEFORE, faults)]
    for procedures in (shipped, *(changed(shipped, told) for told in times)):
        for one in procedures:
            known = found.get(one.code)
            versions = (*known.versions, *one.versions) if known else one.versions
            found[one.code] = replace(one, versions=tuple(dict.fromkeys(versions)))
    return found


def _rates(
    files: Mapping[str, bytes],
    laid_over: Mapping[str, bytes],
    units: AdministrativeUnits,
    faults: list[Fault],
) -> Rates:
    provinces = frozenset(unit.code for unit in units.provinces)
    rates = read_rates(_parsed(files, RATES, faults), provinces=provinces)
    if RATES not in laid_over:
        return rates
    return read_rates(_parsed(laid_over, RATES, faults), provinces=provinces, over=rates)


def _grounds(
    files: Mapping[str, bytes], laid_over: Mapping[str, bytes], faults: list[Fault]
) -> tuple[Ground, ...]:
    """The country's, then the province's own."""
    there = [source for source in (files, laid_over) if GROUNDS in source]
    return tuple(
        ground for source in there for ground in read_grounds(_parsed(source, GROUNDS, faults))
    )


def _feedback(
    files: Mapping[str, bytes], laid_over: Mapping[str, bytes], faults: list[Fault]
) -> tuple[DatedRule, ...]:
    """The province's own before the country's."""
    there = [source for source in (laid_over, files) if FEEDBACK in source]
    return tuple(
        rule for source in there for rule in read_feedback(_parsed(source, FEEDBACK, faults))
    )


def _linked(
    files: Mapping[str, bytes], laid_over: Mapping[str, bytes], faults: list[Fault]
) -> tuple[DatedLinked, ...]:
    """The province's own before the country's."""
    there = [source for source in (laid_over, files) if LINKED in source]
    return tuple(rule for source in there for rule in read_linked(_parsed(source, LINKED, faults)))


def _accounts(
    laid_over: Mapping[str, bytes], units: AdministrativeUnits, faults: list[Fault]
) -> Accounts:
    """None is shipped: only the province knows where its money goes."""
    if ACCOUNTS not in laid_over:
        return Accounts()
    entry = _parsed(laid_over, ACCOUNTS, faults)
    return read_accounts(entry, units=frozenset(units.by_code))


def _days(
    files: Mapping[str, bytes],
    laid_over: Mapping[str, bytes],
    units: AdministrativeUnits,
    faults: list[Fault],
) -> Overrides:
    codes = frozenset(units.by_code)
    days = read_overrides(_under(files, CALENDAR, faults), units=codes)
    if NATIONAL not in days.days:
        faults.append(Fault(file=CALENDAR, entry="", key="scope", kind=FaultKind.MISSING_FILE))
    return read_overrides(_under(laid_over, CALENDAR, faults), units=codes, over=days)


def _sources(entry: Entry) -> dict[str, str]:
    sources = entry.named_texts("sources")
    entry.done()
    return sources


def _parsed(files: Mapping[str, bytes], name: str, faults: list[Fault]) -> Entry:
    return parse(files.get(name, b"{}"), file=name, faults=faults)


def _under(files: Mapping[str, bytes], start: str, faults: list[Fault]) -> list[Entry]:
    return [_parsed(files, name, faults) for name in files if name.startswith(start)]
