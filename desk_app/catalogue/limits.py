"""Time limits as a procedure file writes them.

`{"unit": "hour"|"half_day"|"working_day"|"calendar_day"|"month"|"same_day"|"not_stated", "amount"?:
3 or 7.5, "mark": "C"|"I"|"U", "text"?, "also_stated"?: [time limit]}`. The units same_day and
not_stated have no amount, and not_stated says in its text what is known. Amounts are exact: 17.5 is
35/2. `also_stated` keeps what the same source says elsewhere, against this.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from desk_app.domain.procedure import LimitUnit, Mark, TimeLimit
from desk_app.domain.text import fold

if TYPE_CHECKING:
    from desk_app.catalogue.entry import Entry

_NO_AMOUNT = frozenset({LimitUnit.SAME_DAY, LimitUnit.NOT_STATED})
_WORDS = {
    LimitUnit.HOUR: "giờ",
    LimitUnit.HALF_DAY: "buổi",
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.CALENDAR_DAY: "ngày",
    LimitUnit.MONTH: "tháng",
}
_SAID = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?) (.+)")
_UNITS = {fold(word): unit for unit, word in _WORDS.items()}
_SAME_DAY = "Trong ngày; nhận sau 15:00 thì ngày làm việc tiếp theo"


def read_limit(entry: Entry) -> TimeLimit:
    unit = entry.choice("unit", LimitUnit)
    amount = Fraction(0) if unit in _NO_AMOUNT else entry.amount("amount")
    limit = TimeLimit(
        unit=unit,
        amount=amount,
        mark=entry.choice("mark", Mark),
        text=_text(entry, unit, amount),
        also_stated=tuple(read_limit(other) for other in entry.entries("also_stated")),
    )
    entry.done()
    return limit


def limit_said(text: str) -> TimeLimit | None:
    """A limit in a clerk's words, "7,5 ngày làm việc" or "trong ngày"; None for what is none."""
    if fold(text) == "trong ngay":
        zero = Fraction(0)
        return TimeLimit(unit=LimitUnit.SAME_DAY, amount=zero, mark=Mark.CONFIRMED, text=_SAME_DAY)
    said = _SAID.fullmatch(" ".join(text.split()))
    unit = _UNITS.get(fold(said[2])) if said else None
    amount = Fraction(said[1].replace(",", ".")) if said else Fraction(0)
    if unit is None or not amount:
        return None
    words = f"{_number(amount)} {_WORDS[unit]}"
    return TimeLimit(unit=unit, amount=amount, mark=Mark.CONFIRMED, text=words)


def _text(entry: Entry, unit: LimitUnit, amount: Fraction) -> str:
    if unit is LimitUnit.NOT_STATED or entry.has("text"):
        return entry.text("text")
    if unit is LimitUnit.SAME_DAY:
        return _SAME_DAY
    return f"{_number(amount)} {_WORDS[unit]}"


def _number(amount: Fraction) -> str:
    """As Vietnamese writes it: 7,5."""
    if amount.denominator == 1:
        return str(amount.numerator)
    return f"{float(amount):g}".replace(".", ",")  # halves and quarters are exact in binary
