"""Sessions in villages in the words of the window."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.village import VillageUnfit
from desk_app.queries.reception import find_procedures
from desk_app.queries.villages import (
    VillageState,
    low_battery,
    packing,
    received_at,
    summary,
    village_list,
)
from desk_app.ui import formats
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.screens.village import VillageCalls, VillageLine
from desk_app.ui.screens.village_plan import PlanCalls
from desk_app.ui.strip import Kind, Message
from desk_app.ui.theme import Tone
from desk_app.usecases.plan_village import (
    VillageTyped,
    close_village,
    draw_village_summary,
    open_village,
    plan_village,
)
from desk_app.usecases.print_paper import print_paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.queries.villages import Battery, Packing, Village, VillageSummary
    from desk_app.ui.screens.village_plan import PlanTyped
    from locales.catalogue import Texts

_TONES = {
    VillageState.PLANNED: Tone.WAITING,
    VillageState.OPEN: Tone.SOON,
    VillageState.CLOSED: Tone.DONE,
    VillageState.CALLED_OFF: Tone.WAITING,
}
_FULL_ENOUGH = 80  # of a hundred, for a day
_Told = list[tuple[str, str, bool]]


def village_calls(desk: Desk, texts: Texts) -> VillageCalls:
    return VillageCalls(
        load=partial(_load, desk, texts),
        open=partial(_open, desk, texts),
        close=partial(_close, desk, texts),
        print=partial(_print, desk, texts),
        plan=PlanCalls(
            plan=partial(_plan, desk, texts),
            find_procedures=lambda typed: [
                (one.code, one.name) for one in find_procedures(desk, typed)[:6]
            ],
            people=[user.name for user in desk.users.all() if user.is_active],
            own_name=desk.user.name,
            today=formats.day(desk.clock.today()),
        ),
    )


def notice(desk: Desk, texts: Texts) -> Message | None:
    """While the battery of a machine in a village runs down."""
    found = low_battery(desk)
    if found is None:
        return None
    told, is_nearly_empty = found
    key = "ui.village.battery_empty" if is_nearly_empty else "ui.village.battery_low"
    return Message(
        kind=Kind.TROUBLE if is_nearly_empty else Kind.WARNING,
        words=texts.say(key, percent=told.percent),
    )


def received_words(desk: Desk, entity: int, texts: Texts) -> str:
    """Where a dossier was received; empty for one received at home."""
    one = received_at(desk, entity)
    if one is None:
        return ""
    day = formats.day(one.planned.day)
    return texts.say("ui.village.received_at", place=one.planned.place, day=day)


def _load(desk: Desk, texts: Texts, shown: str) -> Sequence[VillageLine]:
    return [_line(desk, one, texts, shown=shown) for one in village_list(desk)]


def _line(desk: Desk, one: Village, texts: Texts, *, shown: str) -> VillageLine:
    is_here = one.opened_by is not None and one.opened_by.machine == desk.machine
    is_open = one.state is VillageState.OPEN and is_here
    told: _Told = []
    if is_open or (str(one.entity) == shown and one.state is not VillageState.CALLED_OFF):
        is_planned = one.state is VillageState.PLANNED
        told = (
            _packed(packing(desk, one.entity), texts)
            if is_planned
            else _brought(summary(desk, one.entity), texts)
        )
    names = [_name(desk, code) for code in one.planned.procedures]
    facts = [formats.day(one.planned.day), one.planned.purpose, ", ".join(one.planned.people)]
    if one.opened_by is not None:
        facts.append(texts.say("ui.village.machine", machine=one.opened_by.machine))
    return VillageLine(
        id=str(one.entity),
        place=one.planned.place,
        facts=" · ".join(fact for fact in facts if fact),
        procedures="; ".join(names),
        tone=_TONES[one.state],
        state=texts[f"ui.village.state.{one.state}"],
        is_planned=one.state is VillageState.PLANNED,
        is_open=is_open,
        told=told,
    )


def _name(desk: Desk, code: str) -> str:
    known = desk.catalogue.by_code.get(code)
    return known.name if known else code


def _packed(told: Packing, texts: Texts) -> _Told:
    lanes = ", ".join(f"{first:04d}-{last:04d}" for first, last in told.lanes)
    missing = ", ".join(told.without_account)
    backup = _moment(told.last_backup)
    nothing = texts["ui.village.pack.nothing"]
    lines: _Told = [
        (texts["ui.village.pack.battery"], _battery(told.battery, texts), _is_low(told.battery)),
        (
            texts["ui.village.pack.printer"],
            told.printer or texts["ui.village.pack.no_printer"],
            not told.printer,
        ),
        (texts["ui.village.pack.lanes"], lanes or nothing, not lanes),
        (
            texts["ui.village.pack.receipts"],
            texts.say("ui.village.pack.left", count=told.receipts),
            not told.receipts,
        ),
        (texts["ui.village.pack.catalogue"], str(told.catalogue), False),
        (texts["ui.village.pack.backup"], backup or texts["ui.village.pack.never"], not backup),
        (
            texts["ui.village.pack.unsent"],
            texts.say("ui.village.pack.changes", count=told.unsent),
            bool(told.unsent),
        ),
        (
            texts["ui.village.pack.people"],
            texts.say("ui.village.pack.known", count=told.people),
            False,
        ),
    ]
    if missing:
        lines.append((texts["ui.village.pack.accounts"], missing, True))
    return lines


def _battery(told: Battery | None, texts: Texts) -> str:
    if told is None:
        return texts["ui.village.pack.no_battery"]
    if told.is_charging:
        return texts.say("ui.village.pack.charging", percent=told.percent)
    if told.hours is None:
        return texts.say("ui.village.pack.percent", percent=told.percent)
    return texts.say(
        "ui.village.pack.hours", percent=told.percent, hours=f"{told.hours:.1f}".replace(".", ",")
    )


def _is_low(told: Battery | None) -> bool:
    return told is None or (not told.is_charging and told.percent < _FULL_ENOUGH)


def _brought(told: VillageSummary, texts: Texts) -> _Told:
    def count(key: str, number: int, *, is_to_do: bool = False) -> tuple[str, str, bool]:
        return texts[key], str(number), is_to_do and bool(number)

    return [
        count("ui.village.sum.dossiers", len(told.dossiers)),
        (texts["ui.village.sum.cash"], formats.money(told.cash_vnd), False),
        (texts["ui.village.sum.other"], formats.money(told.other_vnd), False),
        count("ui.village.sum.receipts", told.receipts),
        count("ui.village.sum.at_province", told.at_province),
        count("ui.village.sum.copied", told.copied),
        count("ui.village.sum.waiting", told.waiting, is_to_do=True),
        count("ui.village.sum.without_scan", told.without_scan, is_to_do=True),
        count("ui.village.sum.without_receipt", told.without_receipt, is_to_do=True),
        count("ui.village.sum.unprinted", told.unprinted, is_to_do=True),
    ]


def _moment(iso: str) -> str:
    return formats.moment(datetime.fromisoformat(iso)) if iso else ""


def _plan(desk: Desk, texts: Texts, typed: PlanTyped) -> str:
    """Raises VillageUnfit for what is no day."""
    day = formats.typed_day(typed.day)
    if day is None:
        raise VillageUnfit(field="day")
    one = plan_village(
        desk,
        VillageTyped(
            place=typed.place,
            day=day,
            purpose=typed.purpose,
            people=typed.people,
            procedures=typed.procedures,
        ),
    )
    return texts.say("ui.village.planned", place=one.planned.place)


def _open(desk: Desk, texts: Texts, id_: str) -> str:
    return texts.say("ui.village.opened", place=open_village(desk, int(id_)).planned.place)


def _close(desk: Desk, texts: Texts, id_: str, note: str) -> str:
    one = close_village(desk, int(id_), note=note)
    if one.opened is None:
        return texts.say("ui.village.is_called_off", place=one.planned.place)
    dossiers = one.closed.dossiers if one.closed else 0
    return texts.say("ui.village.closed", place=one.planned.place, count=dossiers)


def _print(desk: Desk, texts: Texts, id_: str) -> str:
    row = draw_village_summary(desk, int(id_))
    return texts[f"ui.print.{print_paper(desk, row, pause=wait_for_printer).state}"]
