"""All projections anew from the journal, in one transaction: entity after entity, then the indexes.

After an update that changed `projection_tables`, after a restore, or when a check asks for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desk_app.domain import codec
from desk_app.store import projection_tables as tables
from desk_app.store.entries import COUNTS, in_order
from desk_app.store.helping import helped
from desk_app.store.near import NEAR_COLUMNS
from desk_app.store.projections import (
    INSERT_ASIDE,
    INSERT_CODE,
    INSERT_DISPUTE,
    INSERT_DOSSIER,
    INSERT_NAMES,
    MEET_PERSON,
    Projected,
    aside_rows,
    projected,
)
from desk_app.store.replay import replayed
from desk_app.store.settings import put_setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desk_app.store.database import Database, Row

_ENTITIES_AT_ONCE = 1_000
_WORTH_HELP = 50_000  # entries; fewer are folded before another process has started


def rebuild(database: Database, *, progress: Callable[[int], None] | None = None) -> int:
    """Make every projection again; returns how many entries were folded.

    `progress` is told, now and then, how many were so far.
    """
    with database.writing():
        for statement in (*tables.DROPS, *tables.TABLES):
            database.execute(statement)
        folded = _fill(database, progress)
        _finish(database)
    return folded


def rebuild_if_older(database: Database) -> None:
    """Make the projections again where another version of the application made them.

    Also where changes lie in the journal that it could not read and this version can.
    """
    version = _setting(database, tables.VERSION_SETTING)
    learnt = sorted(set(codec.KINDS) - set(_setting(database, tables.KINDS_SETTING) or ()))
    readable = [*learnt, codec.RECOVERED] if learnt else []  # what was recovered has one within
    if version != tables.VERSION or _has_any(database, readable):
        rebuild(database)
    elif learnt:
        with database.writing():
            put_setting(database, tables.KINDS_SETTING, sorted(codec.KINDS))


def _has_any(database: Database, kinds: list[int]) -> bool:
    marks = ", ".join("?" * len(kinds))
    sql = f"SELECT 1 FROM journal WHERE kind IN ({marks}) LIMIT 1"  # noqa: S608 - only marks
    return bool(kinds) and database.value(sql, kinds) is not None


def _setting(database: Database, name: str) -> Any:
    text = database.value("SELECT value FROM settings WHERE name = ?", (name,))
    return None if text is None else json.loads(text)


def _fill(database: Database, progress: Callable[[int], None] | None) -> int:
    folded = number = 0
    written = database.value("SELECT max(place) FROM journal") or 0
    with helped(_projected, is_worth_it=written > _WORTH_HELP) as fold_all:
        for entries, batch, asides in fold_all(_chunks(database)):
            folded += entries
            database.execute_many(INSERT_ASIDE, asides)
            _insert(database, batch, first=number + 1)
            number += len(batch)
            if progress is not None:
                progress(folded)
    return folded


def _projected(
    entities: list[tuple[int, list[Row]]],
) -> tuple[int, list[Projected], list[tuple[int, int, int, int]]]:
    """How many entries some entities have, the rows of those that are dossiers, what is aside."""
    batch: list[Projected] = []
    asides: list[tuple[int, int, int, int]] = []
    for entity, rows in entities:
        found = replayed(rows, entity=entity)
        asides += aside_rows(found, entity)
        if found.dossier is not None:
            batch.append(projected(found, found.dossier))
    return sum(len(rows) for _, rows in entities), batch, asides


def _chunks(database: Database) -> Iterator[list[tuple[int, list[Row]]]]:
    """The journal's rows by entity, in the order the entities came here, some thousand a time."""
    order = "SELECT entity FROM journal GROUP BY entity ORDER BY min(place)"
    entities = [entity for (entity,) in database.rows(order)]
    entities += [entity for (entity,) in database.rows(_ONLY_NEAR)]
    for start in range(0, len(entities), _ENTITIES_AT_ONCE):
        chunk = entities[start : start + _ENTITIES_AT_ONCE]
        by_entity: dict[int, list[Row]] = {entity: [] for entity in chunk}
        for row in database.rows(_ROWS_AMONG, (json.dumps(chunk),)):
            by_entity[row[8]].append(row)
        for row in database.rows(_NEAR_AMONG, (json.dumps(chunk),)):
            by_entity[row[8]].append(row)
        for rows in by_entity.values():
            rows[:] = in_order(rows)
        yield list(by_entity.items())


_ROWS_AMONG = f"""
    SELECT j.author, j.epoch, j.number, j.record, s.verdict, s.reason, s.position, s.version,
           j.entity
    FROM journal AS j
    LEFT JOIN settled AS s
        ON s.author = j.author AND s.epoch = j.epoch AND s.number = j.number
    WHERE j.entity IN (SELECT value FROM json_each(?)) AND {COUNTS}
"""  # noqa: S608 - constants


_ONLY_NEAR = """
    SELECT entity FROM near_changes
    WHERE entity NOT IN (SELECT entity FROM journal) GROUP BY entity ORDER BY entity
"""
_NEAR_AMONG = f"""
    SELECT {NEAR_COLUMNS} AND n.entity IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - constants


def _insert(database: Database, batch: list[Projected], *, first: int) -> None:
    numbered = list(enumerate(batch, start=first))
    database.execute_many(INSERT_DOSSIER, [(n, *rows.dossier) for n, rows in numbered])
    database.execute_many(INSERT_NAMES, [(n, *rows.names) for n, rows in numbered])
    database.execute_many(INSERT_CODE, [code for rows in batch for code in rows.codes])
    database.execute_many(MEET_PERSON, [(*rows.person, n) for n, rows in numbered])
    database.execute_many(INSERT_DISPUTE, [one for rows in batch for one in rows.disputes])


def _finish(database: Database) -> None:
    for statement in (*tables.INDEXES, *tables.SEARCH):
        database.execute(statement)
    for name in ("names", "people"):
        database.execute(f"INSERT INTO {name}_search ({name}_search) VALUES ('rebuild')")  # noqa: S608 - constants
    database.execute("INSERT INTO tallies SELECT status, count(*) FROM dossiers GROUP BY status")
    for statement in tables.TALLIES:
        database.execute(statement)
    put_setting(database, tables.VERSION_SETTING, tables.VERSION)
    put_setting(database, tables.KINDS_SETTING, sorted(codec.KINDS))
