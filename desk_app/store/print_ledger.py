"""The print ledger looked through: by day, form, dossier, citizen and who printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desk_app.store.prints import PrintKind, PrintState

if TYPE_CHECKING:
    from desk_app.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerFilter:
    """What is looked for; what is empty does not matter. `until` is outside."""

    since: datetime | None = None
    until: datetime | None = None
    forms: tuple[str, ...] = ()
    states: tuple[PrintState, ...] = ()
    kinds: tuple[PrintKind, ...] = ()
    code: str = ""  # of the dossier
    person: str = ""  # folded words of the applicant's name
    by: int | None = None  # who asked for the page
    any_of: AnyOf | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AnyOf:
    """One thing typed that may be any of these."""

    typed: str  # part of a code
    folded: str  # part of a name, as search compares it
    forms: tuple[str, ...] = ()
    users: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerLine:
    """A page of the ledger with the dossier it belongs to."""

    id: int
    entity: int
    code: str
    form: str
    kind: PrintKind
    copy: int
    sheets: int
    state: PrintState
    layout: str
    printer: str
    reason: str
    why: str
    by: int  # who asked for it
    closed_by: int  # who did the last step, or whose printer did
    queued_at: datetime
    changed_at: datetime


_FROM = """
    FROM prints AS p
    LEFT JOIN dossiers AS d ON d.entity = p.entity
    LEFT JOIN names AS n ON n.id = d.id
"""


def find(
    database: Database, wanted: LedgerFilter, *, limit: int, before: int | None = None
) -> list[LedgerLine]:
    """The newest pages first; `before`: only those below this number of the ledger."""
    where, values = _where(wanted)
    if before is not None:
        where, values = f"{where} AND p.id < ?", [*values, before]
    rows = database.rows(
        f"""
        SELECT p.id, p.entity, coalesce(d.code, ''), p.form, p.kind, p.copy, p.sheets, p.state,
               p.layout, p.printer, p.reason, p.why, p.by,
               (SELECT s.by FROM print_steps AS s WHERE s.print = p.id ORDER BY s.id DESC LIMIT 1),
               p.queued_at, p.changed_at
        {_FROM} WHERE {where} ORDER BY p.id DESC LIMIT ?
        """,  # noqa: S608 - conditions of our own, values bound
        (*values, limit),
    )
    return [_line(row) for row in rows]


def count(database: Database, wanted: LedgerFilter) -> dict[tuple[PrintKind, PrintState], int]:
    """How many pages of each kind came to each state."""
    where, values = _where(wanted)
    rows = database.rows(
        f"SELECT p.kind, p.state, count(*) {_FROM} WHERE {where} GROUP BY 1, 2",
        tuple(values),
    )
    return {(PrintKind(kind), PrintState(state)): number for kind, state, number in rows}


# The form alone; behind a stroke stands which of several (`domain.paper_names`).
_FORM = "substr(p.form, 1, instr(p.form || '/', '/') - 1)"


def _where(wanted: LedgerFilter) -> tuple[str, list[Any]]:
    conditions: list[tuple[str, list[Any]]] = []
    if wanted.since is not None:
        conditions.append(("p.queued_at >= ?", [int(wanted.since.timestamp())]))
    if wanted.until is not None:
        conditions.append(("p.queued_at < ?", [int(wanted.until.timestamp())]))
    for column, values in (
        (_FORM, list(wanted.forms)),
        ("p.state", [state.value for state in wanted.states]),
        ("p.kind", [kind.value for kind in wanted.kinds]),
    ):
        if values:
            conditions.append((f"{column} IN ({_marks(values)})", values))
    if wanted.code:
        known = "p.entity IN (SELECT entity FROM codes WHERE code = ?)"
        conditions.append((known, [wanted.code]))
    if wanted.person:
        conditions.append(("instr(n.folded, ?) > 0", [wanted.person]))
    if wanted.by is not None:
        conditions.append(("p.by = ?", [wanted.by]))
    if wanted.any_of is not None:
        conditions.append(_any_of(wanted.any_of))
    text = " AND ".join(f"({condition})" for condition, _ in conditions) or "true"
    return text, [value for _, values in conditions for value in values]


def _any_of(wanted: AnyOf) -> tuple[str, list[Any]]:
    parts = ["instr(upper(d.code), upper(?)) > 0", "instr(n.folded, ?) > 0"]
    values: list[Any] = [wanted.typed, wanted.folded]
    for column, among in ((_FORM, wanted.forms), ("p.by", wanted.users)):
        if among:
            parts.append(f"{column} IN ({_marks(among)})")
            values += among
    return " OR ".join(parts), values


def _marks(values: Any) -> str:
    return ", ".join("?" * len(values))


def _line(row: tuple[Any, ...]) -> LedgerLine:
    values: dict[str, Any] = dict(zip(LedgerLine.__dataclass_fields__, row, strict=True))
    values["kind"], values["state"] = PrintKind(values["kind"]), PrintState(values["state"])
    for name in ("queued_at", "changed_at"):
        values[name] = datetime.fromtimestamp(values[name], UTC)
    return LedgerLine(**values)
