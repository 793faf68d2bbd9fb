"""One page of the print ledger as a line of the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.ui.theme import Tone


class Doing(StrEnum):
    """What a person can do with a page."""

    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    ASK = "ask"
    CANCEL = "cancel"
    SPOIL = "spoil"
    PRINT = "print"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintRow:
    id: str
    entity: str
    when: str
    code: str
    paper: str  # the form and which copy
    state: str
    tone: Tone
    detail: str  # reasons, in words
    who: str
    printer: str
    doings: tuple[Doing, ...]
