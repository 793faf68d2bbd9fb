"""What the province sends down: results of dossiers, files for every desk, a dossier set free."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, select

from sync.hub.errors import FileUnreadable, ReleaseRefused, ResultRefused, UnknownDossierCode
from sync.hub.files import keep_content, keep_file
from sync.hub.folding import load_entities
from sync.hub.hub import Hub
from sync.hub.own_log import Said, say
from sync.hub.settling import remember
from sync.hub.tables import dossiers
from sync.protocol.page import IN_FORCE
from sync.protocol.versions import FILE_PUBLISHED, PROVINCE_SCOPE

_PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # bytes; readers look no further for it


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A file on its way to the desks of a scope."""

    scope: str
    pos: int  # in that scope's feed
    sha256: str
    size: int


def send_result(hub: Hub, code: str, path: Path) -> Sent:
    """Attach a result PDF to a dossier; its desk has it with its next round.

    Raises UnknownDossierCode, FileUnreadable, FileTooLarge, ResultRefused.
    """
    if _PDF_MARK not in _start(path):
        raise FileUnreadable(path=path)
    with hub.database.writing() as connection:
        scope, ent = find_dossier(connection, code)
        rules, states = hub.province.rules, hub.states
        dossier = load_entities(connection, scope, [ent], rules=rules, states=states)[ent]
        digest, size = keep_file(hub, connection, scope, path)
        kind, body = rules.result(dossier.state, sha256=digest, name=path.name, size=size)
        said = say(hub, connection, scope, kind=kind, body=body, ent=ent, base=dossier.ver)
        if said.settled.verdict not in IN_FORCE:
            raise ResultRefused(code=code, reason=said.settled.reason)
    return _sent(hub, said, scope, digest, size)


def release_dossier(hub: Hub, code: str, reason: str) -> int:
    """Let any machine of the commune go on with a dossier; the place of that word in its feed.

    What its holder wrote meanwhile and has not sent will be held as evidence, but for facts.
    Raises UnknownDossierCode, ReleaseRefused, and what the rules say to the reason.
    """
    with hub.database.writing() as connection:
        scope, ent = find_dossier(connection, code)
        rules, states = hub.province.rules, hub.states
        dossier = load_entities(connection, scope, [ent], rules=rules, states=states)[ent]
        kind, body = rules.release(reason)
        said = say(hub, connection, scope, kind=kind, body=body, ent=ent, base=dossier.ver)
        if said.settled.verdict not in IN_FORCE:
            raise ReleaseRefused(code=code, reason=said.settled.reason)
    remember(hub.states, [said.docket])
    return said.settled.pos


def publish_file(hub: Hub, path: Path) -> Sent:
    """Send a file, such as rates or a calendar, to every desk; raises FileUnreadable."""
    _start(path)
    content = path.read_bytes()
    with hub.database.writing() as connection:
        said = publish_in(hub, connection, path.name, content)
    return _sent(hub, said, PROVINCE_SCOPE, sha256(content).hexdigest(), len(content))


def publish_in(hub: Hub, connection: Connection, name: str, content: bytes) -> Said:
    """As `publish_file`, within a transaction; raises FileTooLarge."""
    digest, size = keep_content(hub, connection, PROVINCE_SCOPE, content)
    body = (name.rpartition(".")[2], name, size, bytes.fromhex(digest))
    return say(hub, connection, PROVINCE_SCOPE, kind=FILE_PUBLISHED, body=body)


def find_dossier(connection: Connection, code: str) -> tuple[str, int]:
    """The scope and entity of a dossier; its own organisation's where two feeds have the code."""
    query = select(dossiers.c.scope, dossiers.c.ent).where(dossiers.c.code == code)
    found = {row.scope: row.ent for row in connection.execute(query)}
    if not found:
        raise UnknownDossierCode(code=code)
    own = code.rsplit("-", 2)[0]
    scope = own if own in found else min(found)
    return scope, found[scope]


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MARK_WITHIN)
    except OSError as error:
        raise FileUnreadable(path=path) from error


def _sent(hub: Hub, said: Said, scope: str, digest: str, size: int) -> Sent:
    remember(hub.states, [said.docket])
    return Sent(scope=scope, pos=said.settled.pos, sha256=digest, size=size)
