"""The places of money beside the till: receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.ui.connect import receipts as connect
from desk_app.ui.screens.receipts import Receipts

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def receipts(view: View) -> ft.Control:
    calls = connect.receipt_calls(view.desk, view.texts)
    return Receipts(key=view.key, texts=view.texts, bar=view.bar, calls=calls)
