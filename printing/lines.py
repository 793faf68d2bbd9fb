"""Breaking text into lines: greedy, at blanks, within a word only where it alone fills a line.

Lengths are points. A run is text in one face; a word may be made of several runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from printing.fonts import NO_BREAK_SPACE, Face, printable, width

Run: TypeAlias = tuple[str, Face]
_HAIR = 0.01  # less than any letter is wide


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    runs: tuple[Run, ...]
    left: float  # the indent of a first line, else 0
    length: float

    @property
    def blanks(self) -> int:
        return sum(blanks_in(text) for text, _ in self.runs)


def wrap(runs: Sequence[Run], *, size: float, limit: float, indent: float = 0) -> list[Line]:
    """The lines of the text, none longer than `limit`; the first begins `indent` further right.

    A text of blanks gives no line. Raises GlyphMissing.
    """
    whole = tuple([(printable(text), face) for text, face in runs if text])
    return [*_wrapped(whole, size=size, limit=limit, indent=indent)]


@lru_cache(maxsize=1024)  # a form says the same words under every name
def _wrapped(
    whole: tuple[Run, ...], *, size: float, limit: float, indent: float
) -> tuple[Line, ...]:
    length = _length(whole, size)
    if indent + length <= limit and _is_trimmed(whole):
        return (Line(runs=whole, left=indent, length=length),)
    return tuple(_broken(whole, size=size, limit=limit, indent=indent))


def blanks_in(text: str) -> int:
    """What stretches in a justified line: a PDF draws a no-break blank as any other."""
    return text.count(" ") + text.count(NO_BREAK_SPACE)


def balanced(runs: Sequence[Run], *, size: float, limit: float) -> list[Line]:
    """As many lines as `wrap` makes, of lengths as equal as the words allow."""
    lines = narrower = wrap(runs, size=size, limit=limit)
    longest_word = max((_length(word, size) for word in _whole_words(runs)), default=limit)
    while len(lines) > 1 and len(narrower) == len(lines):
        lines = narrower
        limit = max(line.length for line in lines) - _HAIR
        if limit < longest_word:
            break
        narrower = wrap(runs, size=size, limit=limit)
    return lines


def _broken(runs: Sequence[Run], *, size: float, limit: float, indent: float) -> Iterator[Line]:
    left, length, line = indent, 0.0, list[Run]()
    for word, word_length in _words(runs, size=size, limit=limit - indent):
        blank = width(" ", word[0][1], size) if line else 0.0
        if line and left + length + blank + word_length > limit:
            yield Line(runs=_joined(line), left=left, length=length)
            left, length, blank, line = 0.0, 0.0, 0.0, []
        if line:
            line.append((" ", word[0][1]))
        line.extend(word)
        length += blank + word_length
    if line:
        yield Line(runs=_joined(line), left=left, length=length)


def _words(
    runs: Sequence[Run], *, size: float, limit: float
) -> Iterator[tuple[Sequence[Run], float]]:
    """The words, each as its runs and their length; one longer than `limit` comes in parts."""
    for word in _whole_words(runs):
        length = _length(word, size)
        if length <= limit:
            yield word, length
        else:
            yield from _parts(word, size=size, limit=limit)


def _whole_words(runs: Sequence[Run]) -> Iterator[list[Run]]:
    word: list[Run] = []
    for text, face in runs:
        first, *others = text.split(" ")
        if first:
            word.append((first, face))
        for other in others:
            if word:
                yield word
            word = [(other, face)] if other else []
    if word:
        yield word


def _parts(
    word: Sequence[Run], *, size: float, limit: float
) -> Iterator[tuple[Sequence[Run], float]]:
    part: list[Run] = []
    length = 0.0
    for character, face in ((character, face) for text, face in word for character in text):
        advance = width(character, face, size)
        if part and length + advance > limit:
            rest = _behind_hyphen(part)
            yield _joined(part[: len(part) - len(rest)]), length - _length(rest, size)
            part, length = rest, _length(rest, size)
        part.append((character, face))
        length += advance
    yield _joined(part), length


def _behind_hyphen(part: Sequence[Run]) -> list[Run]:
    """What stands behind the last hyphen: there a code is broken, nothing where it has none."""
    places = [number for number, (character, _) in enumerate(part, start=1) if character == "-"]
    return list(part[places[-1] :]) if places else []


def _length(runs: Sequence[Run], size: float) -> float:
    return sum(width(text, face, size) for text, face in runs)


def _is_trimmed(runs: Sequence[Run]) -> bool:
    """Whether it begins and ends with something other than a blank."""
    return bool(runs) and runs[0][0][0] != " " and runs[-1][0][-1] != " "


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours of one face made one, so that a page holds few and whole texts."""
    joined: list[Run] = []
    for text, face in runs:
        if joined and joined[-1][1] is face:
            joined[-1] = (joined[-1][0] + text, face)
        else:
            joined.append((text, face))
    return tuple(joined)
