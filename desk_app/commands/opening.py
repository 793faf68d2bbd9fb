"""How a command opens the desk: user and password from outside, the desk closed when it ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from desk_app.commands.console import credentials, data_folder
from desk_app.commands.errors import WrongValue
from desk_app.opening import catalogue_at, opened_desk, place_of, rules_at

SAMPLE = "H17.20443"  # an invented organisation code of a real commune

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.commands.console import Console
    from desk_app.desk import Desk
    from desk_app.domain.receiving import DeskRules
    from desk_app.papers.sample import SampleDesk


@contextmanager
def opened(voice: Console, data: Path | None) -> Iterator[Desk]:
    """The desk of the data folder, signed in; raises CredentialsMissing and as `opened_desk`."""
    user, password = credentials(voice)
    with opened_desk(data_folder(data), user=user, password=password) as desk:
        yield desk


def national_desk_rules(data: Path | None, *, organisation: str) -> tuple[Catalogue, DeskRules]:
    """Catalogue and rules without an account: those of an organisation, else the country's.

    Raises WrongValue for an organisation of no commune.
    """
    folder = data_folder(data)
    catalogue = catalogue_at(folder)
    place = place_of(catalogue, organisation, {}, data=folder)
    if organisation and not place.commune:
        raise WrongValue(key="org")
    return catalogue, rules_at(catalogue, place)


def opened_sample(data: Path | None, *, organisation: str = "") -> SampleDesk:
    """A desk that only shows how papers look; no account is needed."""
    from desk_app.papers.sample import SampleDesk  # noqa: PLC0415 - draws, which is slow to load

    folder = data_folder(data)
    catalogue = catalogue_at(folder)
    place = place_of(catalogue, organisation or SAMPLE, {}, data=folder)
    return SampleDesk(place=place, catalogue=catalogue)
