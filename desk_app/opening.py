"""A desk set up, opened and closed: real parts into a `Desk`.

The catalogue is read once a process; everything else belongs to one open desk. The store and the
link to printers are loaded by whoever opens a desk: the window and `desk due` start without them.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from desk_app.catalogue.organisations import commune_of, read_organisations
from desk_app.catalogue.reader import read_catalogue
from desk_app.clock import WallClock
from desk_app.desk import Desk, Place
from desk_app.domain.receiving import DeskRules
from desk_app.domain.training import TRAINING
from desk_app.domain.work_calendar import DeskHours
from desk_app.routing import TRAY, kept_choice
from desk_app.store.places import desk_places
from printing.printers.tray import TrayPrinter
from sync.proof.citizen_code import web_base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.clock import Clock
    from desk_app.store.opening import Store
    from desk_app.store.places import Places

ROOTS = "roots"  # setting: PEM texts of trusted root certificates
CITIZENS = "citizens.json"  # published: {"address": "https://tracuu.tinh.gov.vn"}
PLACE = "place"  # setting: what the papers say that the catalogue does not know
_PLACE_KEYS = ("desk_kind", "phone", "lookup", "unit", "committee", "locality")


@cache
def the_catalogue() -> Catalogue:
    """The catalogue that came with the program; raises CatalogueFaulty."""
    return read_catalogue()


def catalogue_at(data: Path) -> Catalogue:
    """The catalogue of a data folder: with what the province laid over it, where it did."""
    folder = data / "catalogue"
    files = sorted(folder.rglob("*.json"))
    if not files:
        return the_catalogue()
    return _laid_over(folder, tuple(file.stat().st_mtime_ns for file in files))


@lru_cache(maxsize=1)
def _laid_over(folder: Path, _written_at: tuple[int, ...]) -> Catalogue:
    """Read anew when a file was published since; `_written_at` is the key of that."""
    return read_catalogue(overrides=folder)


@contextmanager
def opened_desk(
    data: Path, *, user: str, password: str, clock: Clock | None = None
) -> Iterator[Desk]:
    """The desk for who proves to be this user; closed, and so locked, when the block ends.

    Raises WrongPassword, UserLockedOut, DatabaseMissing and as `store.opening.open_store`.
    """
    from desk_app.obeying import obey  # noqa: PLC0415 - see above

    clock = clock or WallClock()
    store = _opened_store(desk_places(data), user, password, clock)
    try:
        mark = obey(store, clock)
        if mark is not None:
            raise mark.error()
        desk = desk_over(data, store, clock=clock)
        desk.prints.lost_sight(by=desk.user.number, at=clock.now())
        yield desk
    finally:
        store.close()


def _opened_store(places: Places, user: str, password: str, clock: Clock) -> Store:
    """The store; a person who was locked out is let in where the province says so by now."""
    from desk_app.obeying import still_barred  # noqa: PLC0415 - see above
    from desk_app.store.errors import UserBarred  # noqa: PLC0415 - see above
    from desk_app.store.opening import open_store  # noqa: PLC0415 - see above

    try:
        return open_store(places, user, password, now=clock.now())
    except UserBarred:
        if still_barred(places, user, password, clock):
            raise
    return open_store(places, user, password, now=clock.now())


def desk_over(data: Path, store: Store, *, clock: Clock) -> Desk:
    """The desk of an open store."""
    catalogue = catalogue_at(data)
    place = place_of(
        catalogue, store.journal.identity.organisation, store.settings.get(PLACE) or {}, data=data
    )
    tray = TrayPrinter(data / "desk" / TRAY, is_training=bool(store.settings.get(TRAINING)))
    return Desk(
        folder=data,
        store=store,
        catalogue=catalogue,
        clock=clock,
        place=place,
        rules=rules_at(catalogue, place),
        roots=tuple(text.encode() for text in store.settings.get(ROOTS) or ()),
        choice=kept_choice(store.settings.get, tray),
        tray=tray,
        replica=store.replica(clock),
        user=store.users.signed_in(),
    )


def rules_at(catalogue: Catalogue, place: Place) -> DeskRules:
    """What the place brings to a decision: its calendar and hours."""
    calendar = catalogue.calendar(commune=place.commune or None)
    return DeskRules(organisation=place.organisation, calendar=calendar, hours=DeskHours())


def place_of(catalogue: Catalogue, organisation: str, said: dict[str, Any], *, data: Path) -> Place:
    """The place of an organisation; what was said in Settings goes before what is derived."""
    known = read_organisations(data / "organisations.json")
    commune = commune_of(catalogue.units, organisation, known=known)
    overrides = {key: said[key] for key in _PLACE_KEYS if said.get(key)}
    if commune is None:
        unit = organisation or "…"
        derived = {"unit": unit, "committee": unit, "locality": unit, "commune": "", "province": ""}
    else:
        unit = f"{commune.kind.lower()} {commune.name}"
        derived = {
            "unit": unit,
            "committee": f"UBND {unit}",
            "locality": commune.name,
            "commune": commune.code,
            "province": commune.parent,
        }
    derived["citizens"] = _citizens(data / "catalogue" / CITIZENS)
    return Place(organisation=organisation, **(derived | overrides))


def citizens_address(content: bytes) -> str:
    """The web address that a published `citizens.json` tells; empty for what tells none."""
    try:
        told = json.loads(content)
    except ValueError:
        return ""
    address = told.get("address") if isinstance(told, dict) else None
    return web_base(address) if isinstance(address, str) else ""


def _citizens(path: Path) -> str:
    try:
        return citizens_address(path.read_bytes())
    except FileNotFoundError:
        return ""
