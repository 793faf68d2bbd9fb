"""What a person must look at, in words, and the buttons to their use cases."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.reviewing import NotInDispute
from desk_app.queries import conflicts as queries
from desk_app.queries import dossiers
from desk_app.ui import formats, words
from desk_app.ui.connect.values import as_read, begun
from desk_app.ui.screens.review import VALUES, ReviewCalls, ReviewItem
from desk_app.ui.screens.settle import GivenValue, SettleCalls, SettleShown
from desk_app.usecases.leave_aside import leave_aside
from desk_app.usecases.send_again import send_again
from desk_app.usecases.settle_value import settle_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desk_app.desk import Desk
    from locales.catalogue import Texts


def review_items(desk: Desk, texts: Texts) -> list[ReviewItem]:
    """The first of each kind; what is dealt with makes room for the next."""
    return [
        *(_dispute(one, texts) for one in queries.disputes(desk)),
        *(_aside(one, texts) for one in queries.asides(desk)),
    ]


def review_calls(
    desk: Desk,
    texts: Texts,
    *,
    open_dossier: Callable[[str], Any],
    open_settle: Callable[[str], Any],
    receive_again: Callable[[str], Any],
) -> ReviewCalls:
    return ReviewCalls(
        open_dossier=open_dossier,
        settle=open_settle,
        receive_again=receive_again,
        send_again=lambda item: _sent_again(desk, texts, item),
        leave=lambda item, reason: _left(desk, texts, item, reason),
    )


def settle_calls(desk: Desk, texts: Texts, what: str, *, done: Callable[[], Any]) -> SettleCalls:
    """`what`: the dossier's id and the field, as `dispute_id` writes them."""
    entity, field = _of_dispute_id(what)
    return SettleCalls(
        load=partial(_shown, desk, texts, entity, field),
        settle=lambda value, reason: settle_value(
            desk, entity, field=field, text=value, reason=reason
        ),
        done=done,
    )


def two_values(field: str, texts: Texts) -> str:
    """That a field has two values, as a sentence of its own."""
    return texts.say("ui.review.two_values", field=begun(texts[f"field.{field}"]))


def dispute_id(entity: int, field: str) -> str:
    return f"{entity}:{field}"


def _of_dispute_id(what: str) -> tuple[int, str]:
    entity, _, field = what.partition(":")
    return int(entity), field


def place_of(item: str) -> tuple[int, int, int]:
    """The change an item's id names: machine, epoch, number."""
    machine, epoch, number = map(int, item.split("/"))
    return machine, epoch, number


def _shown(desk: Desk, texts: Texts, entity: int, field: str) -> SettleShown:
    word = texts[f"field.{field}"]
    try:
        dispute = queries.dispute(desk, entity, field)
    except NotInDispute:
        dossier = dossiers.dossier(desk, str(entity))
        name = dossier.application.applicant.name
        return SettleShown(code=dossier.code, name=name, field=word, given=())
    return SettleShown(
        code=dispute.code or texts["ui.dossier.no_code"],
        name=dispute.applicant,
        field=word,
        given=[_given(one, field, texts) for one in dispute.given],
    )


def _given(one: queries.Given, field: str, texts: Texts) -> GivenValue:
    return GivenValue(
        value=one.value,
        shown=as_read(one.value, field, texts),
        is_in_force=one.is_in_force,
        is_from_card=one.is_from_card,
        who=one.user or texts["ui.history.other"],
        where=where(one.machine, is_own=one.is_own, texts=texts),
        when=_moment(one.at),
    )


def _dispute(one: queries.Dispute, texts: Texts) -> ReviewItem:
    shown = [as_read(given.value, one.field, texts) for given in one.given]
    return ReviewItem(
        id=dispute_id(one.entity, one.field),
        dossier=str(one.entity),
        code=one.code or texts["ui.dossier.no_code"],
        what=two_values(one.field, texts),
        why=" ≠ ".join(shown),
        who=" · ".join(_who(given.user, given.machine, given.is_own, texts) for given in one.given),
        remedy=texts["ui.remedy.values"],
        action=VALUES,
    )


def _aside(one: queries.Aside, texts: Texts) -> ReviewItem:
    moment = one.moment
    who = _who(moment.user, moment.author, moment.is_own, texts)
    return ReviewItem(
        id="/".join(map(str, one.place)),
        dossier=str(one.entity) if one.has_dossier else "",
        code=one.code or texts["ui.dossier.no_code"],
        what=texts[f"event.{moment.name}"],
        why=words.verdict(moment.verdict, moment.reason, texts),
        who=f"{who} · {formats.moment(moment.at)}" if moment.event else who,
        remedy=texts[f"ui.remedy.{one.remedy}"],
        action=one.remedy,
    )


def _who(user: str, machine: int, is_own: bool, texts: Texts) -> str:  # noqa: FBT001 - a fact among facts
    place = where(machine, is_own=is_own, texts=texts)
    return f"{user} ({place})" if user else place


def where(machine: int, *, is_own: bool, texts: Texts) -> str:
    """Which machine, in words."""
    if is_own:
        return texts["ui.machine.own"]
    return texts.say("ui.machine.other", number=machine) if machine else texts["ui.machine.hub"]


def _moment(at: datetime | None) -> str:
    return formats.moment(at) if at else "–"


def _sent_again(desk: Desk, texts: Texts, item: str) -> str:
    send_again(desk, place_of(item))
    return texts["conflicts.sent_again"]


def _left(desk: Desk, texts: Texts, item: str, reason: str) -> str:
    leave_aside(desk, place_of(item), reason=reason)
    return texts["conflicts.left"]
