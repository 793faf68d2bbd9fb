"""The accounts of the desk and what the desk is, in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.queries.printers import printer_choices, printer_in_use
from desk_app.ui import formats, words
from desk_app.ui.connect.access import access_facts
from desk_app.ui.connect.mandates import mandate_fact
from desk_app.ui.screens.printer import PrinterCalls
from desk_app.ui.screens.settings import SettingsShown
from desk_app.ui.screens.users import UserCalls, UserLine
from desk_app.usecases.add_user import add_user
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.disable_user import disable_user

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.desk import Desk
    from desk_app.domain.rights import Role
    from locales.catalogue import Texts


def user_calls(desk: Desk, texts: Texts) -> UserCalls:
    def add(name: str, roles: Sequence[Role], password: str) -> object:
        return add_user(desk, name, password, roles=roles)

    def disable(name: str) -> object:
        found = desk.users.find(name)
        return disable_user(desk, found.number) if found else None

    return UserCalls(
        load=lambda: _lines(desk, texts),
        add=add,
        disable=disable,
        may_manage=may(desk.user.roles, Act.MANAGE_USERS),
    )


def settings_shown(desk: Desk, texts: Texts) -> SettingsShown:
    place, identity = desk.place, desk.journal.identity
    told = [
        ("unit", place.unit),
        ("organisation", place.organisation),
        ("machine", f"{identity.author}.{identity.epoch}"),
        ("hub", identity.hub_url),
        ("printer", printer_in_use(desk) or texts["ui.printer.tray"]),
        ("folder", str(desk.folder)),
        ("catalogue", f"{desk.catalogue.version} · {formats.day(desk.catalogue.as_of)}"),
        ("calendar", desk.rules.calendar.version),
        *access_facts(desk, texts),
        *mandate_fact(desk, texts),
        ("secret", texts[f"ui.secret.{desk.store.unlocked.secret_home}"]),
    ]
    return SettingsShown(
        facts=[(texts[f"ui.about.{key}"], value) for key, value in told if value],
        language=texts.lang,
    )


def printer_calls(
    desk: Desk, texts: Texts, *, set_up: Callable[[], object], ledger: Callable[[], object]
) -> PrinterCalls:
    """What the card of printers asks and does; choosing is the admin's."""

    def known() -> list[tuple[str, str]]:
        tray = texts["ui.printer.tray"]
        return [(one.address, one.name or tray) for one in printer_choices(desk)]

    return PrinterCalls(
        chosen=lambda: desk.printer_name,
        known=known,
        choose=partial(choose_printer, desk),
        may_choose=may(desk.user.roles, Act.MANAGE_DESK),
        set_up=set_up,
        ledger=ledger,
    )


def _lines(desk: Desk, texts: Texts) -> list[UserLine]:
    return [
        UserLine(
            name=user.name,
            roles=words.role_words(user.roles, texts),
            is_enabled=user.is_active,
            is_self=user.number == desk.user.number,
        )
        for user in desk.users.all()
    ]
