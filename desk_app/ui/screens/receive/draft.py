"""What has been typed at reception and not yet sent; kept at every change, so text as it stands."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonTyped:
    name: str = ""
    personal_id: str = ""
    birth: str = ""
    sex: str = ""  # male, female or not stated
    phone: str = ""
    address: str = ""
    email: str = ""
    old_address: str = ""  # as a card of before the mergers says it
    card: tuple[tuple[str, str], ...] = ()  # what an ID card's QR said, by field of this form

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperTyped:
    id: str  # of the required paper; empty for one the catalogue does not name
    name: str
    is_taken: bool = False
    originals: str = "0"
    copies: str = "0"
    state: str = "original"  # PaperState
    ground: str = ""  # why it was asked for although a database holds it: AskedBecause
    reused: str = ""  # dossier and file it was scanned for before, where that serves again


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    person: PersonTyped = PersonTyped()
    has_submitter: bool = False
    submitter: PersonTyped = PersonTyped()
    relation: str = ""
    proxy_paper: str = ""  # number of the authorisation, or which paper shows the relation
    proxy_day: str = ""
    proxy_by: str = ""  # who certified it
    procedure: str = ""  # code
    case: str = ""
    channel: str = "counter"
    result_by: str = "counter"
    pages: str = "1"
    copies: str = "1"
    persons: str = "1"
    cases: str = "1"  # signatures' papers, transactions, wills
    sets: str = "1"
    exemption: str = ""
    papers: tuple[PaperTyped, ...] = ()
    note: str = ""
    registered: str = ""  # the dossier written down before reception, now completed
    left_out: tuple[str, ...] = ()  # parts of an interlinked procedure that are not asked for
    is_apart: bool = False  # the results of its parts one by one
    competent: str = ""  # code of the body that must solve it, where that is not this commune

    @property
    def is_empty(self) -> bool:
        return self.person.is_empty and not self.procedure and not self.note

    @property
    def people(self) -> tuple[object, ...]:
        """What is known of who stands here, and what for."""
        asked = (self.procedure, self.registered)
        if not self.has_submitter:
            return self.person, *asked
        proxy = (self.relation, self.proxy_paper, self.proxy_day, self.proxy_by)
        return self.person, *asked, self.submitter, *proxy

    def of_same_people(self) -> Draft:
        """An empty draft for the same person, come by the same proxy."""
        return Draft(
            person=self.person,
            has_submitter=self.has_submitter,
            submitter=self.submitter,
            relation=self.relation,
            proxy_paper=self.proxy_paper,
            proxy_day=self.proxy_day,
            proxy_by=self.proxy_by,
        )

    def without_people(self) -> Draft:
        """What fee and promise may depend on: all but people and note."""
        return replace(
            self,
            person=PersonTyped(),
            has_submitter=False,
            submitter=PersonTyped(),
            relation="",
            proxy_paper="",
            proxy_day="",
            proxy_by="",
            note="",
            registered="",
        )

    def paper(self, paper: PaperTyped) -> Draft:
        """With that paper in place of the one of the same id and place."""
        return replace(
            self, papers=tuple(paper if kept.id == paper.id else kept for kept in self.papers)
        )


def to_text(draft: Draft) -> str:
    return json.dumps(asdict(draft), ensure_ascii=False)


def from_text(text: str) -> Draft:
    """The draft as it was kept; an empty one where the text is not a draft of this version."""
    try:
        kept = json.loads(text)
        return Draft(
            **{
                **kept,
                "person": _person(kept["person"]),
                "submitter": _person(kept["submitter"]),
                "left_out": tuple(kept.get("left_out", ())),
                "papers": tuple(PaperTyped(**paper) for paper in kept["papers"]),
            }
        )
    except (ValueError, TypeError, KeyError):
        return Draft()


def _person(kept: dict[str, Any]) -> PersonTyped:
    card = tuple((str(field), str(value)) for field, value in kept.get("card", ()))
    return PersonTyped(**{**kept, "card": card})


def count(text: str, *, default: int = 0) -> int:
    """A whole number as typed; the default where it is none."""
    stripped = text.strip()
    return int(stripped) if stripped.isdecimal() and len(stripped) < len("1000000") else default
