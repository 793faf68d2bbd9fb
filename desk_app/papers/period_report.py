"""The report of a period (báo cáo): its figures, and which dossiers stand behind each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.feedback import promises
from desk_app.domain.index import (
    Heard,
    Measure,
    Share,
    Side,
    Trips,
    heard,
    shares,
    side_of,
    trips,
)
from desk_app.domain.satisfaction import Satisfaction, added, counted
from desk_app.domain.standing import RECEIVED, Figure, Life, Place, count, place_of, total
from desk_app.store import ballots
from desk_app.store.feedback import all_feedback
from desk_app.store.reporting import left_out_between, lives_between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from desk_app.desk import Desk
    from desk_app.domain.report_period import Period


class By(StrEnum):
    """What a table has a row for; the key of its words is `report.by.<value>`."""

    FIELD = "field"  # lĩnh vực
    PROCEDURE = "procedure"  # thủ tục
    CHANNEL = "channel"  # hình thức nộp
    STATUS = "status"  # trạng thái, now
    HANDLER = "handler"  # who works on it, now


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportRow:
    key: str  # of the group: a field's name, a procedure's code, …
    counts: Mapping[Figure, int]  # without the sums

    def __getitem__(self, figure: Figure) -> int:
        return total(self.counts, figure)


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodReport:
    """Made of what is known at `made_at`."""

    period: Period
    made_at: datetime
    placed: tuple[tuple[Life, Place], ...]
    fields: Mapping[str, str]  # of procedures
    not_received: int
    mistaken: int  # taken in by mistake
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    promises: tuple[int, int] = (0, 0)  # answers given by their day, of those promised

    def rows(self, by: By) -> tuple[ReportRow, ...]:
        """The largest first."""
        counted = count(self.placed, by=self._key_by(by))
        rows = [ReportRow(key=key, counts=row) for key, row in counted.items()]
        return tuple(sorted(rows, key=lambda row: (-row[Figure.ENTERED], row.key)))

    def whole(self) -> ReportRow:
        found = count(self.placed, by=lambda _: "")
        return ReportRow(key="", counts=found.get("", {}))

    def shares(self) -> Mapping[Measure | Heard, Share]:
        kept, promised = self.promises
        said = heard(self.satisfaction, kept=kept, promised=promised)
        return {one.measure: one for one in (*shares(self.placed).values(), *said.values())}

    def trips(self) -> Trips:
        return trips(self.placed)

    def behind(self, pick: Pick) -> list[int]:
        """The rows of the dossiers that a figure counts, the newest first."""
        is_in = self._is_in(pick)
        return sorted((life.row for life, place in self.placed if is_in(life, place)), reverse=True)

    def _is_in(self, pick: Pick) -> Callable[[Life, Place], bool]:
        if pick.measure is not None:
            measure, side = pick.measure, pick.side
            return lambda life, place: side_of(measure, life, place) is side
        if pick.figure is None:
            return lambda life, place: life.trips > 1 and place[0] in RECEIVED
        parts = pick.figure.parts
        if pick.by is None:
            return lambda _, place: not parts.isdisjoint(place)
        key_of = self._key_by(pick.by)
        return lambda life, place: not parts.isdisjoint(place) and key_of(life) == pick.key

    def _key_by(self, by: By) -> Callable[[Life], str]:
        match by:
            case By.FIELD:
                return lambda life: self.fields.get(life.procedure, "")
            case By.PROCEDURE:
                return lambda life: life.procedure
            case By.CHANNEL:
                return lambda life: life.channel
            case By.STATUS:
                return lambda life: life.status
            case By.HANDLER:
                return lambda life: life.handler


@dataclass(frozen=True, kw_only=True, slots=True)
class Pick:
    """One figure of a report: of a table, of a measure; neither is who came more than once."""

    figure: Figure | None = None
    by: By | None = None  # None: of all
    key: str = ""  # of the row
    measure: Measure | None = None
    side: Side = Side.MISS


def report_of(desk: Desk, period: Period) -> PeriodReport:
    """A running period is counted until now."""
    now = desk.clock.now()
    since, until = period.seconds(now)
    database = desk.store.database
    with database.reading():
        lives = lives_between(database, since=since, until=until)
        not_received, mistaken = left_out_between(database, since=since, until=until)
    return PeriodReport(
        period=period,
        made_at=now,
        placed=tuple((life, place_of(life, since=since, until=until)) for life in lives),
        fields={one.code: one.field for one in desk.catalogue.procedures},
        not_received=not_received,
        mistaken=mistaken,
        satisfaction=satisfaction_of(desk, period.first, period.last),
        promises=promises(
            all_feedback(database), first=period.first, last=period.last, today=desk.clock.today()
        ),
    )


def satisfaction_of(desk: Desk, first: date, last: date) -> Satisfaction:
    """What people said in these days, those not counted yet too."""
    database = desk.store.database
    waiting = [
        counted(day, ballots.answers_of(database, day))
        for day in ballots.days_within(database, first, last)
    ]
    return added([*ballots.counts_within(database, first, last), *waiting])
