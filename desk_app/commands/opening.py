"""How a command opens the desk: user and password from outside, the desk closed when it ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from desk_app.commands.console import credentials, data_folder
from desk_app.opening import opened_desk, place_of, rules_at, the_catalogue
from desk_app.papers.sample import SampleDesk

SAMPLE = "H17.20443"  # an invented organisation code of a real commune

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.commands.console import Console
    from desk_app.desk import Desk
    from desk_app.domain.receiving import DeskRules


@contextmanager
def opened(voice: Console, data: Path | None) -> Iterator[Desk]:
    """The desk of the data folder, signed in; raises CredentialsMissing and as `opened_desk`."""
    user, password = credentials(voice)
    with opened_desk(data_folder(data), user=user, password=password) as desk:
        yield desk


def national_desk_rules(data: Path | None, *, organisation: str) -> tuple[Catalogue, DeskRules]:
    """Catalogue and rules without an account: those of an organisation, else the country's."""
    folder = data_folder(data)
    catalogue = the_catalogue()
    return catalogue, rules_at(catalogue, place_of(catalogue, organisation, {}, data=folder))


def opened_sample(data: Path | None, *, organisation: str = "") -> SampleDesk:
    """A desk that only shows how papers look; no account is needed."""
    catalogue = the_catalogue()
    place = place_of(catalogue, organisation or SAMPLE, {}, data=data_folder(data))
    return SampleDesk(place=place, catalogue=catalogue)
