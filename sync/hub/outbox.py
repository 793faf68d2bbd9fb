"""Messages to citizens about their dossiers: made from the states, sent by whoever sends them.

Each state that concerns a citizen is told once. What happened longer ago than `FRESH_DAYS` is
passed over, so a hub that begins to send does not write to everybody at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from secrets import token_hex

from sqlalchemy import Connection, Row, and_, insert, select, update

from sync.hub.errors import MessageNotSent
from sync.hub.hub import Hub
from sync.hub.look_up import first_salt, reached
from sync.hub.message_words import FILE, STATES, filled, words_on
from sync.hub.published import newest
from sync.hub.senders import Outgoing, Sender
from sync.hub.tables import dossiers
from sync.hub.voice_tables import messages
from sync.proof.citizen_code import Purpose, code_of

FRESH_DAYS = 7
MOST_TRIES = 10

_DAY_S = 86_400
_AT_ONCE = 500
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What one run did."""

    made: int
    sent: int
    failed: int
    given_up: int


def run_outbox(hub: Hub, sender: Sender, *, address: str = "") -> Done:
    """Make what is new and send what waits; a message that fails never holds up the next.

    `address`: of the public pages, for a link in each message. Safe to repeat.
    """
    made = 0
    while count := _make(hub, address):
        made += count
    outcomes = [_send(hub, sender, row) for row in _waiting(hub)]
    return Done(
        made=made,
        sent=outcomes.count("sent"),
        failed=outcomes.count("waiting"),
        given_up=outcomes.count("given_up"),
    )


def _make(hub: Hub, address: str) -> int:
    """Make some messages; how many dossiers were looked at."""
    told = and_(
        messages.c.scope == dossiers.c.scope,
        messages.c.ent == dossiers.c.ent,
        messages.c.state == dossiers.c.status,
    )
    query = (
        select(dossiers.c.scope, dossiers.c.ent, dossiers.c.status)
        .outerjoin(messages, told)
        .where(dossiers.c.status.in_(STATES), messages.c.id.is_(None))
        .limit(_AT_ONCE)
    )
    with hub.database.writing() as connection:
        rows = connection.execute(query).all()
        today = datetime.fromtimestamp(hub.now(), _VIETNAM).date()
        texts = words_on(today, newest(hub, connection, FILE)) if rows else {}
        found = [_message(hub, connection, row, address, texts) for row in rows]
        if found:
            connection.execute(insert(messages), found)
    return len(rows)


def _message(
    hub: Hub,
    connection: Connection,
    row: Row[str, int, str],
    address: str,
    texts: Mapping[str, str],
) -> dict[str, object]:
    """`texts`: what the province says in place of our words, by state."""
    scope, ent, state = row
    found = reached(hub, connection, scope, ent)
    phone = "".join(sign for sign in found.phone if sign.isdigit() or sign == "+") if found else ""
    is_told = bool(found and phone and found.changed_at >= hub.now() - FRESH_DAYS * _DAY_S)
    words = ""
    if found and is_told:
        salt = first_salt(connection, scope, ent)
        link = f"{address}/t/{code_of(ent, salt, Purpose.LOOK_UP)}" if address and salt else ""
        due = found.view.due_at
        told = {
            "code": found.view.code,
            "due": f"{due.astimezone(_VIETNAM):%H:%M %d/%m/%Y}" if due else "–",
            "place": found.view.place,
            "link": link,
        }
        own = hub.province.texts("vi").say
        words = filled(texts[state], told) if state in texts else own(f"message.{state}", **told)
    return {
        "scope": scope,
        "ent": ent,
        "state": state,
        "id": token_hex(16),
        "phone": phone if is_told else "",
        "words": words.strip(),
        "made_at": hub.now(),
        "tries": 0,
        "outcome": "waiting" if is_told else "passed_over",
        "sent_at": None,
    }


def _waiting(hub: Hub) -> list[Row[str, str, str, int]]:
    """The messages that are to go, the oldest first."""
    query = (
        select(messages.c.id, messages.c.phone, messages.c.words, messages.c.tries)
        .where(messages.c.outcome == "waiting")
        .order_by(messages.c.made_at, messages.c.id)
    )
    with hub.database.reading() as connection:
        return list(connection.execute(query))


def _send(hub: Hub, sender: Sender, row: Row[str, str, str, int]) -> str:
    """Send one; no transaction is open meanwhile. What became of it is given back."""
    identity, phone, words, tries = row
    values: dict[str, object] = {"outcome": "sent", "phone": "", "sent_at": hub.now()}
    try:
        sender.send(Outgoing(id=identity, phone=phone, words=words))
    except MessageNotSent:
        is_over = tries + 1 >= MOST_TRIES
        values = {"tries": tries + 1, "outcome": "given_up" if is_over else "waiting"}
        if is_over:
            values["phone"] = ""
    with hub.database.writing() as connection:
        connection.execute(update(messages).where(messages.c.id == identity).values(**values))
    return str(values["outcome"])
