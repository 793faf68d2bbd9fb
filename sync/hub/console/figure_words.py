"""What stands about the figures in words: the period, when they were counted, what is lacking."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from sync.hub.console.pages import VIETNAM
from sync.hub.console.pages import moment as moment_words
from sync.hub.figures.province import name_of
from sync.hub.figures.reading import Period
from sync.hub.figures.silent import Silent
from sync.hub.figures.spans import Span, day_of, moment
from sync.hub.hub import Hub
from sync.hub.published import newest
from sync.hub.rules import Texts

_ROMAN = ("I", "II", "III", "IV")
_DAY = timedelta(days=1)


def period_words(period: Period, texts: Texts) -> str:
    first, last = day_of(period.since), day_of(period.ends) - _DAY
    match period.span:
        case Span.WEEK:
            return texts.say("report.period.week", first=f"{first:%d/%m}", last=f"{last:%d/%m/%Y}")
        case Span.MONTH:
            return texts.say("report.period.month", month=f"{first:%m/%Y}")
        case Span.QUARTER:
            quarter = _ROMAN[(first.month - 1) // 3]
            return texts.say("report.period.quarter", quarter=quarter, year=first.year)
        case Span.YEAR:
            return texts.say("report.period.year", year=first.year)


class ProcedureNames:
    """What procedures are called today; asked of the catalogue once a day."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._kept: tuple[date, Mapping[str, str]] | None = None

    def of(self, code: str) -> str:
        """Empty for one that is no longer in force."""
        today = self._hub.province.clock().astimezone(VIETNAM).date()
        kept = self._kept
        if kept is None or kept[0] != today:
            with self._hub.database.asking() as connection:
                told = self._hub.province.booklet(today, partial(newest, self._hub, connection))
            kept = self._kept = (today, {one.code: one.name for one in told.procedures})
        return kept[1].get(code, "")


def lacking_lines(hub: Hub, silent: Sequence[Silent], texts: Texts) -> list[str]:
    """One line for each machine whose work may not be counted yet."""
    return [_lacking(hub, one, texts) for one in silent]


def above_lines(hub: Hub, period: Period, silent: Sequence[Silent], texts: Texts) -> list[str]:
    """What stands above the tables of a file."""
    at = moment_words(moment(hub.now()))
    return [
        texts.say("report.made_at", at=at),
        texts["web.figures.estimate"],
        *([texts["web.figures.running"]] if period.is_running else []),
        *lacking_lines(hub, silent, texts),
    ]


def _lacking(hub: Hub, one: Silent, texts: Texts) -> str:
    told = {"machine": one.name, "unit": name_of(hub, one.org), "count": one.waiting}
    if one.since is None:
        return texts.say("web.figures.lacking.never", **told)
    at = moment_words(one.since)
    if one.waiting:
        return texts.say("web.figures.lacking.waiting", at=at, **told)
    return texts.say("web.figures.lacking.silent", at=at, **told)
