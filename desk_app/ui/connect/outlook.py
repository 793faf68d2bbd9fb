"""What fits through the line now and when, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM, vietnam_day
from desk_app.queries.forecast import outlook
from desk_app.ui import formats

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from locales.catalogue import Texts


def outlook_words(desk: Desk, texts: Texts) -> str:
    """Empty where nothing waits or nothing is known of the line."""
    found = outlook(desk)
    if found is None:
        return ""
    now = desk.clock.now()
    told = []
    if found.records:
        when = _when(found.forecast.records_by, now, texts)
        told.append(texts.say("ui.outlook.records", count=found.records, when=when))
    days = Counter(_day_of(one) for one in found.forecast.files_by)
    last = {_day_of(one): one for one in found.forecast.files_by}
    told += [
        texts.say("ui.outlook.files", count=count, when=_when(last[day], now, texts))
        for day, count in days.items()
    ]
    return texts.say("ui.outlook", told="; ".join(told))


def _day_of(moment: datetime | None) -> str:
    return vietnam_day(moment).isoformat() if moment else ""


def _when(moment: datetime | None, now: datetime, texts: Texts) -> str:
    if moment is None:
        return texts["ui.outlook.later"]
    hour = f"{moment.astimezone(VIETNAM):%H:%M}"
    days = (vietnam_day(moment) - vietnam_day(now)).days
    if days == 0:
        return texts.say("ui.outlook.today", hour=hour)
    if days == 1:
        return texts["ui.outlook.tomorrow"]
    return texts.say("ui.outlook.day", day=formats.day(vietnam_day(moment)))
