"""The place where papers are scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.connect import scans as connect
from desk_app.ui.routes import Place
from desk_app.ui.screens.scans.screen import Scans

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def scans(view: View) -> ft.Control:
    """With a dossier the pages become papers of it; without, they only lie in the tray."""
    calls = connect.scan_calls(
        view.desk,
        view.texts,
        view.what,
        pick=view.way_to(Place.SCANS),
        open_dossier=view.open_dossier,
    )
    return Scans(key=view.key, texts=view.texts, bar=view.bar, calls=calls)
