"""What making a result shows, and the calls behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desk_app.ui.widgets.file_choice import ChosenFile


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldShown:
    name: str
    label: str
    kind: str  # text, lines, date, number, choice
    is_required: bool
    begun: str
    options: Sequence[str] = ()
    hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultShown:
    """One result that can be made for the dossier."""

    variant: str
    name: str
    fields: Sequence[FieldShown]
    is_of_scan: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a page is drawn of; two that are equal give the same page."""

    variant: str
    values: Mapping[str, str]
    scan: str = ""  # digest of a file of the dossier
    file: ChosenFile | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMade:
    wanted: Wanted
    name: str  # of the file
    number: str
    pages: int
    pdf: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class MakeCalls:
    offers: Callable[[], Sequence[ResultShown]]
    draw: Callable[[Wanted], PageMade]  # slow
    picture: Callable[[bytes, int], bytes]  # slow; a page as PNG, counted from 0
    keep: Callable[[PageMade], str]  # slow; these very bytes become the result; words for the strip
    kinds: Sequence[str]  # endings of files that can be copied
