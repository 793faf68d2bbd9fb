"""The places of sync: what waits, what a person must settle, what was found again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.ui.connect import conflicts, recovered
from desk_app.ui.connect import syncing as connect
from desk_app.ui.placing.dossiers import AGAIN
from desk_app.ui.routes import Place
from desk_app.ui.screens.recovered import Recovered
from desk_app.ui.screens.settle import Settle
from desk_app.ui.screens.sync_status import SyncStatus

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def sync(view: View) -> ft.Control:
    review = conflicts.review_calls(
        view.desk,
        view.texts,
        open_dossier=view.open_dossier,
        open_settle=view.way_to(Place.SETTLE),
        receive_again=lambda entity: view.open_spot(Place.RECEIVE, f"{AGAIN}{entity}"),
    )
    calls = connect.sync_calls(view.desk, view.texts, review=review)
    return SyncStatus(key=view.key, texts=view.texts, bar=view.bar, calls=calls)


def settle(view: View) -> ft.Control:
    """Two values of one field, side by side."""
    entity, _, _field = view.what.partition(":")
    done = partial(view.open_dossier, entity)
    calls = conflicts.settle_calls(view.desk, view.texts, view.what, done=done)
    return Settle(key=view.key, texts=view.texts, bar=view.bar, calls=calls)


def found_again(view: View) -> ft.Control:
    """What a restored desk found again."""
    calls = recovered.recovered_calls(view.desk, view.texts, sign_in_again=view.on_leave)
    return Recovered(key=view.key, texts=view.texts, calls=calls)
