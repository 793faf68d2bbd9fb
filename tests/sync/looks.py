"""Looking into the hub's database, for what must be there and what must not."""

from sqlalchemy import func, select

from sync.hub import tables


def count(hub, table):
    with hub.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar()


def verdicts(hub, dev=None):
    """(dev, seq) → verdict and reason, of all changes or those of one machine."""
    with hub.database.reading() as connection:
        rows = connection.execute(select(tables.changes).order_by(tables.changes.c.pos)).all()
    return {
        (row.dev, row.seq): (row.verdict, row.reason)
        for row in rows
        if dev is None or row.dev == dev
    }


def feed(hub, scope):
    """The records of a feed, with their changes' bytes, in order."""
    columns = tables.feed.c
    own = tables.changes.c
    query = (
        select(columns.pos, columns.ver, columns.dev, columns.ep, columns.seq)
        .add_columns(columns.verdict, columns.reason, own.raw, columns.digest)
        .join(
            tables.changes,
            (own.scope == columns.scope)
            & (own.dev == columns.dev)
            & (own.ep == columns.ep)
            & (own.seq == columns.seq),
        )
        .where(columns.scope == scope)
        .order_by(columns.pos)
    )
    with hub.database.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def dossiers(hub):
    """Code → status."""
    with hub.database.reading() as connection:
        rows = connection.execute(select(tables.dossiers)).all()
    return {row.code: row.status for row in rows}
