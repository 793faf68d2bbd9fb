"""What a handler filled into a result's fields, made fit for its page.

Every value is judged by the kind its template gives the field; what is wrong names the field by the
label it has on the screen.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.text import LINE_LIMIT, clean, clean_lines
from printing.amounts import day_spelt, number_in_words
from printing.asked import PARTED, AskedKind
from printing.wording import day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from printing.asked import Asked
    from printing.filled import Rows

_LINES_LIMIT = 6000  # characters of a text of several paragraphs
_MOST_NUMBER = 12  # digits
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


class AnswerMissing(RuleBroken):
    """A field that the result cannot do without is empty."""

    code = "answer_missing"


class AnswerNoDay(RuleBroken):
    """What stands in the field is no day; type it as 27/11/2026."""

    code = "answer_no_day"


class AnswerNoNumber(RuleBroken):
    """What stands in the field is no whole number."""

    code = "answer_no_number"


class AnswerNotOffered(RuleBroken):
    """What stands in the field is none of its choices."""

    code = "answer_not_offered"


class NothingAsked(RuleBroken):
    """The result has no field of that name."""

    code = "nothing_asked"


def answered(
    asks: Sequence[Asked], values: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Rows]]:
    """The texts and lists that the fields give.

    Raises NothingAsked, AnswerMissing, AnswerNoDay, AnswerNoNumber, AnswerNotOffered, TooLong,
    ControlCharacters.
    """
    for name in sorted(values.keys() - {one.name for one in asks}):
        raise NothingAsked(name=name[:40])
    texts: dict[str, str] = {}
    lists: dict[str, Rows] = {}
    for one in asks:
        said = _cleaned(one, values.get(one.name, ""))
        if one.is_required and not said:
            raise AnswerMissing(label=one.label)
        _CHECKS.get(one.kind, _anything)(one, said)
        texts |= _texts(one, said)
        lists |= _lists(one, said)
    return texts, lists


def day_of(said: str) -> date | None:
    """The day typed; None where it is none."""
    for written in _DAYS:
        try:
            return datetime.strptime(said, written).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    return None


def _cleaned(one: Asked, value: str) -> str:
    if one.kind is AskedKind.LINES:
        return clean_lines(value, limit=_LINES_LIMIT, field=one.label)
    return clean(value, limit=LINE_LIMIT, field=one.label)


def _anything(one: Asked, said: str) -> None:
    """Any text will do."""


def _check_day(one: Asked, said: str) -> None:
    if said and day_of(said) is None:
        raise AnswerNoDay(label=one.label)


def _check_number(one: Asked, said: str) -> None:
    if said and not (said.isascii() and said.isdecimal() and len(said) <= _MOST_NUMBER):
        raise AnswerNoNumber(label=one.label)


def _check_choice(one: Asked, said: str) -> None:
    if said and said not in one.options:
        raise AnswerNotOffered(label=one.label)


_CHECKS = {
    AskedKind.DATE: _check_day,
    AskedKind.NUMBER: _check_number,
    AskedKind.CHOICE: _check_choice,
}


def _texts(one: Asked, said: str) -> dict[str, str]:
    match one.kind:
        case AskedKind.LINES:
            return {}
        case AskedKind.DATE:
            day = day_of(said)
            return {
                one.name: f"{day:%d/%m/%Y}" if day else "",
                f"{one.name}_in_words": day_in_words(day) if day else "",
                f"{one.name}_spelt": day_spelt(day) if day else "",
            }
        case AskedKind.NUMBER:
            words = number_in_words(int(said)) if said else ""
            return {one.name: said, f"{one.name}_in_words": words}
        case _:
            return {one.name: said}


def _lists(one: Asked, said: str) -> dict[str, Rows]:
    match one.kind:
        case AskedKind.LINES:
            lines = said.split("\n")
        case AskedKind.CHOICE:
            lines = said.split(PARTED)
        case _:
            return {}
    return {one.name: [{"text": line.strip()} for line in lines if line.strip()]}
