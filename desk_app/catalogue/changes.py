"""What the province changed of the procedures since the program was made: `procedures.json`.

`{"schema": 1, "changes": [{"procedure", "case", "what", "key", "value", "originals", "copies",
"vnd", "from": day, "until": day|null, "source"}]}`, every text empty and every number null where
the change has no use for it. A change holds from its first day on over all versions of the
procedure, shipped or still to come. What names a procedure, case or paper that this catalogue has
not is passed over: a desk's program may be older or newer than the file.

The trap: a dossier keeps the id of its version. A version made here carries a digest of its
changes in its id, so the same id never means two things.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from desk_app.catalogue.errors import FaultKind
from desk_app.catalogue.limits import limit_said
from desk_app.domain.charge import FeeNotStated, FixedAmount, FreeOfCharge
from desk_app.domain.procedure import (
    Case,
    Channel,
    FeeRule,
    LimitUnit,
    Mark,
    Note,
    PaperGroup,
    Procedure,
    ProcedureVersion,
    RequiredPaper,
    TimeLimit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desk_app.catalogue.entry import Entry


class What(StrEnum):
    """What a change is about."""

    NEW = "new"  # a procedure of `value`'s name in the field `key`
    ENDED = "ended"
    LIMIT = "limit"  # `value` as a clerk says it: "5 ngày làm việc"
    RESULT = "result"
    PAPER = "paper"  # the paper `key`, new or not, is called `value`
    NO_PAPER = "no_paper"
    FEE = "fee"  # the fee `key`, new or not, is called `value` and comes to `vnd`; 0: free


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing the province changed, between two days, both inclusive."""

    procedure: str
    case: str  # empty: the procedure itself, and so its ordinary case
    what: What
    key: str
    value: str
    originals: int
    copies: int
    vnd: int
    valid_from: date
    valid_until: date
    source: str

    def holds(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


def read_changes(entry: Entry) -> tuple[Change, ...]:
    """Every change of a file; its faults go to the entry's list."""
    found = tuple(_change(one) for one in entry.entries("changes", by="procedure"))
    entry.done()
    return found


def changed(procedures: Sequence[Procedure], changes: Iterable[Change]) -> tuple[Procedure, ...]:
    """The procedures as they are with the changes; new ones stand last."""
    by_code: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        by_code[one.procedure].append(one)
    known = {procedure.code for procedure in procedures}
    made = [_made(one, procedures) for told in by_code.values() for one in told]
    new = [one for one in made if one is not None and one.code not in known]
    return tuple(
        replace(one, versions=tuple(_versions(one, by_code[one.code])))
        if one.code in by_code
        else one
        for one in (*procedures, *new)
    )


def _change(entry: Entry) -> Change:
    change = Change(
        procedure=entry.text("procedure"),
        case=entry.raw("case", ""),
        what=entry.choice("what", What),
        key=entry.raw("key", ""),
        value=entry.raw("value", ""),
        originals=_number(entry, "originals", otherwise=1),
        copies=_number(entry, "copies", otherwise=0),
        vnd=_number(entry, "vnd", otherwise=0),
        valid_from=entry.day("from"),
        valid_until=entry.optional_day("until") or date.max,
        source=entry.text("source"),
    )
    if change.what is What.LIMIT and limit_said(change.value) is None:
        entry.fault("value", FaultKind.NOT_A_CHOICE, repr(change.value))
    entry.done()
    return change


def _number(entry: Entry, key: str, *, otherwise: int) -> int:
    return otherwise if entry.is_null(key) else entry.whole(key, least=0)


def _made(change: Change, procedures: Sequence[Procedure]) -> Procedure | None:
    """A new procedure, taken in and decided as the others of its field are."""
    like = next((one for one in procedures if one.field == change.key), None)
    if change.what is not What.NEW or like is None:
        return None
    unknown = TimeLimit(
        unit=LimitUnit.NOT_STATED,
        amount=Fraction(0),
        mark=Mark.UNCONFIRMED,
        text="Chưa có thời hạn",
    )
    free = FeeRule(id="phi", name="Phí, lệ phí", charge=FeeNotStated(), mark=Mark.UNCONFIRMED)
    version = ProcedureVersion(
        id=f"{change.procedure}/0",
        valid_from=change.valid_from,
        valid_until=None if change.valid_until == date.max else change.valid_until,
        validity_mark=Mark.CONFIRMED,
        time_limit=unknown,
        papers=(),
        fees=(free,),
        channels=tuple(Channel),
        channels_mark=Mark.UNCONFIRMED,
        result="Kết quả giải quyết",
        result_mark=Mark.UNCONFIRMED,
    )
    return replace(
        like,
        code=change.procedure,
        name=change.value,
        name_mark=Mark.CONFIRMED,
        short_name=change.value,
        field_mark=Mark.CONFIRMED,
        decided_by_mark=Mark.UNCONFIRMED,
        route_mark=Mark.UNCONFIRMED,
        versions=(version,),
    )


def _versions(procedure: Procedure, changes: Sequence[Change]) -> list[ProcedureVersion]:
    """Each version cut where a change begins or ends, and changed; at least one."""
    found: list[ProcedureVersion] = []
    for version in procedure.versions:
        first, last = version.valid_from or date.min, version.valid_until or date.max
        for begins, ends in _spans(first, last, changes):
            held = [one for one in changes if one.holds(begins)]
            if any(one.what is What.ENDED for one in held):
                continue
            part = replace(
                version,
                valid_from=None if begins == date.min else begins,
                valid_until=None if ends == date.max else ends,
            )
            found.append(_applied(part, [one for one in held if one.what is not What.NEW]))
    return found or [replace(procedure.versions[0], valid_until=date.min)]


def _spans(first: date, last: date, changes: Iterable[Change]) -> list[tuple[date, date]]:
    a_day = timedelta(days=1)
    cuts = {first}
    for one in changes:
        after = [] if one.valid_until == date.max else [one.valid_until + a_day]
        cuts.update(day for day in (one.valid_from, *after) if first < day <= last)
    starts = sorted(cuts)
    ends = [*(day - a_day for day in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def _applied(version: ProcedureVersion, changes: Sequence[Change]) -> ProcedureVersion:
    if not changes:
        return version
    for one in changes:
        version = _with(version, one)
    told = sorted(repr(one) for one in changes)
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]
    sources = dict.fromkeys(one.source for one in changes)
    notes = (Note(text=f"Thay đổi theo {one}", mark=Mark.CONFIRMED) for one in sources)
    return replace(version, id=f"{version.id}~{digest}", notes=(*notes, *version.notes))


def _with(version: ProcedureVersion, change: Change) -> ProcedureVersion:
    """The version with one change; a case it has not is passed over."""
    if change.what is What.RESULT:
        return replace(version, result=change.value, result_mark=Mark.CONFIRMED)
    if not change.case:
        papers = _papers(version.papers, change)
        fees = _fees(version.fees, change)
        limit = _limit(change) or version.time_limit
        return replace(version, papers=papers, fees=fees, time_limit=limit)
    cases = tuple(
        _case_with(case, version, change) if case.id == change.case else case
        for case in version.cases
    )
    return replace(version, cases=cases)


def _case_with(case: Case, version: ProcedureVersion, change: Change) -> Case:
    """A case that had the papers or fees of its version has its own from now on."""
    if change.what in _OF_PAPERS:
        papers = version.papers if case.papers is None else case.papers
        return replace(case, papers=_papers(papers, change))
    if change.what is What.FEE:
        fees = version.fees if case.fees is None else case.fees
        return replace(case, fees=_fees(fees, change))
    return replace(case, time_limit=_limit(change) or case.time_limit)


_OF_PAPERS = {What.PAPER, What.NO_PAPER}


def _limit(change: Change) -> TimeLimit | None:
    return limit_said(change.value) if change.what is What.LIMIT else None


def _papers(papers: tuple[RequiredPaper, ...], change: Change) -> tuple[RequiredPaper, ...]:
    if change.what not in _OF_PAPERS:
        return papers
    known = next((one for one in papers if one.id == change.key), None)
    if change.what is What.NO_PAPER:
        return tuple(one for one in papers if one is not known)
    told = RequiredPaper(
        id=change.key,
        name=change.value,
        group=PaperGroup.SUBMIT,
        originals=change.originals,
        copies=change.copies,
        mark=Mark.CONFIRMED,
    )
    if known is None:
        return (*papers, told)
    new = replace(
        known, name=told.name, originals=told.originals, copies=told.copies, mark=told.mark
    )
    return tuple(new if one is known else one for one in papers)


def _fees(fees: tuple[FeeRule, ...], change: Change) -> tuple[FeeRule, ...]:
    if change.what is not What.FEE:
        return fees
    charge = FixedAmount(vnd=change.vnd) if change.vnd else FreeOfCharge()
    known = next((one for one in fees if one.id == change.key), None)
    if known is None:
        told = FeeRule(id=change.key, name=change.value, charge=charge, mark=Mark.CONFIRMED)
        stated = tuple(one for one in fees if not isinstance(one.charge, FeeNotStated))
        return (*stated, told)
    new = replace(known, name=change.value, charge=charge, mark=Mark.CONFIRMED, text="")
    return tuple(new if one is known else one for one in fees)
