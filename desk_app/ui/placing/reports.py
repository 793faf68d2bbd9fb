"""The place of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.connect import reports as connect
from desk_app.ui.routes import Place
from desk_app.ui.screens.reports import Reports

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def reports(view: View) -> ft.Control:
    calls = connect.report_calls(
        view.desk,
        view.texts,
        view.what,
        open_report=view.way_to(Place.REPORTS),
        open_dossier=view.open_dossier,
    )
    return Reports(key=view.key, texts=view.texts, calls=calls)
