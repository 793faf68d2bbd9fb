"""The dated versions of a procedure, as its file writes them.

A version: `{"id": "1.001193/1", "from": day|null, "until": day|null, "validity_mark",
"channels": ["counter", "post", "online"], "channels_mark", "result", "result_mark",
"ordinary_case"?, "time_limit", "papers", "fees", "cases"?: [{"id", "name", "mark", "time_limit"?,
"papers"?, "fees"?}], "notes"?: [{"text", "mark"}], "sources": [id]}`. Days are inclusive, null is
open; versions stand oldest first and never overlap. What a case leaves out is that of its version;
the version's own rules are those of the ordinary case.

`{"id", "carries_over": version id, "from", "until", "validity_mark", "note"}` repeats an earlier
version, everything in it unconfirmed, for the time until the new rules are published: a desk that
has been offline for months must not turn citizens away.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from desk_app.catalogue.errors import FaultKind
from desk_app.catalogue.fees import read_case_fees, read_fees
from desk_app.catalogue.limits import read_limit
from desk_app.catalogue.papers import read_case_papers, read_papers
from desk_app.domain.procedure import Case, Channel, Mark, Note, ProcedureVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desk_app.catalogue.entry import Entry
    from desk_app.domain.procedure import FeeRule, RequiredPaper, TimeLimit

    Marked = TypeVar("Marked", RequiredPaper, FeeRule)

_ALWAYS = date.max


def read_versions(
    owner: Entry, *, papers: Mapping[str, Any], fees: Mapping[str, Any]
) -> tuple[ProcedureVersion, ...]:
    """The versions of one procedure; at least one."""
    versions: list[ProcedureVersion] = []
    for entry in owner.entries("versions", by="id"):
        if entry.has("carries_over"):
            versions.extend(_carried(entry, versions))
        else:
            versions.append(_version(entry, papers, fees))
    if not versions:
        owner.fault("versions", FaultKind.EMPTY)
    for before, after in pairwise(versions):
        if (before.valid_until or _ALWAYS) >= (after.valid_from or date.min):
            owner.fault("versions", FaultKind.CONTRADICTION, f"{before.id} overlaps {after.id}")
    return tuple(versions)


def _version(
    entry: Entry, shared_papers: Mapping[str, Any], shared_fees: Mapping[str, Any]
) -> ProcedureVersion:
    papers = read_papers(entry, shared_papers)
    fees = read_fees(entry, shared_fees)
    version = ProcedureVersion(
        id=entry.text("id"),
        valid_from=entry.optional_day("from"),
        valid_until=entry.optional_day("until"),
        validity_mark=entry.choice("validity_mark", Mark),
        time_limit=read_limit(entry.entry("time_limit")),
        papers=papers,
        fees=fees,
        channels=entry.choices("channels", Channel),
        channels_mark=entry.choice("channels_mark", Mark),
        result=entry.text("result"),
        result_mark=entry.choice("result_mark", Mark),
        ordinary_case=entry.text("ordinary_case", default=""),
        cases=tuple(
            Case(
                id=case.text("id"),
                name=case.text("name"),
                mark=case.choice("mark", Mark),
                time_limit=_case_limit(case),
                papers=read_case_papers(case, shared_papers, papers),
                fees=read_case_fees(case, shared_fees, fees),
            )
            for case in _each(entry, "cases", by="id")
        ),
        notes=tuple(
            Note(text=note.text("text"), mark=note.choice("mark", Mark))
            for note in _each(entry, "notes")
        ),
        sources=entry.texts("sources"),
    )
    _check(entry, version)
    entry.done()
    return version


def _each(owner: Entry, key: str, *, by: str = "") -> Iterable[Entry]:
    """The objects under a key, each closed once its keys are read."""
    for entry in owner.entries(key, by=by):
        yield entry
        entry.done()


def _case_limit(case: Entry) -> TimeLimit | None:
    return read_limit(case.entry("time_limit")) if case.has("time_limit") else None


def _carried(entry: Entry, before: list[ProcedureVersion]) -> list[ProcedureVersion]:
    of = entry.text("carries_over")
    source = next((version for version in before if version.id == of), None)
    if source is None:
        entry.fault("carries_over", FaultKind.UNKNOWN_REFERENCE, repr(of))
        return []
    note = Note(text=entry.text("note"), mark=Mark.CONFIRMED)
    version = replace(
        source,
        id=entry.text("id"),
        carries_over=of,
        valid_from=entry.optional_day("from"),
        valid_until=entry.optional_day("until"),
        validity_mark=entry.choice("validity_mark", Mark),
        time_limit=_doubted_limit(source.time_limit),
        papers=_doubted(source.papers),
        fees=_doubted(source.fees),
        channels_mark=Mark.UNCONFIRMED,
        result_mark=Mark.UNCONFIRMED,
        cases=tuple(_doubted_case(case) for case in source.cases),
        notes=(note, *(replace(old, mark=Mark.UNCONFIRMED) for old in source.notes)),
    )
    entry.done()
    return [version]


def _doubted(rules: tuple[Marked, ...]) -> tuple[Marked, ...]:
    return tuple(replace(rule, mark=Mark.UNCONFIRMED) for rule in rules)


def _doubted_limit(limit: TimeLimit) -> TimeLimit:
    also = tuple(_doubted_limit(other) for other in limit.also_stated)
    return replace(limit, mark=Mark.UNCONFIRMED, also_stated=also)


def _doubted_case(case: Case) -> Case:
    return replace(
        case,
        mark=Mark.UNCONFIRMED,
        time_limit=case.time_limit and _doubted_limit(case.time_limit),
        papers=None if case.papers is None else _doubted(case.papers),
        fees=None if case.fees is None else _doubted(case.fees),
    )


def _check(entry: Entry, version: ProcedureVersion) -> None:
    if not version.channels:
        entry.fault("channels", FaultKind.EMPTY)
    if not version.sources:
        entry.fault("sources", FaultKind.EMPTY)
    if (version.valid_until or _ALWAYS) < (version.valid_from or date.min):
        entry.fault("until", FaultKind.CONTRADICTION, "before from")
    _check_once(entry, "cases", version.cases)
    _check_once(entry, "papers", [*version.papers, *_of_papers(version)])
    _check_once(entry, "fees", [*version.fees, *(f for c in version.cases for f in c.fees or ())])


def _of_papers(version: ProcedureVersion) -> list[Any]:
    """What shares the space of ids with the papers: the cases' own, and all alternatives."""
    own = [paper for case in version.cases for paper in case.papers or ()]
    others = [other for paper in (*version.papers, *own) for other in paper.alternatives]
    return [*own, *others]


def _check_once(entry: Entry, key: str, rules: Iterable[Any]) -> None:
    """An id means one thing in its version; the very same thing may stand in several cases."""
    known: dict[str, Any] = {}
    for rule in rules:
        if known.setdefault(rule.id, rule) != rule:
            entry.fault(key, FaultKind.REPEATED, f"{rule.id!r} means two things")
