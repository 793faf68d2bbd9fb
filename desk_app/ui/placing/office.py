"""The places of the desk itself: its people, what it is, where its papers go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.ui.connect import (
    books,
    mandates,
    people,
    printers,
    prints,
    relay,
    sign_pictures,
    syncing,
)
from desk_app.ui.connect import till as connect_till
from desk_app.ui.routes import Place
from desk_app.ui.screens.books import Books
from desk_app.ui.screens.printers import PrinterSetUp
from desk_app.ui.screens.prints import Prints
from desk_app.ui.screens.settings import Settings
from desk_app.ui.screens.till import Till
from desk_app.ui.screens.users import Users

if TYPE_CHECKING:
    import flet as ft

    from desk_app.ui.placing.view import View


def users(view: View) -> ft.Control:
    return Users(
        key=view.key,
        texts=view.texts,
        bar=view.bar,
        calls=people.user_calls(view.desk, view.texts),
        mandates=mandates.mandate_calls(view.desk, view.texts),
    )


def till(view: View) -> ft.Control:
    calls = connect_till.till_calls(
        view.desk,
        view.texts,
        open_dossier=view.open_dossier,
        open_receipts=view.way_to(Place.RECEIPTS),
    )
    return Till(key=view.key, texts=view.texts, bar=view.bar, calls=calls)


def papers(view: View) -> ft.Control:
    """Books, lists and slips of the desk."""
    return Books(key=view.key, texts=view.texts, calls=books.books_calls(view.desk, view.texts))


def print_ledger(view: View) -> ft.Control:
    calls = prints.prints_calls(view.desk, view.texts, open_dossier=view.open_dossier)
    return Prints(key=view.key, texts=view.texts, calls=calls, begin=view.what)


def printer_set_up(view: View) -> ft.Control:
    calls = printers.set_up_calls(view.desk, view.texts)
    return PrinterSetUp(key=view.key, texts=view.texts, calls=calls)


def settings(view: View) -> ft.Control:
    desk, texts = view.desk, view.texts
    printer = people.printer_calls(
        desk, texts, set_up=view.way_to(Place.PRINTERS), ledger=view.way_to(Place.PRINTS)
    )
    return Settings(
        key=view.key,
        texts=texts,
        load=partial(people.settings_shown, desk, texts),
        printer=printer,
        relay=relay.relay_calls(desk, texts),
        hub=syncing.hub_calls(desk, texts),
        pictures=sign_pictures.sign_pictures_calls(desk),
        on_language=view.on_language,
        look=view.look,
        on_look=view.on_look,
    )
