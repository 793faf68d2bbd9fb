"""The catalogue as the desk asks it: procedures, units, rates and working days of one version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from desk_app.catalogue.calendar import work_calendar
from desk_app.catalogue.search import find
from desk_app.domain.feedback import FeedbackUnfit
from desk_app.domain.procedure import UnknownProcedure, UnknownProcedureVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.catalogue.accounts import Accounts
    from desk_app.catalogue.calendar import Overrides
    from desk_app.catalogue.feedback import DatedRule
    from desk_app.catalogue.grounds import Ground
    from desk_app.catalogue.linked import DatedLinked
    from desk_app.catalogue.rates import Rates
    from desk_app.catalogue.search import Index
    from desk_app.catalogue.units import AdministrativeUnits
    from desk_app.domain.feedback import FeedbackRule
    from desk_app.domain.linked_plan import LinkedRule
    from desk_app.domain.procedure import Procedure, ProcedureVersion
    from desk_app.domain.work_calendar import WorkCalendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """Everything read from one folder of data files, whole and without a fault."""

    version: int  # YYYYMMDDnn, grows; stands in every change record
    as_of: date
    fingerprint: str  # SHA-256 in hex
    procedures: tuple[Procedure, ...]  # by field, then as in its file
    by_code: Mapping[str, Procedure]
    index: tuple[Index, ...]
    units: AdministrativeUnits
    rates: Rates
    accounts: Accounts  # where transfers go; empty until the province tells
    overrides: Overrides
    sources: Mapping[str, str]  # id -> what it is, in Vietnamese
    before: Mapping[str, Procedure]  # by code, with versions that dossiers may stand under
    grounds: tuple[Ground, ...] = ()  # what a refusal may rest on
    feedback: tuple[DatedRule, ...] = ()  # how complaints and proposals are taken
    linked: tuple[DatedLinked, ...] = ()  # procedures that several agencies settle

    def grounds_on(self, day: date, *, field: str) -> tuple[Ground, ...]:
        """The grounds in force for a field; its own before those of all."""
        held = [ground for ground in self.grounds if ground.holds(day, field=field)]
        return tuple(sorted(held, key=lambda ground: not ground.fields))

    def feedback_rule(self, kind: str, day: date) -> FeedbackRule:
        """How this kind is taken on that day; raises FeedbackUnfit."""
        for dated in self.feedback:
            if dated.rule.kind == kind and dated.holds(day):
                return dated.rule
        raise FeedbackUnfit(field="kind")

    def linked_rule(self, procedure: str, day: date) -> LinkedRule | None:
        """The parts of an interlinked procedure on that day; None where it is none."""
        for dated in self.linked:
            if dated.rule.procedure == procedure and dated.holds(day):
                return dated.rule
        return None

    def procedure(self, code: str) -> Procedure:
        """The procedure of a code, ended if it was taken back; raises UnknownProcedure."""
        if code in self.by_code:
            return self.by_code[code]
        if code not in self.before:
            raise UnknownProcedure(procedure=code)
        taken_back = self.before[code]
        ended = tuple(replace(one, valid_until=date.min) for one in taken_back.versions)
        return replace(taken_back, versions=ended)

    def procedure_version(self, version_id: str) -> ProcedureVersion:
        """The version a dossier keeps; raises UnknownProcedure, UnknownProcedureVersion."""
        code, _, _ = version_id.partition("/")
        try:
            return self.procedure(code).version(version_id)
        except UnknownProcedureVersion:
            return self.before[code].version(version_id)

    def search(self, text: str, *, limit: int = 20) -> list[Procedure]:
        """By code, initials or words, with or without accents, the nearest first."""
        return find(self.index, text)[:limit]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields (lĩnh vực), each once."""
        return tuple(dict.fromkeys(procedure.field for procedure in self.procedures))

    def calendar(self, province: str | None = None, commune: str | None = None) -> WorkCalendar:
        """The working days of a desk, or of the country; a commune alone brings its province.

        Raises UnknownUnit. Made anew at each call: keep it while you count.
        """
        if commune is not None:
            province = self.units.province_of(commune).code
        elif province is not None:
            self.units.unit(province)
        return work_calendar(self.overrides, as_of=self.as_of, province=province, commune=commune)
