"""What the catalogue holds, counted by field and mark, as a Markdown table.

The trap: versions that only carry an earlier one over are counted as versions and as nothing else,
or every paper of theirs would count twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk_app.domain.procedure import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.domain.charge import FeeKind
    from desk_app.domain.procedure import (
        FeeRule,
        Procedure,
        ProcedureVersion,
        RequiredPaper,
        TimeLimit,
    )


_HEAD = (
    "| Field | Procedures | Versions | Cases | Papers | Alternatives | Limits | Fee rules |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
)


@dataclass(kw_only=True, slots=True)
class FieldCount:
    """The counts of one field; what has a mark is counted by it."""

    procedures: Counter[Mark] = field(default_factory=Counter)
    versions: int = 0
    cases: Counter[Mark] = field(default_factory=Counter)
    papers: Counter[Mark] = field(default_factory=Counter)
    alternatives: int = 0
    limits: Counter[Mark] = field(default_factory=Counter)
    fees: Counter[Mark] = field(default_factory=Counter)
    fee_kinds: Counter[FeeKind] = field(default_factory=Counter)


def count(procedures: Iterable[Procedure]) -> FieldCount:
    """What these procedures hold."""
    counted = FieldCount()
    for procedure in procedures:
        counted.procedures[procedure.name_mark] += 1
        counted.versions += len(procedure.versions)
        for version in procedure.versions:
            if not version.carries_over:
                _add_version(counted, version)
    return counted


def report_markdown(catalogue: Catalogue) -> str:
    """One row a field, the sum last; "12 (10·1·1)" is confirmed · inferred · unconfirmed."""
    by_field = {
        name: count(one for one in catalogue.procedures if one.field == name)
        for name in catalogue.fields
    }
    total = count(catalogue.procedures)
    units, rates = catalogue.units, catalogue.rates
    head = (
        f"Catalogue {catalogue.version}: {len(units.provinces)} provinces, "
        f"{len(units.communes)} communes. In brackets: confirmed · inferred · unconfirmed."
    )
    kinds = ", ".join(f"{kind.replace('_', ' ')} {n}" for kind, n in total.fee_kinds.most_common())
    foot = (
        f"Fee rules by kind: {kinds}. Rates a province may fill in: {len(rates.names)}, "
        f"filled in: {len(rates.entries)}."
    )
    rows = [_row(name, counted) for name, counted in by_field.items()]
    return "\n".join([head, "", *_HEAD, *rows, _row("**All**", total), "", foot])


def _add_version(counted: FieldCount, version: ProcedureVersion) -> None:
    papers = _papers(version)
    fees = _fees(version)
    counted.cases.update(case.mark for case in version.cases)
    counted.papers.update(paper.mark for paper in papers)
    counted.alternatives += sum(len(paper.alternatives) for paper in papers)
    counted.limits.update(limit.mark for limit in _limits(version))
    counted.fees.update(fee.mark for fee in fees)
    counted.fee_kinds.update(fee.kind for fee in fees)


def _papers(version: ProcedureVersion) -> list[RequiredPaper]:
    """Each paper once, whatever the cases that ask for it."""
    own = [paper for case in version.cases for paper in case.papers or ()]
    return list({paper.id: paper for paper in (*version.papers, *own)}.values())


def _fees(version: ProcedureVersion) -> list[FeeRule]:
    own = [fee for case in version.cases for fee in case.fees or ()]
    return list({(fee.id, fee.charge): fee for fee in (*version.fees, *own)}.values())


def _limits(version: ProcedureVersion) -> list[TimeLimit]:
    """The ordinary limit, the cases' own, and what a source says against them."""
    stated = [version.time_limit, *(c.time_limit for c in version.cases if c.time_limit)]
    return [one for limit in stated for one in (limit, *limit.also_stated)]


def _row(name: str, counted: FieldCount) -> str:
    cells = (
        name,
        _by_mark(counted.procedures),
        str(counted.versions),
        _by_mark(counted.cases),
        _by_mark(counted.papers),
        str(counted.alternatives),
        _by_mark(counted.limits),
        _by_mark(counted.fees),
    )
    return f"| {' | '.join(cells)} |"


def _by_mark(marks: Counter[Mark]) -> str:
    total = marks.total()
    return f"{total} ({'·'.join(str(marks[mark]) for mark in Mark)})" if total else "0"
