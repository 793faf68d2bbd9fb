"""An act is for the dossier as its person sees it: what others did meanwhile is told first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk_app.domain.dossier import ChangedMeanwhile, Dossier
from desk_app.queries import dossiers as queries
from desk_app.ui.connect import history

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from locales.catalogue import Texts


@dataclass(kw_only=True, slots=True)
class Seen:
    """The dossier as it stands on the person's screen, or as they were told since."""

    dossier: Dossier


def act_as_seen(desk: Desk, seen: Seen, do: Callable[[Desk], object], texts: Texts) -> None:
    """`do` the act by a desk that refuses it on a newer dossier.

    Raises ChangedMeanwhile with what was done since, in words; told once, the next try is made
    knowing it.
    """
    before = seen.dossier
    try:
        do(replace(desk, seen=(before.entity, before.version)))
    except ChangedMeanwhile as error:
        told = history.since(queries.timeline(desk, before.entity), before.version, texts)
        seen.dossier = queries.dossier(desk, str(before.entity))
        raise ChangedMeanwhile(changes=told) from error
