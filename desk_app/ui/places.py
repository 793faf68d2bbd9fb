"""Which screen stands in which place, with its calls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, assert_never

from desk_app.domain.rights import Act, may
from desk_app.queries import dossiers as queries
from desk_app.ui import words
from desk_app.ui.connect import (
    books,
    catalogue,
    checking,
    conflicts,
    lists,
    mandates,
    one_dossier,
    people,
    printers,
    prints,
    receiving,
    reception,
    recovered,
    relay,
    returning,
    signing,
    syncing,
)
from desk_app.ui.routes import Place
from desk_app.ui.screens.books import Books
from desk_app.ui.screens.check_paper import CheckPaper
from desk_app.ui.screens.dossier.screen import OneDossier
from desk_app.ui.screens.dossiers import Dossiers
from desk_app.ui.screens.printers import PrinterSetUp
from desk_app.ui.screens.prints import Prints, Which
from desk_app.ui.screens.procedures import Procedures
from desk_app.ui.screens.receive.draft import Draft
from desk_app.ui.screens.receive.screen import Receive
from desk_app.ui.screens.recovered import Recovered
from desk_app.ui.screens.return_result import ReturnResult
from desk_app.ui.screens.settings import Settings
from desk_app.ui.screens.settle import Settle
from desk_app.ui.screens.sign import Sign
from desk_app.ui.screens.sync_status import SyncStatus
from desk_app.ui.screens.today import Today
from desk_app.ui.screens.users import Users

if TYPE_CHECKING:
    from collections.abc import Callable

    import flet as ft

    from desk_app.desk import Desk
    from desk_app.ui.routes import Trail
    from locales.catalogue import Texts

    Open = Callable[..., Any]

_REGISTERED = "registered:"  # reception of a dossier written down before
_AGAIN = "again:"  # reception of what the province did not take, with a new number
_PROCEDURE = "procedure:"  # reception of a procedure chosen in the catalogue
_GO: dict[Act, tuple[Place, str]] = {
    Act.RECEIVE: (Place.RECEIVE, _REGISTERED),
    Act.SIGN_RESULT: (Place.SIGN, ""),
    Act.RETURN_RESULT: (Place.RETURN, ""),
}


def screen_of(
    trail: Trail,
    *,
    desk: Desk,
    texts: Texts,
    bar: str,
    open_spot: Open,
    on_language: Callable[[str], Any],
    on_lock: Callable[[], Any],
) -> ft.Control:
    """A new visit makes a new screen; `bar`: why nothing can be written now, in words, or empty."""
    spot, key = trail.here, f"{trail.here.place}-{trail.visit}"
    open_dossier = partial(open_spot, Place.DOSSIER)
    match spot.place:
        case Place.TODAY:
            return Today(
                key=key,
                texts=texts,
                look=partial(lists.tasks, desk, texts),
                day=words.weekday(desk.clock.today(), texts),
                empty=_nothing_waits(desk, texts),
                on_open=partial(_open_task, open_spot),
                on_books=partial(open_spot, Place.BOOKS)
                if may(desk.user.roles, Act.PRINT)
                else None,
            )
        case Place.RECEIVE:
            return Receive(
                key=key,
                texts=texts,
                bar=bar,
                start=_start(desk, spot.what),
                calls=receiving.receive_calls(desk, texts, open_dossier=open_dossier),
            )
        case Place.DOSSIERS:
            return Dossiers(
                key=key,
                texts=texts,
                words=spot.what,
                load=lambda typed, chosen, after: lists.dossier_page(
                    desk, texts, typed=typed, chosen=chosen, after=after
                ),
                counts=partial(lists.filter_counts, desk),
                on_open=open_dossier,
            )
        case Place.DOSSIER:
            return OneDossier(
                key=key,
                texts=texts,
                bar=bar,
                calls=one_dossier.dossier_calls(
                    desk,
                    int(spot.what),
                    texts,
                    go=partial(_go, open_spot),
                    settle=partial(open_spot, Place.SETTLE),
                ),
            )
        case Place.VERIFY:
            checked = checking.check_calls(desk, texts, open_dossier=open_dossier)
            return CheckPaper(key=key, texts=texts, calls=checked)
        case _:
            return _other(
                trail,
                desk=desk,
                texts=texts,
                bar=bar,
                open_spot=open_spot,
                on_language=on_language,
                on_lock=on_lock,
            )


def _other(
    trail: Trail,
    *,
    desk: Desk,
    texts: Texts,
    bar: str,
    open_spot: Open,
    on_language: Callable[[str], Any],
    on_lock: Callable[[], Any],
) -> ft.Control:
    spot, key = trail.here, f"{trail.here.place}-{trail.visit}"
    open_dossier = partial(open_spot, Place.DOSSIER)
    match spot.place:
        case Place.SIGN:
            calls = signing.sign_calls(desk, texts, open_dossier=open_dossier)
            return Sign(key=key, texts=texts, bar=bar, calls=calls, begin=spot.what)
        case Place.RETURN:
            return ReturnResult(
                key=key,
                texts=texts,
                bar=bar,
                calls=returning.return_calls(desk, texts),
                begin=spot.what,
            )
        case Place.PROCEDURES:
            return Procedures(
                key=key,
                texts=texts,
                calls=catalogue.procedure_calls(
                    desk,
                    texts,
                    receive=lambda code: open_spot(Place.RECEIVE, f"{_PROCEDURE}{code}"),
                ),
                begin=spot.what,
            )
        case Place.SYNC | Place.SETTLE | Place.RECOVERED:
            return _syncing(
                trail, desk=desk, texts=texts, bar=bar, open_spot=open_spot, on_lock=on_lock
            )
        case Place.USERS:
            return Users(
                key=key,
                texts=texts,
                bar=bar,
                calls=people.user_calls(desk, texts),
                mandates=mandates.mandate_calls(desk, texts),
            )
        case Place.SETTINGS | Place.PRINTS | Place.PRINTERS | Place.BOOKS:
            return _settings(
                trail, desk=desk, texts=texts, open_spot=open_spot, on_language=on_language
            )
        case Place.TODAY | Place.RECEIVE | Place.DOSSIERS | Place.DOSSIER | Place.VERIFY:
            raise ValueError(spot.place)
        case _:
            assert_never(spot.place)


def _settings(
    trail: Trail,
    *,
    desk: Desk,
    texts: Texts,
    open_spot: Open,
    on_language: Callable[[str], Any],
) -> ft.Control:
    """What this desk is, where its papers go, and which went there."""
    spot, key = trail.here, f"{trail.here.place}-{trail.visit}"
    if spot.place is Place.BOOKS:
        return Books(key=key, texts=texts, calls=books.books_calls(desk, texts))
    if spot.place is Place.PRINTS:
        calls = prints.prints_calls(desk, texts, open_dossier=partial(open_spot, Place.DOSSIER))
        return Prints(key=key, texts=texts, calls=calls, begin=spot.what)
    if spot.place is Place.PRINTERS:
        return PrinterSetUp(key=key, texts=texts, calls=printers.set_up_calls(desk, texts))
    return Settings(
        key=key,
        texts=texts,
        load=partial(people.settings_shown, desk, texts),
        printer=people.printer_calls(
            desk,
            texts,
            set_up=partial(open_spot, Place.PRINTERS),
            ledger=partial(open_spot, Place.PRINTS),
        ),
        relay=relay.relay_calls(desk, texts),
        hub=syncing.hub_calls(desk, texts),
        on_language=on_language,
    )


def _syncing(
    trail: Trail,
    *,
    desk: Desk,
    texts: Texts,
    bar: str,
    open_spot: Open,
    on_lock: Callable[[], Any],
) -> ft.Control:
    """What waits and what a person must look at; one of these with its values side by side."""
    spot, key = trail.here, f"{trail.here.place}-{trail.visit}"
    open_dossier = partial(open_spot, Place.DOSSIER)
    if spot.place is Place.RECOVERED:
        found = recovered.recovered_calls(desk, texts, sign_in_again=on_lock)
        return Recovered(key=key, texts=texts, calls=found)
    if spot.place is Place.SETTLE:
        entity, _, _field = spot.what.partition(":")
        done = partial(open_dossier, entity)
        settled = conflicts.settle_calls(desk, texts, spot.what, done=done)
        return Settle(key=key, texts=texts, bar=bar, calls=settled)
    review = conflicts.review_calls(
        desk,
        texts,
        open_dossier=open_dossier,
        open_settle=partial(open_spot, Place.SETTLE),
        receive_again=lambda entity: open_spot(Place.RECEIVE, f"{_AGAIN}{entity}"),
    )
    calls = syncing.sync_calls(desk, texts, review=review)
    return SyncStatus(key=key, texts=texts, bar=bar, calls=calls)


def _start(desk: Desk, what: str) -> Draft:
    """What the reception form begins with."""
    if what.startswith(_REGISTERED):
        entity = what.removeprefix(_REGISTERED)
        return reception.draft_of(queries.dossier(desk, entity).application, registered=entity)
    if what.startswith(_AGAIN):
        entity = what.removeprefix(_AGAIN)
        return reception.draft_of(queries.dossier(desk, entity).application)
    if what.startswith(_PROCEDURE):
        return Draft(procedure=what.removeprefix(_PROCEDURE))
    return receiving.kept_draft(desk)


def _open_task(open_spot: Open, task: str) -> Any:
    if task == lists.UNSURE_PRINTS:
        return open_spot(Place.PRINTS, Which.UNSURE)
    return open_spot(Place.DOSSIER, task)


def _go(open_spot: Open, act: Act, entity: str) -> Any:
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
