"""What the pages become: which paper, which colours, how large."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text, theme
from desk_app.ui.handling import ticked
from desk_app.ui.screens.scans.data import OTHER
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.ui.screens.scans.data import Keep, ScanCalls, ScanShown
    from desk_app.ui.screens.scans.sources import Change
    from desk_app.ui.strip import Message
    from locales.catalogue import Texts

_ONE_LINE = 34  # letters of a paper's name; the chosen one stands whole below
_TICK_WIDTH = 112
COLOURS = ("colour", "grey", "black_white")
MENDING = ("is_straightened", "is_cropped", "is_cleared")


def making_card(
    *,
    texts: Texts,
    shown: ScanShown,
    now: Keep,
    change: Change,
    round_: int,
    run: Callable[[Callable[[], Message]], Any],
    calls: ScanCalls,
) -> ft.Control:
    parts: list[ft.Control] = []
    if shown.dossier:
        parts = [*_papers(texts, shown, now, change, round_), *_offers(texts, shown, run, calls)]
    return layout.card([*parts, *_look(texts, shown, now, change)], spacing=6)


def _papers(
    texts: Texts, shown: ScanShown, now: Keep, change: Change, round_: int
) -> list[ft.Control]:
    names = {paper.id: paper.name for paper in shown.papers}

    def take(id_: str) -> None:
        change(lambda kept: replace(kept, paper_id=id_, paper=names.get(id_, "")))

    options = [(paper.id, _called(texts, paper.name, paper.scans)) for paper in shown.papers]
    parts: list[ft.Control] = [
        choose(
            [*options, ("other", texts["ui.scan.other"])],
            label=texts["ui.scan.paper"],
            name="scan.paper",
            value=now.paper_id or "other",
            on_change=lambda value: take(OTHER if value == "other" else value),
            upright=True,
        )
    ]
    if len(now.paper) > _ONE_LINE and now.paper_id != OTHER:
        parts.append(text.muted(now.paper, lines=3))
    if now.paper_id == OTHER:
        parts.append(
            Field(
                key=f"scan-name-{round_}",
                label=texts["ui.scan.paper_name"],
                name="scan.paper_name",
                on_change=lambda value: change(lambda kept: replace(kept, paper=value)),
            )
        )
    parts.append(
        Field(
            key=f"scan-until-{round_}",
            label=texts["ui.scan.valid_until"],
            name="scan.valid_until",
            hint="27/05/2027",
            on_change=lambda value: change(lambda kept: replace(kept, valid_until=value)),
        )
    )
    return parts


def _called(texts: Texts, name: str, scans: int) -> str:
    short = name if len(name) <= _ONE_LINE else f"{name[:_ONE_LINE].rstrip()}…"
    return texts.say("ui.scan.has", paper=short, count=scans) if scans else short


def _offers(
    texts: Texts,
    shown: ScanShown,
    run: Callable[[Callable[[], Message]], Any],
    calls: ScanCalls,
) -> list[ft.Control]:
    """Papers of this person that need not be asked for again."""
    return [
        layout.row(
            [
                ft.Container(text.muted(offer.words, lines=3), expand=True),
                buttons.plain(
                    texts["ui.scan.reuse"],
                    name=f"scan.reuse.{number}",
                    press=partial(run, partial(calls.reuse, offer.id)),
                ),
            ]
        )
        for number, offer in enumerate(shown.offers, start=1)
    ]


def _look(texts: Texts, shown: ScanShown, now: Keep, change: Change) -> list[ft.Control]:
    def put(**values: Any) -> None:
        change(lambda kept: replace(kept, scanning=replace(kept.scanning, **values)))

    def tick(name: str, is_on: bool) -> None:  # noqa: FBT001 - as the box says
        put(**{name: is_on})

    boxes = [
        ft.Checkbox(
            key=f"scan.{name}",
            label=texts[f"ui.scan.{name}"],
            value=getattr(now.scanning, name),
            visual_density=ft.VisualDensity.COMPACT,
            on_change=ticked(partial(tick, name)),
        )
        for name in MENDING
    ]
    return [
        choose(
            [(one, texts[f"ui.scan.colours.{one}"]) for one in COLOURS],
            label=texts["ui.scan.colours"],
            name="scan.colours",
            value=now.scanning.colours,
            on_change=lambda value: put(colours=value),
            upright=True,
        ),
        layout.row(
            [ft.Container(box, width=theme.for_words(_TICK_WIDTH)) for box in boxes],
            spacing=4,
            wrap=True,
        ),
        choose(
            shown.sizes,
            label=texts["ui.scan.size"],
            name="scan.size",
            value=str(now.scanning.most_bytes),
            on_change=lambda value: put(most_bytes=int(value)),
            upright=True,
        ),
    ]
