"""What other systems and departments say to a dossier: a national state, or the result.

A word is said once however often it comes: its answer is kept with what it did, in one transaction.
What was refused did nothing, and may be said again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps, loads
from typing import Any

from sqlalchemy import Connection, insert, select

from sync.hub.api.changes import EVERYTHING, View
from sync.hub.api.errors import DossierUnseen, ResultFileRefused, WordTaken
from sync.hub.api_tables import api_words
from sync.hub.audit_log import Who, note, write
from sync.hub.docket import Docket
from sync.hub.errors import StateRefused, UnknownDossierCode
from sync.hub.files import keep_content
from sync.hub.folding import Entity, load_entities
from sync.hub.hub import Hub
from sync.hub.outside import Paper, Step, Told
from sync.hub.own_log import say
from sync.hub.results import find_dossier
from sync.hub.settling import remember
from sync.protocol.page import IN_FORCE

MOST_RESULT_BYTES = 25 * 2**20

_PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # bytes; readers look no further for it


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Who says something, and what it may see."""

    who: Who  # for the audit log
    body: str  # its name, as it will stand in the dossier
    view: View = EVERYTHING
    is_signer: bool = False  # its results must be signed


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """How a speaker names what it says, so that it counts once."""

    key: str  # whose
    name: str
    digest: bytes  # of all that is said


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a dossier stands."""

    scope: str
    ent: int
    entity: Entity
    told: Told


Act = Callable[[Connection], tuple[dict[str, Any], Docket | None]]


def set_state(hub: Hub, speaker: Speaker, code: str, step: Step, *, word: Word) -> dict[str, Any]:
    """Put a dossier into a national state; raises DossierUnseen, StateRefused, WordTaken."""

    def act(connection: Connection) -> tuple[dict[str, Any], Docket | None]:
        place = require_seen(hub, connection, speaker, code)
        now = hub.province.clock()
        said = hub.province.rules.outside_step(place.entity.state, step, now=now)
        if said is None:
            return _answer(place.told, is_new=False), None
        return _say(hub, connection, place, said)

    return _once(hub, speaker, word, act, about=f"state_{step.state}", code=code)


def send_paper(
    hub: Hub, speaker: Speaker, code: str, content: bytes, *, name: str, number: str, word: Word
) -> dict[str, Any]:
    """Attach a result; a signed one ends the work.

    Raises DossierUnseen, ResultFileRefused, StateRefused, WordTaken.
    """
    is_signed = _judged(hub, content, must_be_signed=speaker.is_signer)

    def act(connection: Connection) -> tuple[dict[str, Any], Docket | None]:
        place = require_seen(hub, connection, speaker, code)
        digest, size = keep_content(hub, connection, place.scope, content)
        paper = Paper(digest, name, size, number, speaker.body, is_signed)
        said = hub.province.rules.outside_result(place.entity.state, paper)
        return _say(hub, connection, place, said)

    return _once(hub, speaker, word, act, about="result", code=code)


def reason_in_words(hub: Hub, reason: str, language: str) -> str:
    """Why a rule said no; its code where it has no words that stand alone."""
    texts = hub.province.texts(language)
    for key in (f"reason.{reason}", f"error.{reason}"):
        if key in texts and "{" not in texts[key]:
            return texts[key]
    return reason


def word_of(key: str, name: str, parts: Sequence[bytes | str | int]) -> Word:
    """The name of a word, with the digest of its parts."""
    digest = sha256()
    for part in parts:
        plain = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(plain).to_bytes(8) + plain)
    return Word(key=key, name=name, digest=digest.digest())


def require_seen(hub: Hub, connection: Connection, speaker: Speaker, code: str) -> Place:
    """The dossier, if it is in the speaker's hands; raises DossierUnseen."""
    try:
        scope, ent = find_dossier(connection, code)
    except UnknownDossierCode as error:
        raise DossierUnseen from error
    rules, states = hub.province.rules, hub.states
    entity = load_entities(connection, scope, [ent], rules=rules, states=states)[ent]
    told = None if entity.state is None else rules.told(entity.state)
    if told is None or not _may_see(hub, speaker.view, told):
        raise DossierUnseen
    return Place(scope=scope, ent=ent, entity=entity, told=told)


def _may_see(hub: Hub, view: View, told: Told) -> bool:
    if view.orgs and told.org not in view.orgs:
        return False
    return not view.body_folded or hub.province.rules.folded(told.handed_to) == view.body_folded


def _once(
    hub: Hub, speaker: Speaker, word: Word, act: Act, *, about: str, code: str
) -> dict[str, Any]:
    """What comes of an act, now or when it was first said."""
    named = (api_words.c.key == word.key) & (api_words.c.word == word.name)
    try:
        with hub.database.writing() as connection:
            known = connection.execute(select(api_words).where(named)).one_or_none()
            if known is not None:
                return _repeated(known, word)
            answer, docket = act(connection)
            connection.execute(insert(api_words), _word_row(hub, word, answer))
            write(hub, connection, speaker.who, f"outside.{about}", target=code)
    except DossierUnseen as error:
        note(hub, speaker.who, "outside.unseen", target=code, outcome=error.code)
        raise
    if docket is not None:
        remember(hub.states, [docket])
    return answer


def _repeated(known: Any, word: Word) -> dict[str, Any]:
    if known.digest != word.digest:
        raise WordTaken
    answer: dict[str, Any] = loads(known.answer)
    return answer


def _word_row(hub: Hub, word: Word, answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": word.key,
        "word": word.name,
        "digest": word.digest,
        "status": 200,
        "answer": dumps(answer, ensure_ascii=False),
        "at": hub.now(),
    }


def _say(
    hub: Hub, connection: Connection, place: Place, said: tuple[int, Sequence[Any]]
) -> tuple[dict[str, Any], Docket]:
    kind, body = said
    done = say(
        hub, connection, place.scope, kind=kind, body=body, ent=place.ent, base=place.entity.ver
    )
    if done.settled.verdict not in IN_FORCE:
        raise StateRefused(code=place.told.code, reason=done.settled.reason)
    after = hub.province.rules.told(done.docket.entities[place.ent].state)
    return _answer(after or place.told, is_new=True), done.docket


def _answer(told: Told, *, is_new: bool) -> dict[str, Any]:
    return {"MaHoSo": told.code, "TrangThai": told.state, "DaGhi": is_new}


def _judged(hub: Hub, content: bytes, *, must_be_signed: bool) -> bool:
    """Whether the file is signed; raises ResultFileRefused for what must not reach a citizen."""
    if not content:
        raise ResultFileRefused(reason="result_empty")
    if len(content) > MOST_RESULT_BYTES:
        raise ResultFileRefused(reason="result_too_large")
    if _PDF_MARK not in content[:_MARK_WITHIN]:
        raise ResultFileRefused(reason="result_no_pdf")
    seen = hub.province.pdf_seen(content)
    if seen.fault:
        raise ResultFileRefused(reason=seen.fault)
    if must_be_signed and not seen.is_signed:
        raise ResultFileRefused(reason="result_unsigned")
    return seen.is_signed
