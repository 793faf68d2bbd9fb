"""Finding a dossier by what people remember of it: a word of the applicant's name, a number.

Each dossier has a few beginnings: its folded name from each of its words on, and its running
number with the day. They are kept behind the feeds, so that taking changes costs no more; a search
reads the few that begin as it does, however many dossiers a province has.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from sync.hub.api_tables import beginnings
from sync.hub.copying import add_rows
from sync.hub.tables import dossiers

MOST_CANDIDATES = 1_000
_RUNNING_NUMBER = 4  # digits
_MOST_WORDS = 12
_AFTER_ALL = "\U0010ffff"  # no letter comes after it
_NUMBER_SIGN = "#"


def note_beginnings(connection: Connection, scope: str, ents: Sequence[int]) -> None:
    """Keep the beginnings of these dossiers as they are now."""
    old = (beginnings.c.scope == scope, beginnings.c.ent.in_(ents))
    connection.execute(delete(beginnings).where(*old))
    told = select(dossiers.c.ent, dossiers.c.code, dossiers.c.applicant_folded).where(
        dossiers.c.scope == scope, dossiers.c.ent.in_(ents)
    )
    rows = [
        (scope, ent, one)
        for ent, code, name in connection.execute(told)
        for one in sorted({*_of_name(name), *_of_code(code)})
    ]
    add_rows(connection, beginnings, rows)


def candidates(folded: str) -> Select[Any, Any]:
    """Scope and entity of dossiers whose name has these words beside each other, or this number."""
    if folded.isdecimal() and len(folded) <= _RUNNING_NUMBER:
        first = f"{_NUMBER_SIGN}{folded.zfill(_RUNNING_NUMBER)} "
    else:
        first = " ".join(folded.split())
    last = first + _AFTER_ALL
    column = beginnings.c.beginning
    return (
        select(beginnings.c.scope, beginnings.c.ent)
        .where(column >= first, column < last)
        .order_by(column.desc())
    )


def _of_name(name: str) -> Iterator[str]:
    words = name.split()
    return (" ".join(words[place:]) for place in range(min(len(words), _MOST_WORDS)))


def _of_code(code: str) -> Iterator[str]:
    """The number first, then the day: the newest of one number come last."""
    before, _, number = code.rpartition("-")
    if number.isdecimal():
        yield f"{_NUMBER_SIGN}{number} {before.rpartition('-')[2]}"
