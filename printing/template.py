"""A template: how a form looks from one day on, as data that a province can replace.

A template names values (`{code}`) and lists of rows; which there are of a form: `vocabularies`. Its
shape on disk: `template_file`. What is missing on the day is not printed wrong: a block may depend
on a value (`when`, `unless`).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from printing.asked import Asked
from printing.page import Paper
from printing.phrase import NOTHING, Phrase


class Mark(StrEnum):
    """How sure the layout is."""

    CONFIRMED = "confirmed"  # as in the text of the rule
    INFERRED = "inferred"  # from what offices use
    UNCONFIRMED = "unconfirmed"  # the official layout was not seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Who writes, the State's motto, number, place and day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A phrase below a title, with its conditions."""

    text: Phrase
    when: str = ""
    unless: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    lines: tuple[Phrase, ...]
    below: tuple[Line, ...] = ()
    qr: Phrase = NOTHING  # what the code beside it says; none where that is empty
    stub: Phrase = NOTHING  # of a second code, right of it on the last copy alone


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldLine:
    """“label: value”; dots where the value is empty."""

    label: Phrase
    value: Phrase
    after: Phrase = NOTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two fields on one line where both fit."""

    left: FieldLine
    right: FieldLine


@dataclass(frozen=True, kw_only=True, slots=True)
class Plain:
    """Text at the left edge, or in the middle; nothing where it is empty."""

    text: Phrase
    is_centred: bool = False
    scale: float = 1.0  # of the size of the text


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A QR code in the middle; nothing where its text is empty."""

    text: Phrase


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraphs:
    """Justified, first lines indented; of a list: one for each of its rows."""

    texts: tuple[Phrase, ...]
    of: str = ""
    after: float = 0.35  # lines of white below each
    is_numbered: bool = False
    keeps: bool = False  # the last of them stays on one page with what follows


@dataclass(frozen=True, kw_only=True, slots=True)
class TableColumn:
    head: Phrase
    share: float
    lines: tuple[Phrase, ...]  # of a cell, each beginning a line of its own
    is_centred: bool = True
    is_amount: bool = False  # stands at the right edge of its column
    group: str = ""  # stands over neighbours of the same group
    qr: Phrase = NOTHING  # a small QR code in place of the lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    of: str
    columns: tuple[TableColumn, ...]
    foot: tuple[Phrase, ...] = ()  # the last row: one phrase a column
    scale: float = 1.0  # of the size of the text
    blank_rows: int = 0  # to be filled in by hand, below


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    lines: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Across:
    """A line from edge to edge of the text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One side of the signatures."""

    titles: tuple[Phrase, ...]
    how: Phrase
    name: Phrase = NOTHING
    note: Phrase = NOTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatures:
    left: Side | None
    right: Side


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """Who gets copies, and who signs for the office."""

    copies_to: tuple[Phrase, ...]
    titles: tuple[Phrase, ...]
    name: Phrase
    copies_of: str = ""  # a list whose rows' `text` come after these
    titles_of: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressee:
    name: Phrase


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Boxes to tick; the one whose words are the value is ticked."""

    label: Phrase
    options: tuple[str, ...]
    chosen: Phrase = NOTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """Rows of a list, grouped by a value: a code at the left, the group's title and rows beside."""

    of: str
    by: str
    title: Phrase
    row: Phrase
    qr: Phrase


@dataclass(frozen=True, kw_only=True, slots=True)
class Together:
    """Kept on one page with what follows."""

    blocks: tuple["Block", ...]


Content: TypeAlias = (
    Head
    | Title
    | FieldLine
    | Pair
    | Plain
    | Code
    | Paragraphs
    | Table
    | Gap
    | Across
    | NewPage
    | Signatures
    | Closing
    | Addressee
    | Choices
    | Board
    | Together
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One part of a form, and when it stands there: by a value or a list that is not empty."""

    content: Content
    when: str = ""
    unless: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A result that a handler can make by the template."""

    variant: str  # what stays the same when the template is replaced: "xac-nhan-hon-nhan"
    name: str  # what the handler chooses, and the name of the file
    number: Phrase  # of the result, from what was filled in
    asks: tuple[Asked, ...]
    scan_words: tuple[Phrase, ...] = ()  # upper right on page one: a copy of a scan where not empty


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    form: str
    since: date  # the first day it is used
    until: date | None  # the last day
    mark: Mark
    basis: str  # the rule it stands on, in Vietnamese
    number: str  # of the form: "Mẫu 06"
    paper: Paper
    file_title: Phrase
    is_letter: bool  # numbers of pages above the text, no foot
    copies: tuple[str, ...]  # labels; () is one copy without a label
    procedures: frozenset[str] = frozenset()  # only for these; all where empty
    fields: frozenset[str] = frozenset()  # only for these fields; all where empty
    blocks: tuple[Block, ...] = ()
    offer: Offer | None = None  # of a result: what the handler chooses and is asked for

    def is_used_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
