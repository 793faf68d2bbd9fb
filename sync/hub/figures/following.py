"""Keeping the figures up to date: behind each feed, in small portions, never in a desk's way.

Who follows folds first and writes then; where another process was faster, its cursor says so and
nothing is written. Every record after the cursor is looked at once more than needed at worst: a
course replaces the one before it, and the cells move by the difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, func, select, update

from sync.hub.copying import put_rows
from sync.hub.figure_tables import courses, figure_cursors
from sync.hub.figures.cells import CourseRow, add_course, new_sums, row_of, write_sums
from sync.hub.folding import load_entities
from sync.hub.hub import Hub
from sync.hub.statements import Prepared, among, insert_missing
from sync.hub.tables import changes, dossiers, feed, feeds

_AT_ONCE = 500  # records, so that desks wait little for the writer

_BEHIND = Prepared(
    select(feeds.c.scope, feeds.c.pos, feeds.c.floor, figure_cursors.c.pos.label("seen"))
    .outerjoin(figure_cursors, figure_cursors.c.scope == feeds.c.scope)
    .where(feeds.c.pos > func.coalesce(figure_cursors.c.pos, 0))
    .order_by(feeds.c.scope)
)
_NEWS = Prepared(
    select(feed.c.pos, changes.c.ent)
    .outerjoin(
        changes,
        and_(
            changes.c.scope == feed.c.scope,
            changes.c.dev == feed.c.dev,
            changes.c.ep == feed.c.ep,
            changes.c.seq == feed.c.seq,
        ),
    )
    .where(feed.c.scope == bindparam("scope"), feed.c.pos > bindparam("after"))
    .order_by(feed.c.pos)
    .limit(_AT_ONCE)
)
_BEFORE = Prepared(
    select(courses).where(courses.c.scope == bindparam("scope"), among(courses.c.ent, "ents"))
)
_ALL = Prepared(
    select(dossiers.c.ent)
    .where(dossiers.c.scope == bindparam("scope"), dossiers.c.ent > bindparam("after"))
    .order_by(dossiers.c.ent)
    .limit(_AT_ONCE)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """Records of a feed, and the courses of the dossiers they speak of."""

    scope: str
    seen: int  # the cursor before it
    last: int  # and after it
    rows: Sequence[CourseRow]
    gone: Sequence[int] = ()  # entities that are no dossier any figure counts


def behind(hub: Hub) -> int:
    """How many records of the feeds are not counted yet."""
    with hub.database.reading() as connection:
        rows = _BEHIND.run(connection).all()
    return sum(row.pos - (row.seen or 0) for row in rows)


def follow(hub: Hub, *, most: int | None = None) -> int:
    """Count what came since the last time, up to about so many records; how many were counted."""
    done = 0
    with hub.database.reading() as connection:
        waiting = _BEHIND.run(connection).all()
    for row in waiting:
        seen, missing = row.seen or 0, row.seen is None
        if seen < row.floor:  # older records may have left the feed
            done += _from_the_dossiers(hub, row.scope, seen, row.pos, is_new=missing)
            continue
        while seen < row.pos and (most is None or done < most):
            portion = _portion(hub, row.scope, seen)
            if not _count(hub, portion, is_new=missing):
                break  # another process does it
            done += portion.last - seen
            seen, missing = portion.last, False
    return done


def _portion(hub: Hub, scope: str, seen: int) -> Portion:
    with hub.database.reading() as connection:
        news = _NEWS.run(connection, scope=scope, after=seen).all()
        ents = sorted({row.ent for row in news if row.ent is not None})
        rows, gone = _courses(hub, connection, scope, ents)
    last = max((row.pos for row in news), default=seen)
    return Portion(scope=scope, seen=seen, last=last, rows=rows, gone=gone)


def _from_the_dossiers(hub: Hub, scope: str, seen: int, pos: int, *, is_new: bool) -> int:
    """All dossiers of a scope, whose feed begins after the cursor; then the cursor is at `pos`."""
    after = -1
    while True:
        with hub.database.reading() as connection:
            ents = [row.ent for row in _ALL.run(connection, scope=scope, after=after).all()]
            rows, gone = _courses(hub, connection, scope, ents)
        is_last = len(ents) < _AT_ONCE
        last = pos if is_last else seen
        portion = Portion(scope=scope, seen=seen, last=last, rows=rows, gone=gone)
        if not _count(hub, portion, is_new=is_new):
            return 0
        if is_last:
            return pos - seen
        after, is_new = ents[-1], False


def _courses(
    hub: Hub, connection: Connection, scope: str, ents: Sequence[int]
) -> tuple[list[CourseRow], list[int]]:
    """The courses of dossiers, and the entities that have none."""
    rules, rows, gone = hub.province.rules, [], []
    for ent, entity in load_entities(
        connection, scope, ents, rules=rules, states=hub.states
    ).items():
        course = None if entity.state is None else rules.course(entity.state)
        if course is None:
            gone.append(ent)
        else:
            rows.append(row_of(scope, ent, course))
    return rows, gone


def _count(hub: Hub, portion: Portion, *, is_new: bool) -> bool:
    """Put a portion into the tables; false where another process has been here."""
    scope = portion.scope
    with hub.database.writing() as connection:
        if is_new:
            insert_missing(connection, figure_cursors, [{"scope": scope, "pos": 0}])
        moved = connection.execute(  # before all else: who counts afresh waits here, or we do
            update(figure_cursors)
            .where(figure_cursors.c.scope == scope, figure_cursors.c.pos == portion.seen)
            .values(pos=portion.last)
        )
        if moved.rowcount != 1:
            return False
        _replace(connection, portion)
    return True


def _replace(connection: Connection, portion: Portion) -> None:
    """Courses in place of those before them; the cells move by the difference."""
    scope, sums = portion.scope, new_sums()
    ents = sorted([*(row.ent for row in portion.rows), *portion.gone])
    before = {row.ent: row for row in _rows_before(connection, scope, ents)}
    fresh = [row for row in portion.rows if before.get(row.ent) != row]
    for row in fresh:
        add_course(sums, row)
    left = {ent for ent in portion.gone if ent in before}
    for ent in [*(row.ent for row in fresh), *left]:
        if ent in before:
            add_course(sums, before[ent], sign=-1)
    put_rows(connection, courses, fresh)
    if left:
        connection.execute(
            courses.delete().where(courses.c.scope == scope, courses.c.ent.in_(left))
        )
    write_sums(connection, sums)


def _rows_before(connection: Connection, scope: str, ents: Sequence[int]) -> list[CourseRow]:
    found = _BEFORE.plain(connection, scope=scope, ents=list(ents))
    return [CourseRow(*row) for row in found]
