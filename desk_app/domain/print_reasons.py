"""What a person says of a page: why it is of no use, and why one more is wanted."""

from __future__ import annotations

from enum import StrEnum

from desk_app.domain.handling import ReasonMissing
from desk_app.domain.text import LINE_LIMIT, clean


class SpoiltBy(StrEnum):
    """Why a page that came out is of no use, in a person's word; it stands as the reason."""

    TORN = "torn"  # torn or crumpled
    PALE = "pale"  # smeared or too pale to read
    HALF = "half"  # a part is missing
    WRONG_PAPER = "wrong_paper"
    OTHER = "other"


class AskedBecause(StrEnum):
    """Why one more page is wanted."""

    LOST = "lost"  # the citizen has lost theirs
    DAMAGED = "damaged"  # theirs cannot be used any more
    FOR_AGENCY = "for_agency"  # another office asks for one
    FOR_FILE = "for_file"  # to be kept here
    OTHER = "other"


_BESIDE = ": "  # between the reason and what the person wrote beside it


def in_ledger(why: AskedBecause, words: str = "") -> str:
    """The reason as the ledger keeps it, with what the person wrote beside it.

    Another reason than those of the list is of no use without words. Raises ReasonMissing,
    ControlCharacters, TooLong.
    """
    said = clean(words, limit=LINE_LIMIT, field="reason")
    if why is AskedBecause.OTHER and not said:
        raise ReasonMissing(field="reason")
    return f"{why}{_BESIDE}{said}" if said else why.value


def of_ledger(kept: str) -> tuple[str, str]:
    """The reason and the words beside it; both empty where nobody was asked."""
    why, _, words = kept.partition(_BESIDE)
    return why, words
