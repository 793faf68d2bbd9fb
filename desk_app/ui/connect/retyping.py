"""What waits for another system, from the queries to its screens, and their buttons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.queries import retyping as queries
from desk_app.ui import formats, words
from desk_app.ui.screens.retype import (
    RetypeCalls,
    RetypeCard,
    RetypeField,
    RetypeLine,
    RetypeListCalls,
)
from desk_app.usecases.copy_field import copy_field
from desk_app.usecases.write_outside_code import write_outside_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.queries.retyping import CardField
    from locales.catalogue import Texts


def list_calls(desk: Desk, texts: Texts, *, open_card: Callable[[str], Any]) -> RetypeListCalls:
    return RetypeListCalls(
        systems=queries.systems(desk), load=partial(_lines, desk, texts), open=open_card
    )


def card_calls(
    desk: Desk,
    entity: int,
    texts: Texts,
    *,
    open_dossier: Callable[[str], Any],
    back: Callable[[], Any],
) -> RetypeCalls:
    return RetypeCalls(
        load=lambda: _card(desk, entity, texts),
        copy=partial(copy_field, desk, entity),
        finish=lambda code: write_outside_code(desk, entity, code=code, is_entered=True),
        open_dossier=partial(open_dossier, str(entity)),
        back=back,
    )


def _lines(desk: Desk, texts: Texts, system: str) -> list[RetypeLine]:
    now = desk.clock.now()
    return [
        RetypeLine(
            id=str(row.entity),
            code=row.code,
            name=row.applicant,
            procedure=row.procedure_name,
            since=texts.say("ui.today.since", span=words.span(now - row.received_at, texts)),
        )
        for row in queries.waiting_for_entry(desk, system=system)
    ]


def _card(desk: Desk, entity: int, texts: Texts) -> RetypeCard:
    found = queries.card(desk, entity)
    return RetypeCard(
        code=found.code,
        name=found.applicant,
        procedure=found.procedure,
        system=found.system,
        is_entered=found.is_entered,
        fields=[
            RetypeField(step=one.step, label=one.label, value=one.value, copied=_copied(one, texts))
            for one in found.fields
        ],
    )


def _copied(one: CardField, texts: Texts) -> str:
    if one.copied_at is None:
        return ""
    at = formats.moment(one.copied_at)
    return texts.say("ui.retype.by", person=one.copied_by, at=at)
