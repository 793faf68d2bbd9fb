"""A field's file of procedures, `procedures/<field>.json`, schema 1.

`{"schema": 1, "field": {"name", "code": text|null}, "route": {"to", "system"?, "mark"},
"papers"?: {id: paper}, "fees"?: {id: fee}, "procedures": [{"code", "name", "short_name", "mark",
"field_mark", "decided_by", "decided_by_mark", "received_at", "route"?, "versions": [version]}]}`

`mark` is that of code and name; the `route` of a procedure stands over that of its field. Papers
and fees under the file's own keys are shared: its procedures take them by `{"use": id, "mark"}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.catalogue.errors import FaultKind
from desk_app.catalogue.versions import read_versions
from desk_app.domain.procedure import Mark, Procedure, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.catalogue.entry import Entry

_CODE = re.compile(r"[1-9]\.\d{6}")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Routed:
    to: Route
    system: str
    mark: Mark


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    name: str
    code: str | None
    route: _Routed
    papers: Mapping[str, Any]
    fees: Mapping[str, Any]


def read_field(entry: Entry) -> tuple[Procedure, ...]:
    """The procedures of one file; its faults go to the entry's list."""
    names = entry.entry("field")
    field = _Field(
        name=names.text("name"),
        code=names.optional_text("code"),
        route=_route(entry.entry("route")),
        papers=entry.raw("papers", {}),
        fees=entry.raw("fees", {}),
    )
    names.done()
    found = tuple(_procedure(one, field) for one in entry.entries("procedures", by="code"))
    entry.done()
    return found


def _procedure(entry: Entry, field: _Field) -> Procedure:
    route = _route(entry.entry("route")) if entry.has("route") else field.route
    procedure = Procedure(
        code=entry.text("code"),
        name=entry.text("name"),
        name_mark=entry.choice("mark", Mark),
        short_name=entry.text("short_name"),
        field=field.name,
        field_code=field.code,
        field_mark=entry.choice("field_mark", Mark),
        decided_by=entry.text("decided_by"),
        decided_by_mark=entry.choice("decided_by_mark", Mark),
        received_at=entry.text("received_at"),
        route=route.to,
        route_mark=route.mark,
        ministry_system=route.system,
        versions=read_versions(entry, papers=field.papers, fees=field.fees),
    )
    if not _CODE.fullmatch(procedure.code):
        entry.fault("code", FaultKind.NOT_A_CHOICE, f"{procedure.code!r}, a code is d.dddddd")
    for version in procedure.versions:
        if not version.id.startswith(f"{procedure.code}/"):
            entry.fault("versions", FaultKind.CONTRADICTION, f"{version.id!r} of another code")
    entry.done()
    return procedure


def _route(entry: Entry) -> _Routed:
    route = _Routed(
        to=entry.choice("to", Route),
        system=entry.text("system", default=""),
        mark=entry.choice("mark", Mark),
    )
    if (route.to is Route.MINISTRY) != bool(route.system):
        entry.fault("system", FaultKind.CONTRADICTION, "stands with the route ministry alone")
    entry.done()
    return route
