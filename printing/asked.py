"""What a template of a result asks the handler for, beyond what the dossier says.

`{"name": …, "label": …, "kind": "text" | "lines" | "date" | "number" | "choice", "required"?: true,
"begins"?: phrase, "options"?: [text, …], "hint"?: text, "example"?: text}`. Each kind gives values
under its name: `date` also `…_in_words` and `…_spelt`, `number` also `…_in_words`; `lines` gives a
list with a `text` a row, `choice` a list too, parted at “ / ”. `example` stands in a preview.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from printing.phrase import NOTHING, Phrase
from printing.template_node import FaultKind, Node

PARTED = " / "  # between the lines of one option: "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
_NAME = re.compile("[a-z][a-z0-9_]{0,39}")


class AskedKind(StrEnum):
    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One field; `begins` is what the dossier already says there."""

    name: str
    label: str
    kind: AskedKind
    is_required: bool = True
    begins: Phrase = NOTHING
    options: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""

    @property
    def texts(self) -> frozenset[str]:
        """The values it gives."""
        match self.kind:
            case AskedKind.LINES:
                return frozenset()
            case AskedKind.DATE:
                return frozenset({self.name, f"{self.name}_in_words", f"{self.name}_spelt"})
            case AskedKind.NUMBER:
                return frozenset({self.name, f"{self.name}_in_words"})
            case _:
                return frozenset({self.name})

    @property
    def lists(self) -> frozenset[str]:
        """The lists it gives, of texts."""
        has_list = self.kind in {AskedKind.LINES, AskedKind.CHOICE}
        return frozenset({self.name}) if has_list else frozenset()


def read_asked(node: Node) -> Asked:
    """The field of an object; what is wrong becomes faults of the node."""
    asked = Asked(
        name=node.text("name"),
        label=node.text("label"),
        kind=node.choice("kind", AskedKind),
        is_required=node.flag("required", default=True),
        begins=node.phrase("begins", ""),
        options=tuple(node.texts("options", required=False)),
        hint=node.text("hint", ""),
        example=node.text("example", ""),
    )
    if not _NAME.fullmatch(asked.name):
        node.fault("name", FaultKind.NOT_A_CHOICE, repr(asked.name)[:60])
    if bool(asked.options) != (asked.kind is AskedKind.CHOICE):
        node.fault("options", FaultKind.EMPTY if not asked.options else FaultKind.UNKNOWN_KEY)
    return asked


def names_taken(asks: Sequence[Asked], known: frozenset[str]) -> Iterator[str]:
    """Names that are asked for twice, or that the form has already."""
    seen = set(known)
    for one in asks:
        for name in sorted(one.texts | one.lists):
            if name in seen:
                yield name
        seen |= one.texts | one.lists
