"""The places of the back office: hand-overs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.connect import hand_over as hand_overs
from desk_app.ui.screens.hand_over import HandOver, Way

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
