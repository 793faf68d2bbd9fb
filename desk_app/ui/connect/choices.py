"""What an act's fields offer or begin with on one dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.correction import CORRECTABLE, field_text
from desk_app.domain.deadline import may_extend
from desk_app.domain.events import SupplementRequested
from desk_app.domain.procedure import Mark
from desk_app.domain.rights import Act
from desk_app.ui import formats
from desk_app.ui.connect.parts import part_choices
from desk_app.ui.connect.values import as_read, begun, sexes
from desk_app.ui.screens.dossier.brought import Brought, as_text
from desk_app.ui.screens.dossier.data import Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.queries.dossiers import Moment
    from locales.catalogue import Texts

_DAYS_TO_ASK = 3  # working days after reception in which a lack is told


def choices(  # noqa: PLR0911 - one return an act
    desk: Desk, act: Act, dossier: Dossier, timeline: Sequence[Moment], texts: Texts
) -> Choices:
    """Nothing special where the act's own beginning will do."""
    initial: dict[str, str] = {}
    match act:
        case Act.CORRECT:
            return _correctable(dossier, texts)
        case Act.REQUEST_SUPPLEMENT if not dossier.supplement_requests:
            return Choices(
                hidden=frozenset({"override_reason"}),
                warnings=_late_to_ask(desk, dossier, texts),
            )
        case Act.REQUEST_SUPPLEMENT:
            return Choices(warnings=[texts.say("ui.ask.second", count=dossier.supplement_requests)])
        case Act.REFUSE:
            return _grounds(desk, dossier, texts)
        case Act.ADD_SUPPLEMENT:
            initial["papers"] = as_text([Brought(name) for name in _asked_for(timeline)])
        case Act.RECORD_PAYMENT:
            initial["amount"] = str(_to_pay(dossier) or "")
        case Act.EXTEND:
            initial["signer"] = desk.user.name
            return Choices(initial=initial, bar=_too_late(desk, dossier, texts))
        case Act.COMPETENT_RECEIPT:
            initial["received_at"] = formats.moment(desk.clock.now())
        case Act.SEND_PART | Act.END_PART | Act.GIVE_PART:
            return part_choices(act, dossier, texts)
        case _:
            pass
    return Choices(initial=initial)


def _late_to_ask(desk: Desk, dossier: Dossier, texts: Texts) -> list[str]:
    """That the days in which a lack is told are over; it may be told all the same."""
    if dossier.received_at is None:
        return []
    last = vietnam_day(dossier.received_at)
    for _ in range(_DAYS_TO_ASK):
        last = desk.rules.calendar.next_working_day(last)
    if desk.clock.today() <= last:
        return []
    return [texts.say("ui.ask.late", day=formats.day(last))]


def _too_late(desk: Desk, dossier: Dossier, texts: Texts) -> str:
    """Why no new date can be given any more; empty while it can."""
    if dossier.due_at is None or may_extend(desk.clock.now(), dossier.due_at):
        return ""
    return texts.error("extension_too_late", {"code": dossier.code})


def _grounds(desk: Desk, dossier: Dossier, texts: Texts) -> Choices:
    """What the law names for such a procedure, and what else is typed."""
    known = desk.catalogue.by_code.get(dossier.application.procedure)
    field = known.field if known else ""
    options = [
        (
            ground.id,
            f"{ground.text} ({ground.article})"
            + (f" · {texts['ui.ask.unconfirmed']}" if ground.mark is not Mark.CONFIRMED else ""),
        )
        for ground in desk.catalogue.grounds_on(desk.clock.today(), field=field)
    ]
    return Choices(options={"known_ground": [*options, ("", texts["ui.ask.other_ground"])]})


def _correctable(dossier: Dossier, texts: Texts) -> Choices:
    """Each field with what it says now; those of a submitter only where there is one."""
    application = dossier.application
    fields = [
        field
        for field in CORRECTABLE
        if application.submitter is not None or not field.startswith("submitter.")
    ]
    options = []
    for field in fields:
        now = field_text(application, field)
        name = begun(texts[f"field.{field}"])
        options.append((field, f"{name}: {as_read(now, field, texts)}" if now else name))
    answers = {field: sexes(texts) for field in fields if field.endswith(".sex")}
    return Choices(options={"field": options}, initial={"field": fields[0]}, answers=answers)


def _asked_for(timeline: Sequence[Moment]) -> Sequence[str]:
    asked = [one.event for one in timeline if isinstance(one.event, SupplementRequested)]
    return asked[-1].items if asked else ()


def _to_pay(dossier: Dossier) -> int:
    return max((dossier.required_vnd or dossier.fee_vnd or 0) - dossier.paid_vnd, 0)
