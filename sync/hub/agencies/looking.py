"""One dossier: its course without a person's name, and what it says of a person for a purpose."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from sync.errors import FileUnknown
from sync.hub.agencies.errors import PurposeMissing
from sync.hub.api.errors import DossierUnseen, ResultNotThere
from sync.hub.api.inward import Place, Speaker, require_seen
from sync.hub.api.told import moment, read
from sync.hub.api_tables import outward_log
from sync.hub.audit_log import note
from sync.hub.files import readable
from sync.hub.hub import Hub
from sync.hub.outside import Inside, Told

_LEAST_PURPOSE = 5  # letters
_MARK_BYTES = 8
_ENDINGS = ((b"%PDF-", ".pdf"), (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One step of a dossier's course."""

    at: datetime
    state: int
    body: str  # who had it then; empty: the desk


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """A dossier as its department may know it without a purpose."""

    told: Told
    turns: tuple[Turn, ...]


def course(hub: Hub, speaker: Speaker, code: str) -> Course:
    """Raises DossierUnseen, and notes who asked."""
    place = _seen(hub, speaker, code)
    query = (
        select(outward_log)
        .where(outward_log.c.scope == place.scope, outward_log.c.ent == place.ent)
        .order_by(outward_log.c.number)
    )
    turns: list[Turn] = []
    with hub.database.reading() as connection:
        for row in connection.execute(query):
            told = read(row.told)
            turn = Turn(at=moment(row.at), state=told.state, body=told.handed_to)
            if not turns or (turns[-1].state, turns[-1].body) != (turn.state, turn.body):
                turns.append(turn)
    return Course(told=place.told, turns=tuple(turns))


def look(hub: Hub, speaker: Speaker, code: str, *, purpose: str) -> Inside:
    """What it says of a person; the look is noted first. Raises DossierUnseen, PurposeMissing."""
    if len(purpose.strip()) < _LEAST_PURPOSE:
        raise PurposeMissing
    place = _seen(hub, speaker, code)
    note(hub, speaker.who, "dossier.look", target=code, purpose=purpose)
    return hub.province.rules.inside(place.entity.state or object())


def open_file(hub: Hub, speaker: Speaker, code: str, sha256: str, *, purpose: str) -> Path:
    """One of its files, noted as a look; raises DossierUnseen, PurposeMissing, ResultNotThere."""
    inside = look(hub, speaker, code, purpose=purpose)
    if sha256 not in {file.sha256 for file in inside.files}:
        raise ResultNotThere
    try:
        return readable(hub, _seen(hub, speaker, code).scope, sha256)
    except FileUnknown as error:
        raise ResultNotThere from error


def ending_of(path: Path) -> str:
    """The ending of a file's name by its first bytes."""
    with path.open("rb") as file:
        start = file.read(_MARK_BYTES)
    return next((ending for mark, ending in _ENDINGS if start.startswith(mark)), ".bin")


def _seen(hub: Hub, speaker: Speaker, code: str) -> Place:
    try:
        with hub.database.reading() as connection:
            return require_seen(hub, connection, speaker, code)
    except DossierUnseen as error:
        note(hub, speaker.who, "dossier.unseen", target=code, outcome=error.code)
        raise
