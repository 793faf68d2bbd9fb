"""What one file says of another: codes once, sources and rates that exist, rates that are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.catalogue.errors import Fault, FaultKind
from desk_app.domain.charge import CouncilRate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from desk_app.domain.procedure import FeeRule, Procedure, ProcedureVersion

    Placed = tuple[str, Procedure]  # the file a procedure stands in, and the procedure


def check_references(
    placed: Iterable[Placed],
    *,
    sources: Collection[str],
    rates: Collection[str],
    rates_file: str,
    faults: list[Fault],
) -> None:
    codes: set[str] = set()
    asked: set[str] = set()
    for file, procedure in placed:
        if procedure.code in codes:
            note = "stands in the catalogue already"
            faults.append(_fault(file, procedure.code, "code", FaultKind.REPEATED, note))
        codes.add(procedure.code)
        for version in procedure.versions:
            unknown = sorted(_sources(version) - set(sources))
            faults.extend(_missing(file, version, "sources", unknown))
            used = {
                fee.charge.rate for fee in _fees(version) if isinstance(fee.charge, CouncilRate)
            }
            faults.extend(_missing(file, version, "rate", sorted(used - set(rates))))
            asked |= used
    faults.extend(
        _fault(rates_file, "names", rate, FaultKind.UNKNOWN_KEY, "no fee asks for it")
        for rate in sorted(set(rates) - asked)
    )


def _sources(version: ProcedureVersion) -> set[str]:
    return {*version.sources, *(fee.source for fee in _fees(version) if fee.source)}


def _fees(version: ProcedureVersion) -> Iterator[FeeRule]:
    yield from version.fees
    for case in version.cases:
        yield from case.fees or ()


def _missing(
    file: str, version: ProcedureVersion, key: str, names: Iterable[str]
) -> Iterator[Fault]:
    for name in names:
        yield _fault(file, version.id, key, FaultKind.UNKNOWN_REFERENCE, repr(name))


def _fault(file: str, entry: str, key: str, kind: FaultKind, note: str) -> Fault:
    return Fault(file=file, entry=entry, key=key, kind=kind, note=note)
