"""The places of the daily work with dossiers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.rights import Act, may
from desk_app.queries import dossiers as queries
from desk_app.ui import words
from desk_app.ui.connect import (
    catalogue,
    checking,
    lists,
    one_dossier,
    queue,
    receiving,
    reception,
    returning,
    signing,
)
from desk_app.ui.routes import Place
from desk_app.ui.screens.check_paper import CheckPaper
from desk_app.ui.screens.dossier.screen import OneDossier
from desk_app.ui.screens.dossiers import Dossiers
from desk_app.ui.screens.prints import Which
from desk_app.ui.screens.procedures import Procedures
from desk_app.ui.screens.receive.draft import Draft
from desk_app.ui.screens.receive.screen import Receive
from desk_app.ui.screens.return_result import ReturnResult
from desk_app.ui.screens.sign import Sign
from desk_app.ui.screens.today import Today

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from desk_app.desk import Desk
    from desk_app.ui.placing.view import View
    from locales.catalogue import Texts

REGISTERED = "registered:"  # reception of a dossier written down before
AGAIN = "again:"  # reception of what the province did not take, with a new number
PROCEDURE = "procedure:"  # reception of a procedure chosen in the catalogue
_GO: dict[Act, tuple[Place, str]] = {
    Act.RECEIVE: (Place.RECEIVE, REGISTERED),
    Act.SIGN_RESULT: (Place.SIGN, ""),
    Act.RETURN_RESULT: (Place.RETURN, ""),
    Act.SCAN: (Place.SCANS, ""),
}


def today(view: View) -> ft.Control:
    desk, texts = view.desk, view.texts
    return Today(
        key=view.key,
        texts=texts,
        look=partial(lists.tasks, desk, texts),
        day=words.weekday(desk.clock.today(), texts),
        empty=_nothing_waits(desk, texts),
        on_open=partial(_open_task, view.open_spot),
        on_books=view.way_to(Place.BOOKS) if may(desk.user.roles, Act.PRINT) else None,
    )


def receive(view: View) -> ft.Control:
    calls = receiving.receive_calls(view.desk, view.texts, open_dossier=view.open_dossier)
    return Receive(
        key=view.key,
        texts=view.texts,
        bar=view.bar,
        start=_start(view.desk, view.what),
        calls=calls,
        queue=queue.queue_calls(view.desk, view.texts, waiting_address=view.waiting_address),
    )


def dossiers(view: View) -> ft.Control:
    desk, texts = view.desk, view.texts
    return Dossiers(
        key=view.key,
        texts=texts,
        words=view.what,
        load=lambda typed, chosen, after: lists.dossier_page(
            desk, texts, typed=typed, chosen=chosen, after=after
        ),
        counts=partial(lists.filter_counts, desk),
        on_open=view.open_dossier,
    )


def one(view: View) -> ft.Control:
    calls = one_dossier.dossier_calls(
        view.desk,
        int(view.what),
        view.texts,
        go=partial(_go, view.open_spot),
        settle=view.way_to(Place.SETTLE),
    )
    return OneDossier(key=view.key, texts=view.texts, bar=view.bar, calls=calls)


def sign(view: View) -> ft.Control:
    calls = signing.sign_calls(view.desk, view.texts, open_dossier=view.open_dossier)
    return Sign(key=view.key, texts=view.texts, bar=view.bar, calls=calls, begin=view.what)


def return_result(view: View) -> ft.Control:
    calls = returning.return_calls(view.desk, view.texts)
    return ReturnResult(key=view.key, texts=view.texts, bar=view.bar, calls=calls, begin=view.what)


def procedures(view: View) -> ft.Control:
    calls = catalogue.procedure_calls(
        view.desk,
        view.texts,
        receive=lambda code: view.open_spot(Place.RECEIVE, f"{PROCEDURE}{code}"),
    )
    return Procedures(key=view.key, texts=view.texts, calls=calls, begin=view.what)


def verify(view: View) -> ft.Control:
    calls = checking.check_calls(view.desk, view.texts, open_dossier=view.open_dossier)
    return CheckPaper(key=view.key, texts=view.texts, calls=calls)


def _start(desk: Desk, what: str) -> Draft:
    """What the reception form begins with."""
    if what.startswith(REGISTERED):
        entity = what.removeprefix(REGISTERED)
        return reception.draft_of(queries.dossier(desk, entity).application, registered=entity)
    if what.startswith(AGAIN):
        entity = what.removeprefix(AGAIN)
        return reception.draft_of(queries.dossier(desk, entity).application)
    if what.startswith(PROCEDURE):
        return Draft(procedure=what.removeprefix(PROCEDURE))
    return receiving.kept_draft(desk)


def _open_task(open_spot: Callable[..., Any], task: str) -> Any:
    if task == lists.UNSURE_PRINTS:
        return open_spot(Place.PRINTS, Which.UNSURE)
    if task.startswith(lists.FEEDBACK):
        return open_spot(Place.FEEDBACK)
    if task == lists.NO_RECEIPTS:
        return open_spot(Place.RECEIPTS)
    if task.startswith(lists.HANDED):
        return open_spot(Place.HAND_OVER, "take")
    if task.startswith(lists.ENTERED):
        return open_spot(Place.RETYPE, task.removeprefix(lists.ENTERED))
    return open_spot(Place.DOSSIER, task)


def _go(open_spot: Callable[..., Any], act: Act, entity: str) -> Any:
    place, prefix = _GO[act]
    return open_spot(place, f"{prefix}{entity}")


def _nothing_waits(desk: Desk, texts: Texts) -> str:
    """What somebody without tasks is told; the first admin, how the desk gets its clerks."""
    roles = desk.user.roles
    if may(roles, Act.RECEIVE):
        return texts["ui.today.empty"]
    if may(roles, Act.MANAGE_USERS) and not any(
        user.is_active and may(user.roles, Act.RECEIVE) for user in desk.users.all()
    ):
        return texts["ui.today.nobody_receives"]
    return texts["ui.today.nothing"]
