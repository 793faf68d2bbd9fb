"""The person at the counter: found by card, number, phone or name, and what is still missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.handling import ticked
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.pick import Choice, Pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.screens.receive.data import PeopleNotes, ReceiveCalls
    from desk_app.ui.screens.receive.draft import Draft, PersonTyped
    from locales.catalogue import Texts

    Change = Callable[[Callable[[Draft], Draft]], None]

_NEW = "new|"  # begins the id of the line of somebody new


def person_card(
    *,
    texts: Texts,
    draft: Draft,
    version: int,
    calls: ReceiveCalls,
    change: Change,
    on_person: Callable[[PersonTyped], Any],
    on_card: Callable[[str], Any],
    notes: PeopleNotes,
    focus: bool,
) -> ft.Control:
    """`version` changes when the fields are filled from outside, and remakes them."""

    def alter(**values: Any) -> None:
        change(lambda now: replace(now, person=replace(now.person, **values)))

    submitter = _submitter(texts=texts, draft=draft, version=version, change=change)
    finder = Pick(
        key=f"finder-{version}",
        label=texts["ui.receive.find_person"],
        name="receive.find_person",
        find=lambda typed: _with_new(calls.find_people(typed), typed, texts=texts),
        on_pick=lambda id_: (
            on_card(id_.removeprefix(_NEW))
            if id_.startswith(_NEW)
            else on_person(calls.person(id_))
        ),
        on_enter=on_card,
        focus=focus,
    )
    fields = person_fields(
        texts=texts, person=draft.person, version=version, prefix="person", alter=alter
    )
    other = ft.Checkbox(
        key="receive.has_submitter",
        label=texts["ui.receive.has_submitter"],
        value=draft.has_submitter,
        visual_density=ft.VisualDensity.COMPACT,
        on_change=ticked(lambda is_on: change(lambda now: replace(now, has_submitter=is_on))),
    )
    return layout.card(
        [finder, *fields, *_said(notes), *_old_address(draft, texts=texts), other, *submitter],
        title=texts["ui.receive.person"],
        spacing=8,
    )


def _with_new(found: Sequence[Choice], typed: str, *, texts: Texts) -> Sequence[Choice]:
    """Before those found stands who was typed, as somebody new: Enter takes nobody by mistake.

    Many bear one name and families share a telephone; a number that one person has is sure.
    """
    is_sure = len(found) == 1 and not any(sign.isalpha() for sign in typed)
    if not found or is_sure:
        return found
    words = texts.say("ui.receive.new_person", typed=typed.strip())
    new = Choice(id=f"{_NEW}{typed}", title=words, detail=texts["ui.receive.or_known"])
    return [new, *found]


def person_fields(
    *,
    texts: Texts,
    person: PersonTyped,
    version: int,
    prefix: str,
    alter: Callable[..., None],
) -> list[ft.Control]:
    """Name and number, birth and sex, phone and address: two a line."""

    def field(name: str, *, expand: int = 1, hint: str | None = None) -> ft.Control:
        return ft.Container(
            Field(
                key=f"{prefix}.{name}-{version}",
                label=texts[f"ui.person.{prefix}.{name}"],
                name=f"{prefix}.{name}",
                initial=getattr(person, name),
                hint=hint,
                on_change=lambda value: alter(**{name: value}),
            ),
            expand=expand,
        )

    sex = ft.Container(
        choose(
            (("male", texts["sex.male"]), ("female", texts["sex.female"])),
            label=texts["ui.sex"],
            name=f"{prefix}.sex",
            value=person.sex,
            on_change=lambda value: alter(sex=value),
            label_width=60,
        ),
        expand=1,
    )
    return [
        layout.row([field("name", expand=3), field("personal_id", expand=2)]),
        layout.row([field("birth", hint="dd/mm/yyyy"), sex]),
        layout.row([field("phone", expand=2), field("address", expand=3)]),
    ]


def _old_address(draft: Draft, *, texts: Texts) -> list[ft.Control]:
    """What the card says stays in sight beside the address of today."""
    if not draft.person.old_address:
        return []
    words = texts.say("ui.receive.old_address", address=draft.person.old_address)
    return [text.muted(words, lines=2)]


def _said(notes: PeopleNotes) -> list[ft.Control]:
    """What the number says of the person, against which the rest is looked at."""
    if not notes.number:
        return []
    color = theme.DANGER if notes.is_number_wrong else theme.MUTED
    icon = ft.Icons.ERROR_OUTLINE if notes.is_number_wrong else ft.Icons.BADGE_OUTLINED
    words = text.body(notes.number, color=color, lines=2)
    return [
        layout.row(
            [ft.Icon(icon, size=16, color=color), ft.Container(words, expand=True)], spacing=6
        )
    ]


def _submitter(*, texts: Texts, draft: Draft, version: int, change: Change) -> list[ft.Control]:
    if not draft.has_submitter:
        return []

    def alter(**values: Any) -> None:
        change(lambda now: replace(now, submitter=replace(now.submitter, **values)))

    def field(name: str, *, hint: str | None = None, expand: int = 1) -> ft.Control:
        return ft.Container(
            Field(
                key=f"{name}-{version}",
                label=texts[f"ui.receive.{name}"],
                name=f"receive.{name}",
                initial=getattr(draft, name),
                hint=hint,
                on_change=lambda value: change(lambda now: replace(now, **{name: value})),
            ),
            expand=expand,
        )

    proxy = [
        field("relation", hint=texts["ui.receive.relation_hint"]),
        layout.row(
            [
                field("proxy_paper", expand=3),
                field("proxy_day", hint="dd/mm/yyyy", expand=2),
                field("proxy_by", expand=3),
            ]
        ),
    ]
    fields = person_fields(
        texts=texts, person=draft.submitter, version=version, prefix="submitter", alter=alter
    )
    return [*fields, *proxy]
