"""One dossier for who may see it, and its result's file."""

from pathlib import Path

from sqlalchemy import select

from sync.errors import FileUnknown
from sync.hub.api.changes import seen
from sync.hub.api.errors import DossierUnseen, ResultNotThere
from sync.hub.api.inward import Speaker, require_seen
from sync.hub.api.told import Change, change_of
from sync.hub.api_tables import outward_log
from sync.hub.audit_log import note
from sync.hub.files import readable
from sync.hub.hub import Hub


def one_change(hub: Hub, speaker: Speaker, code: str) -> Change:
    """A dossier as it was told last; raises DossierUnseen."""
    with hub.database.reading() as connection:
        place = require_seen(hub, connection, speaker, code)
        mine = (outward_log.c.scope == place.scope) & (outward_log.c.ent == place.ent)
        query = seen(select(outward_log).where(mine), speaker.view)
        row = connection.execute(query.order_by(outward_log.c.number.desc()).limit(1)).first()
    if row is None:  # it came a moment ago
        raise DossierUnseen
    return change_of(row)


def result_file(hub: Hub, speaker: Speaker, code: str, *, purpose: str) -> Path:
    """Where the signed result lies; the look is logged first.

    Raises DossierUnseen, ResultNotThere.
    """
    try:
        with hub.database.reading() as connection:
            place = require_seen(hub, connection, speaker, code)
    except DossierUnseen as error:
        note(hub, speaker.who, "outside.unseen", target=code, outcome=error.code)
        raise
    note(hub, speaker.who, "outside.read_result", target=code, purpose=purpose)
    if not place.told.result_sha256:
        raise ResultNotThere
    try:
        return readable(hub, place.scope, place.told.result_sha256)
    except FileUnknown as error:
        raise ResultNotThere from error
