"""What a person says of a page: why it is of no use, and why one more is wanted."""

from __future__ import annotations

from enum import StrEnum


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
