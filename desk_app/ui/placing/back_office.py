"""The places of the back office: hand-overs, and typing into other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.connect import hand_over as hand_overs
from desk_app.ui.connect import retyping
from desk_app.ui.routes import Place
from desk_app.ui.screens.hand_over import HandOver, Way
from desk_app.ui.screens.retype import Retype, RetypeList

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def hand_over(view: View) -> ft.Control:
    ways = hand_overs.ways(view.desk)
    begin = Way(view.what) if view.what in set(ways) else ways[0]
    calls = hand_overs.hand_over_calls(view.desk, view.texts, open_dossier=view.open_dossier)
    return HandOver(
        key=view.key, texts=view.texts, bar=view.bar, calls=calls, ways=ways, begin=begin
    )


def retype(view: View) -> ft.Control:
    """The list; of a dossier named, its card."""
    desk, texts = view.desk, view.texts
    to_list = view.way_to(Place.RETYPE)
    if not view.what:
        calls = retyping.list_calls(desk, texts, open_card=to_list)
        return RetypeList(key=view.key, texts=texts, calls=calls)
    card = retyping.card_calls(
        desk, int(view.what), texts, open_dossier=view.open_dossier, back=to_list
    )
    return Retype(key=view.key, texts=texts, bar=view.bar, calls=card)
