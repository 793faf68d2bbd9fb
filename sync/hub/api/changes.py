"""Reading the row of changes from where a reader stands.

A cursor is `<hub's epoch>.<number>`. After the hub was put back from a copy its numbers go on from
the copy's end under a new epoch: whoever had read further begins there again, so nothing is left
out; a change may come twice, never not at all.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from sync.hub.api.errors import CursorUnknown
from sync.hub.api_tables import outward_eras, outward_log
from sync.hub.hub import Hub

MOST_CHANGES = 1_000  # of one page

_MOST_DIGITS = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """What a reader may see."""

    body_folded: str = ""  # a department: what is or was in its hands; empty: everything
    orgs: tuple[str, ...] = ()  # empty: all


EVERYTHING = View()


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some changes in their order."""

    rows: tuple[Any, ...]  # of `outward_log`
    cursor: str  # after the last of them
    has_more: bool


def read_page(hub: Hub, cursor: str, *, view: View, most: int) -> Page:
    """The changes after a cursor, empty for the beginning; raises CursorUnknown."""
    with hub.database.reading() as connection:
        after = place_of(connection, hub, cursor)
        end = connection.execute(select(func.max(outward_log.c.number))).scalar() or 0
        query = seen(select(outward_log), view).where(outward_log.c.number > after)
        rows = connection.execute(query.order_by(outward_log.c.number).limit(most + 1)).all()
    shown = tuple(rows[:most])
    has_more = len(rows) > most
    last = shown[-1].number if has_more else max(after, end)
    return Page(rows=shown, cursor=cursor_at(hub, last), has_more=has_more)


def cursor_at(hub: Hub, number: int) -> str:
    return f"{hub.hub_ep}.{number}"


def place_of(connection: Connection, hub: Hub, cursor: str) -> int:
    """The number a cursor stands at among those of today."""
    if not cursor:
        return 0
    epoch, _, told = cursor.partition(".")
    if not (epoch.isdecimal() and told.isdecimal() and cursor.isascii()):
        raise CursorUnknown
    eras = connection.execute(select(outward_eras).order_by(outward_eras.c.first)).all()
    known = [str(era.hub_ep) for era in eras]
    if epoch not in {*known, str(hub.hub_ep)}:
        raise CursorUnknown
    later = eras[known.index(epoch) + 1 :] if epoch in known else []
    end = eras[-1].next - 1 if eras else 0  # a copy put back may end before the reader
    ends = [int(told[:_MOST_DIGITS]), end, *(era.first - 1 for era in later)]
    return min(int(one) for one in ends)


def seen(query: Select[Any], view: View) -> Select[Any]:
    """The rows of the log that a reader may see."""
    if view.orgs:
        query = query.where(outward_log.c.org.in_(view.orgs))
    if view.body_folded:
        query = query.where(
            or_(
                outward_log.c.body_folded == view.body_folded,
                outward_log.c.body_before == view.body_folded,
            )
        )
    return query
