"""One line of `desk receive`: a JSON object into an application, or the reason why not.

Shape (`?` marks what may be left out; an unknown key is an error, never ignored):

    {"procedure": "2.000815", "case"?: null, "channel": "counter|post|online",
     "applicant": {"name", "personal_id"?, "birth_on"?: "1990-12-31", "sex"?: "male|female",
                   "address"?, "phone"?, "email"?},
     "submitter"?: {the same keys, "relation"},
     "documents": [{"name", "originals": 0, "copies": 1, "kind"?: a `PaperState`}],
     "copies"?: 1, "pages"?: 1, "result_by": "counter|post|online", "note"?, "ref"?,
     "received_at"?: "2026-11-23T09:00:00+07:00",
     "left_out"?: [ids of linked parts not asked for], "apart"?: false}
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from desk_app.clock import VIETNAM
from desk_app.commands.errors import (
    MalformedJson,
    MissingKeys,
    NotUtf8,
    UnknownKeys,
    WrongValue,
)
from desk_app.domain.identity import parse_birth, parse_sex
from desk_app.domain.linked_plan import LinkedChoice
from desk_app.domain.procedure import Channel
from desk_app.domain.submission import (
    Application,
    PaperState,
    PaperTaken,
    Person,
    ReturnMethod,
    Submitter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_Choice = TypeVar("_Choice")

_PERSON = {"personal_id", "birth_on", "sex", "address", "phone", "email"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    application: Application
    ref: str
    received_at: datetime | None
    linked: LinkedChoice


def read_line(given: bytes) -> Line:
    """Raises as `read_object`, MissingKeys, UnknownKeys, WrongValue, BirthDateImpossible."""
    plain = read_object(given)
    check_keys(
        plain,
        needed={"procedure", "channel", "applicant", "documents", "result_by"},
        allowed={
            "case",
            "submitter",
            "copies",
            "pages",
            "note",
            "ref",
            "received_at",
            "left_out",
            "apart",
        },
    )
    submitter = plain.get("submitter")
    application = Application(
        procedure=words(plain, "procedure"),
        version="",
        case=words(plain, "case"),
        channel=one_of(plain, "channel", Channel),
        applicant=person(within(plain, "applicant")),
        submitter=None if submitter is None else _submitter(within(plain, "submitter")),
        papers=papers(plain, "documents"),
        copies=whole(plain, "copies", default=1),
        pages=whole(plain, "pages", default=1),
        result_by=one_of(plain, "result_by", ReturnMethod),
        note=words(plain, "note"),
    )
    return Line(
        application=application,
        ref=words(plain, "ref"),
        received_at=moment(plain, "received_at"),
        linked=LinkedChoice(
            left_out=tuple(_texts(plain, "left_out")),
            is_apart=truth(plain, "apart", default=False),
        ),
    )


def read_object(given: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8; a key that stands twice is as bad as an unknown one.

    Raises NotUtf8, MalformedJson.
    """
    try:
        plain = json.loads(given.decode("utf-8-sig"), object_pairs_hook=_no_key_twice)
    except UnicodeDecodeError as error:
        raise NotUtf8 from error
    except (ValueError, RecursionError) as error:
        raise MalformedJson from error
    if not isinstance(plain, dict):
        raise MalformedJson
    return plain


def check_keys(
    plain: Mapping[str, Any], *, needed: set[str], allowed: set[str], where: str = ""
) -> None:
    """Raises MissingKeys or UnknownKeys, naming them with the object they stand in."""
    prefix = f"{where}." if where else ""
    if missing := needed - plain.keys():
        raise MissingKeys(keys=", ".join(prefix + key for key in sorted(missing)))
    if unknown := plain.keys() - needed - allowed:
        raise UnknownKeys(keys=", ".join(prefix + key[:40] for key in sorted(unknown)))


def person(plain: Mapping[str, Any], *, where: str = "applicant") -> Person:
    check_keys(plain, needed={"name"}, allowed=_PERSON, where=where)
    return Person(
        name=words(plain, "name"),
        personal_id=words(plain, "personal_id"),
        birth_on=_birth(words(plain, "birth_on")),
        sex=_sex(words(plain, "sex")),
        address=words(plain, "address"),
        phone=words(plain, "phone"),
        email=words(plain, "email"),
    )


def papers(plain: Mapping[str, Any], key: str) -> tuple[PaperTaken, ...]:
    """A list of papers, each {"name", "originals", "copies", "kind"?}."""
    listed = plain[key]
    if not isinstance(listed, list):
        raise WrongValue(key=key)
    return tuple(_paper(one, where=f"{key}[{place}]") for place, one in enumerate(listed))


def within(plain: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = plain[key]
    if not isinstance(value, dict):
        raise WrongValue(key=key)
    return value


def words(plain: Mapping[str, Any], key: str) -> str:
    """Text; what is left out or null is empty."""
    value = plain.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongValue(key=key)
    return value


def whole(plain: Mapping[str, Any], key: str, *, default: int) -> int:
    value = plain.get(key, default)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValue(key=key)
    return value


def truth(plain: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = plain.get(key, default)
    if not isinstance(value, bool):
        raise WrongValue(key=key)
    return value


def one_of(plain: Mapping[str, Any], key: str, choices: Callable[[str], _Choice]) -> _Choice:
    try:
        return choices(words(plain, key))
    except ValueError as error:
        raise WrongValue(key=key) from error


def day(plain: Mapping[str, Any], key: str) -> date | None:
    """A day as 1990-12-31; raises WrongValue for a day that no calendar has."""
    text = words(plain, key).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongValue(key=key) from error


def moment(plain: Mapping[str, Any], key: str) -> datetime | None:
    """A moment as ISO 8601, to the second; without an offset it is Vietnam time."""
    text = words(plain, key).strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text).replace(microsecond=0)
        return (at if at.tzinfo else at.replace(tzinfo=VIETNAM)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # no such day, or none in UTC any more
        raise WrongValue(key=key) from error


def _texts(plain: Mapping[str, Any], key: str) -> list[str]:
    found = plain.get(key, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise WrongValue(key=key)
    return found


def _paper(plain: Any, *, where: str) -> PaperTaken:
    if not isinstance(plain, dict):
        raise WrongValue(key=where)
    check_keys(plain, needed={"name", "originals", "copies"}, allowed={"kind"}, where=where)
    originals, copies = (whole(plain, key, default=0) for key in ("originals", "copies"))
    kind = one_of(plain, "kind", PaperState) if plain.get("kind") else _usual(originals, copies)
    return PaperTaken(name=words(plain, "name"), originals=originals, copies=copies, state=kind)


def _usual(originals: int, copies: int) -> PaperState:
    if originals:
        return PaperState.ORIGINAL
    return PaperState.COMPARED_COPY if copies else PaperState.SHOWN


def _submitter(plain: dict[str, Any]) -> Submitter:
    check_keys(plain, needed={"name", "relation"}, allowed=_PERSON, where="submitter")
    rest = {key: value for key, value in plain.items() if key != "relation"}
    return Submitter(person=person(rest, where="submitter"), relation=words(plain, "relation"))


def _birth(text: str) -> date | None:
    return parse_birth(text) if text.strip() else None


def _sex(text: str) -> str:
    return parse_sex(text) if text.strip() else ""


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("a key stands twice")
    return plain
