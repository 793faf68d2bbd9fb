"""What a citizen's application must be before it is kept: clean text, a person who can exist.

`cleaned` is the one gate for every way in (form, command line, import): it normalises and raises,
and never guesses.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.identity import PassportNumber, check_person, parse_personal_id, parse_sex
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, NOTE_LIMIT, clean, clean_lines

if TYPE_CHECKING:
    from datetime import date

    from desk_app.domain.submission import Application, PaperTaken, Person, Submitter

MOST_PAPERS = 200
MOST_COPIES = 10_000


class NameMissing(RuleBroken):
    """A dossier is received for somebody: the name is empty."""

    code = "name_missing"


class CountOutOfRange(RuleBroken):
    """A number of papers, copies, pages or sets that cannot be."""

    code = "count_out_of_range"


class RelationMissing(RuleBroken):
    """Somebody else submits: say in what relation to the applicant."""

    code = "relation_missing"


def cleaned(application: Application, *, today: date) -> Application:
    """The application with clean text; raises the error of the first thing that cannot be.

    ControlCharacters, TooLong, NameMissing, CountOutOfRange, RelationMissing, and those of
    `identity`: malformed or contradicting personal number, impossible birth date.
    """
    _counted("sets", application.sets, least=1, most=1_000)
    _counted("copies", application.copies, least=0, most=MOST_COPIES)
    _counted("pages", application.pages, least=0, most=MOST_COPIES)
    _counted("cases", application.cases, least=0, most=1_000)
    _counted("persons", application.persons, least=0, most=1_000)
    _counted("papers", len(application.papers), least=0, most=MOST_PAPERS)
    submitter = application.submitter
    return replace(
        application,
        applicant=cleaned_person(application.applicant, today=today),
        submitter=_cleaned_submitter(submitter, today=today) if submitter else None,
        papers=tuple(cleaned_paper(paper) for paper in application.papers),
        exemption=clean(application.exemption, limit=LINE_LIMIT, field="exemption"),
        note=clean_lines(application.note, limit=NOTE_LIMIT, field="note"),
    )


def cleaned_person(person: Person, *, today: date) -> Person:
    """The person with clean text and a number that fits; raises as `cleaned`."""
    tidy = replace(
        person,
        name=clean(person.name, limit=NAME_LIMIT, field="name"),
        personal_id=clean(person.personal_id, limit=40, field="personal_id"),
        address=clean(person.address, limit=LINE_LIMIT, field="address"),
        old_address=clean(person.old_address, limit=LINE_LIMIT, field="address"),
        phone=clean(person.phone, limit=40, field="phone"),
        email=clean(person.email, limit=120, field="email"),
    )
    if not tidy.name:
        raise NameMissing
    check_person(personal_id=tidy.personal_id, sex=tidy.sex, birth_on=tidy.birth_on, today=today)
    return replace(
        tidy,
        personal_id=_number(tidy.personal_id) if tidy.personal_id else "",
        sex=parse_sex(tidy.sex).value if tidy.sex else "",
    )


def cleaned_paper(paper: PaperTaken) -> PaperTaken:
    """A paper with clean text and counts that can be."""
    _counted("originals", paper.originals, least=0, most=1_000)
    _counted("copies", paper.copies, least=0, most=MOST_COPIES)
    name = clean(paper.name, limit=LINE_LIMIT, field="paper")
    if not name:
        raise NameMissing
    return replace(paper, name=name, ground=clean(paper.ground, limit=LINE_LIMIT, field="ground"))


def _number(text: str) -> str:
    """The number without the dots and dashes it was typed with."""
    number = parse_personal_id(text)
    return number.text if isinstance(number, PassportNumber) else number.digits


def _cleaned_submitter(submitter: Submitter, *, today: date) -> Submitter:
    relation = clean(submitter.relation, limit=NAME_LIMIT, field="relation")
    if not relation:
        raise RelationMissing
    return replace(
        submitter,
        person=cleaned_person(submitter.person, today=today),
        relation=relation,
        paper=clean(submitter.paper, limit=LINE_LIMIT, field="paper"),
    )


def _counted(field: str, number: int, *, least: int, most: int) -> None:
    if not least <= number <= most:
        raise CountOutOfRange(field=field, number=number, least=least, most=most)
