"""Finding a dossier for whoever holds its receipt, and for nobody else.

The state is folded from the changes, as the hub does when it judges; nothing is kept for look-ups,
and of the phone no more than its last digits ever leaves the rules.
"""

import hmac
import unicodedata
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from sync import record
from sync.errors import MalformedChange
from sync.hub.folding import Entity, load_entities
from sync.hub.hub import Hub
from sync.hub.rules import CitizenView
from sync.hub.statements import Prepared, among
from sync.hub.tables import changes, dossiers, entities, epochs, feed, salts
from sync.proof.citizen_code import Purpose, proof_of, read_code
from sync.protocol.page import IN_FORCE
from sync.record import Change

DIGITS = 4
_MOST_CODE = 60

_SALT = Prepared(
    select(salts.c.scope, salts.c.salt)
    .select_from(epochs.join(salts, salts.c.scope == epochs.c.scope))
    .where(
        epochs.c.dev == bindparam("dev"),
        epochs.c.ep == bindparam("ep"),
        salts.c.dev == bindparam("dev"),
        salts.c.ep == bindparam("ep"),
        salts.c.ent == bindparam("ent"),
    )
)
_PLACE = Prepared(
    select(salts.c.scope, salts.c.salt, entities.c.ver)
    .select_from(
        epochs.join(salts, salts.c.scope == epochs.c.scope)
        .join(entities, (entities.c.scope == salts.c.scope) & (entities.c.ent == salts.c.ent))
        .join(dossiers, (dossiers.c.scope == salts.c.scope) & (dossiers.c.ent == salts.c.ent))
    )
    .where(
        epochs.c.dev == bindparam("dev"),
        epochs.c.ep == bindparam("ep"),
        salts.c.dev == bindparam("dev"),
        salts.c.ep == bindparam("ep"),
        salts.c.ent == bindparam("ent"),
    )
)
_LIFE = Prepared(
    select(changes.c.raw, changes.c.dev, changes.c.ep, feed.c.ver)
    .outerjoin(feed, (feed.c.scope == changes.c.scope) & (feed.c.pos == changes.c.pos))
    .where(
        changes.c.scope == bindparam("scope"),
        changes.c.ent == bindparam("ent"),
        among(changes.c.verdict, "verdicts"),
        changes.c.raw.is_not(None),
    )
    .order_by(changes.c.pos)
)
_BY_CODE = Prepared(
    select(dossiers.c.scope, dossiers.c.ent)
    .where(dossiers.c.code == bindparam("code"))
    .order_by(dossiers.c.scope)
)
_CHANGES = Prepared(
    select(changes.c.raw)
    .where(
        changes.c.scope == bindparam("scope"),
        changes.c.ent == bindparam("ent"),
        among(changes.c.verdict, "verdicts"),
        changes.c.raw.is_not(None),
    )
    .order_by(changes.c.pos)
)


def by_either(hub: Hub, text: str, digits: str) -> CitizenView | None:
    """As `by_dossier`, or as `by_code` where that is what was typed."""
    return by_dossier(hub, text, digits) or by_code(hub, text)


class Standing(NamedTuple):
    """A dossier as it is now; whatever changes about it gives another one."""

    scope: str
    ent: int
    ver: int


def by_code(hub: Hub, text: str) -> CitizenView | None:
    """The dossier of a receipt's look-up code; None for any other text."""
    found = standing_of(hub, text)
    return view_of(hub, found) if found else None


def standing_of(hub: Hub, text: str) -> Standing | None:
    """The dossier that a receipt's look-up code was made for; None for any other text."""
    asked = read_code(text)
    if asked is None:
        return None
    dev, ep, _ = record.creator(asked.ent)
    with hub.database.asking() as connection:
        rows = _PLACE.plain(connection, dev=dev, ep=ep, ent=asked.ent)
    for scope, salt, ver in rows:
        proof = proof_of(asked.ent, bytes(salt), Purpose.LOOK_UP)
        if hmac.compare_digest(proof.encode(), asked.proof.encode()):
            return Standing(scope, asked.ent, ver)
    return None


