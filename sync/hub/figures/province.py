"""The figures of a period as pages and files tell them: of each unit, ranked, and all together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sync.hub.figure_rules import Formulas, Share
from sync.hub.figures.reading import Period, Tally, period_at, progress, tallies, whole
from sync.hub.figures.satisfaction import Satisfaction, satisfaction, satisfactions
from sync.hub.figures.satisfaction import whole as all_said
from sync.hub.figures.silent import Silent, silent
from sync.hub.figures.spans import Span
from sync.hub.hub import Hub

FEW = 30  # dossiers or slips; a share of fewer tells little, and is not ranked
WEEKS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A commune's figures, or those of all."""

    org: str  # empty: all
    name: str
    tally: Tally
    columns: Mapping[str, int]
    shares: Mapping[str, Share]  # by the measure
    rank: int | None = None  # None where the dossiers are too few to rank by

    def column(self, name: str) -> int:
        """0 for a column nobody counts."""
        return self.columns.get(name, 0)

    def percent(self, measure: str) -> Fraction | None:
        """None of no dossier, or of a measure nobody counts."""
        share = self.shares.get(measure)
        return None if share is None else share.percent


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    period: Period
    all: Unit
    units: tuple[Unit, ...]
    silent: tuple[Silent, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    period: Period
    unit: Unit


def figures_of(hub: Hub, period: Period, *, by: str) -> Figures:
    """Of every unit, ranked by a measure: the best first, those of few dossiers last."""
    formulas = hub.province.formulas
    with hub.database.reading() as connection:
        found = tallies(connection, period, formulas)
        said = satisfactions(connection, period)
        lacking = silent(connection, period)
    units = [
        unit_of(hub, org, found.get(org, Tally()), said.get(org, Satisfaction()))
        for org in found | said
    ]
    return Figures(
        period=period,
        all=unit_of(hub, "", whole(found), all_said(said.values())),
        units=tuple(ranked(units, by)),
        silent=tuple(lacking),
    )


def one_unit(hub: Hub, period: Period, org: str) -> tuple[Unit, list[Silent]]:
    """One commune by itself."""
    with hub.database.reading() as connection:
        found = tallies(connection, period, hub.province.formulas, org=org)
        said = satisfaction(connection, period, org=org)
        lacking = silent(connection, period, org=org)
    return unit_of(hub, org, found.get(org, Tally()), said), lacking


def weeks(hub: Hub, *, org: str = "") -> list[Week]:
    """The weeks up to now, the oldest first."""
    last = period_at(Span.WEEK, hub.now(), now=hub.now())
    with hub.database.reading() as connection:
        told = progress(connection, last, hub.province.formulas, count=WEEKS, org=org)
        said = {period: satisfaction(connection, period, org=org) for period, _ in told}
    return [
        Week(period=period, unit=unit_of(hub, org, tally, said[period])) for period, tally in told
    ]


def unit_of(hub: Hub, org: str, tally: Tally, said: Satisfaction) -> Unit:
    formulas: Formulas = hub.province.formulas
    rated = formulas.rated(happy=said.happy, ratings=said.ratings)
    return Unit(
        org=org,
        name=name_of(hub, org) if org else "",
        tally=tally,
        columns=tally.columns(formulas),
        shares=tally.shares(formulas) | {one.measure: one for one in rated},
    )


def name_of(hub: Hub, org: str) -> str:
    """A unit's name; its code where nobody knows one."""
    names = hub.province.names_of(org)
    return names[0] if names else org


def ranked(units: list[Unit], by: str) -> list[Unit]:
    """Equal shares have one rank."""
    shares = {unit.org: _percent(unit, by) for unit in units if _base(unit, by) >= FEW}
    enough = [unit for unit in units if unit.org in shares]
    enough.sort(key=lambda unit: (-shares[unit.org], unit.name))
    told, rank = [], 0
    for place, unit in enumerate(enough):
        is_equal = bool(place) and shares[unit.org] == shares[enough[place - 1].org]
        rank = rank if is_equal else place + 1
        told.append(replace(unit, rank=rank))
    few = [unit for unit in units if unit.org not in shares]
    return [*told, *sorted(few, key=lambda unit: unit.name)]


def _base(unit: Unit, by: str) -> int:
    share = unit.shares.get(by)
    return 0 if share is None else share.base


def _percent(unit: Unit, by: str) -> Fraction:
    return unit.shares[by].percent or Fraction(0)
