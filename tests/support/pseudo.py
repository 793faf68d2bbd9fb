"""A language nobody speaks: every text of ours in brackets and a third longer.

What stands on the screen without brackets is data, or was never a text of the catalogue.
"""

import re
import unicodedata

from locales.catalogue import PLACEHOLDER, Texts, load

_INSIDE = re.compile(r"⟦[^⟦⟧]*⟧")
_BETWEEN = re.compile(r"[^\w\s]|\d|_|\n")
_CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}|[^\s|]*\d[^\s|]*")  # of machines, days, versions
_LETTERS = 3


class Pseudo(Texts):
    """The Vietnamese texts in that language."""

    __slots__ = ()

    def __init__(self):
        super().__init__("vi", load("vi")._translations)

    def __getitem__(self, key):
        text = super().__getitem__(key)
        longer = "~" * max(1, len(PLACEHOLDER.sub("", text)) // 3)
        return f"⟦{text}{longer}⟧"


def bare(seen):
    """The stretches of words that stand in no brackets."""
    before = None
    while before != seen:  # a text within a text
        before, seen = seen, _INSIDE.sub("|", seen)
    stretches = (plain(one) for one in _BETWEEN.split(_CODE.sub("|", seen)))
    return {one for one in stretches if len(one) >= _LETTERS}


def plain(text):
    """Words alone, one blank between them."""
    return " ".join(unicodedata.normalize("NFC", _BETWEEN.sub(" ", text)).split())
