"""The places of what people say, and of sessions in villages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.connect import feedback as connect
from desk_app.ui.connect import villages
from desk_app.ui.screens.feedback import Feedback
from desk_app.ui.screens.village import Village

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def feedback(view: View) -> ft.Control:
    calls = connect.feedback_calls(view.desk, view.texts)
    return Feedback(key=view.key, texts=view.texts, bar=view.bar, calls=calls)


def village(view: View) -> ft.Control:
    calls = villages.village_calls(view.desk, view.texts)
    return Village(key=view.key, texts=view.texts, bar=view.bar, calls=calls)