def view_of(hub: Hub, found: Standing) -> CitizenView | None:
    """What a citizen is told of it, or of what it has become since; None where nothing is."""
    rules, verdicts = hub.province.rules, [verdict.value for verdict in IN_FORCE]
    with hub.database.asking() as connection:
        rows = _LIFE.plain(connection, scope=found.scope, ent=found.ent, verdicts=verdicts)
    state, told = None, []
    for raw, dev, ep, ver in rows:
        change = record.decode(bytes(raw))
        state = rules.judge(state, change, author=(dev, ep), ver=ver or 0).state
        told.append(change)
    view = None if state is None else rules.citizen_view(state, told)
    return view if view and view.code else None


def by_dossier(hub: Hub, code: str, digits: str) -> CitizenView | None:
    """The dossier of this code, where these are the last four digits of its phone; else None."""
    wanted = as_code(code)
    if not wanted:
        return None
    with hub.database.reading() as connection:
        rows = _BY_CODE.plain(connection, code=wanted)
        views = [_view(hub, connection, scope, ent) for scope, ent in rows]
    for view in views:
        end = view.phone_end if view else ""
        if len(end) == DIGITS and hmac.compare_digest(end.encode(), digits.strip().encode()):
            return view
    return None


def owner_of(connection: Connection, text: str, purpose: Purpose) -> tuple[str, int] | None:
    """The scope and entity that a code was made for; None where it was not made so."""
    asked = read_code(text)
    if asked is None:
        return None
    dev, ep, _ = record.creator(asked.ent)
    for scope, salt in _SALT.plain(connection, dev=dev, ep=ep, ent=asked.ent):
        proof = proof_of(asked.ent, bytes(salt), purpose)
        if hmac.compare_digest(proof.encode(), asked.proof.encode()):
            return scope, asked.ent
    return None


class Reached(NamedTuple):
    """A dossier, and where its applicant is told of it."""

    view: CitizenView
    phone: str
    changed_at: int  # of the last change in force, by its author's clock


def reached(hub: Hub, connection: Connection, scope: str, ent: int) -> Reached | None:
    """The dossier with its phone, for who writes to it; None where there is none to tell of."""
    entity = _entity(hub, connection, scope, ent)
    told = _changes(connection, scope, ent)
    if entity is None or not told:
        return None
    rules = hub.province.rules
    view = rules.citizen_view(entity.state, told)
    return Reached(view, rules.phone(entity.state), max(change.at for change in told))


def first_salt(connection: Connection, scope: str, ent: int) -> bytes | None:
    """The salt that the change which made an entity carries; None once it is erased."""
    dev, ep, _ = record.creator(ent)
    salts_of = _SALT.plain(connection, dev=dev, ep=ep, ent=ent)
    return next((bytes(salt) for found, salt in salts_of if found == scope), None)


def as_code(text: str) -> str:
    """A dossier's code as it was typed: no blanks, capitals; empty for what is none."""
    plain = "".join(unicodedata.normalize("NFC", text).split()).upper()
    return plain if plain.isascii() and plain.isprintable() and len(plain) <= _MOST_CODE else ""


def _view(hub: Hub, connection: Connection, scope: str, ent: int) -> CitizenView | None:
    entity = _entity(hub, connection, scope, ent)
    if entity is None:
        return None
    told = _changes(connection, scope, ent)
    view = hub.province.rules.citizen_view(entity.state, told)
    return view if view.code else None


def _entity(hub: Hub, connection: Connection, scope: str, ent: int) -> Entity | None:
    """The dossier of an entity, as far as it is in force."""
    rules = hub.province.rules
    entity = load_entities(connection, scope, [ent], rules=rules, states=hub.states).get(ent)
    if entity is None or entity.state is None or entity.code is None:
        return None
    return entity


def _changes(connection: Connection, scope: str, ent: int) -> list[Change]:
    """Those in force, in their order."""
    verdicts = [verdict.value for verdict in IN_FORCE]
    raws = _CHANGES.plain(connection, scope=scope, ent=ent, verdicts=verdicts)
    return [change for (raw,) in raws for change in _decoded(bytes(raw))]


def _decoded(raw: bytes) -> list[Change]:
    try:
        return [record.decode(raw)]
    except MalformedChange:
        return []
