"""Going to every place of the window by keys alone, in whatever language it speaks."""

import os

from desk_app.opening import opened_desk
from desk_app.ui import reach
from desk_app.ui.routes import Place
from tests.support.clock import SetClock
from tests.support.counter import (
    approved,
    certification,
    printed,
    received,
    residence,
    worked_on,
)
from tests.support.desks import EVERY_ROLE, PASSWORD
from tests.support.window import PERSON

WANTS_PICTURES = bool(os.environ.get("MOTCUA_PICTURES"))
FROM_THE_LIST = (*reach.on_rail(EVERY_ROLE), *reach.by_command(EVERY_ROLE))


def with_work(folder):
    """A desk in the middle of its day: something in every state that use cases reach at once."""
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=SetClock()) as desk:
        received(desk, residence())
        printed(desk, certification())
        worked_on(desk, residence())
        return approved(desk, residence())


def go_to(window, texts, place):
    """By the list of commands; returns when the place shows its name."""
    title = texts[f"ui.place.{place}"]
    window.keys("Control+k")
    window.cursor_in(texts["ui.commands.find"])
    window.page.keyboard.insert_text(title)
    window.page.get_by_role("alertdialog").get_by_role("button", name=title).first.wait_for(
        state="attached"
    )
    window.keys("Enter")
    if place is Place.RECEIVE:
        window.cursor_in(texts["ui.receive.find_person"])  # the form needs all of its height
    else:
        window.sees_heading(title)


def every_place(window, texts, *, code):
    """Walk them all; `code` is of the dossier that is opened in between."""
    for place in FROM_THE_LIST:
        go_to(window, texts, place)
        yield place
    window.keys("F4")
    window.cursor_in(texts["ui.search"])
    window.page.keyboard.insert_text(code)
    window.keys("Enter")
    window.sees(code)
    window.keys("ArrowDown", "Enter")
    window.sees(texts["ui.dossier.history"])
    yield Place.DOSSIER
