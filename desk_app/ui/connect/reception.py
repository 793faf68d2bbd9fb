"""Reception, from what is typed to the use cases, and from the catalogue to what is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.domain import submission
from desk_app.domain.id_card import is_id_card_qr
from desk_app.domain.identity import parse_birth
from desk_app.domain.linked_plan import LinkedChoice
from desk_app.domain.submission import PaperState, ReturnMethod
from desk_app.queries import reception as queries
from desk_app.ui import formats
from desk_app.ui.screens.receive.draft import Draft, PersonTyped, count
from desk_app.ui.widgets.pick import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.submission import Application, Person
    from desk_app.ui.screens.receive.draft import PaperTyped

_WAYS = frozenset(ReturnMethod)


def application_of(draft: Draft) -> Application:
    """What was typed, as the rules take it; raises BirthDateImpossible."""
    submitter = None
    if draft.has_submitter:
        submitter = submission.Submitter(
            person=_person(draft.submitter),
            relation=draft.relation,
            paper=_proxy_paper(draft),
        )
    return submission.Application(
        procedure=draft.procedure,
        version="",  # the one in force on the day of receipt
        applicant=_person(draft.person),
        channel=draft.channel,
        case=draft.case,
        submitter=submitter,
        papers=tuple(_paper(paper) for paper in draft.papers if paper.is_taken),
        sets=count(draft.sets, default=1),
        copies=count(draft.copies, default=1),
        pages=count(draft.pages, default=1),
        persons=count(draft.persons, default=1),
        cases=count(draft.cases, default=1),
        result_by=ReturnMethod(draft.result_by if draft.result_by in _WAYS else "counter"),
        exemption=draft.exemption,
        note=draft.note,
    )


def linked_of(draft: Draft) -> LinkedChoice:
    """What the citizen chose of an interlinked procedure."""
    return LinkedChoice(left_out=draft.left_out, is_apart=draft.is_apart)


def draft_of(application: Application, *, registered: str = "") -> Draft:
    """A dossier written down before reception, back in the form."""
    submitter = application.submitter
    return Draft(
        person=typed_person(application.applicant),
        has_submitter=submitter is not None,
        submitter=typed_person(submitter.person) if submitter else PersonTyped(),
        relation=submitter.relation if submitter else "",
        proxy_paper=submitter.paper if submitter else "",
        procedure=application.procedure,
        case=application.case,
        channel=application.channel,
        result_by=application.result_by,
        pages=str(application.pages),
        copies=str(application.copies),
        persons=str(application.persons),
        cases=str(application.cases),
        sets=str(application.sets),
        exemption=application.exemption,
        note=application.note,
        registered=registered,
    )


def typed_person(person: Person) -> PersonTyped:
    return PersonTyped(
        name=person.name,
        personal_id=person.personal_id,
        birth=formats.day(person.birth_on) if person.birth_on else "",
        sex=person.sex,
        phone=person.phone,
        address=person.address,
        email=person.email,
        old_address=person.old_address,
    )


def find_people(desk: Desk, typed: str) -> list[Choice]:
    """People who applied here before; a card's text is left for Enter."""
    if not typed.strip() or is_id_card_qr(typed):
        return []
    return [
        Choice(
            id=f"{index}|{typed}",
            title=known.person.name,
            detail=" · ".join(
                filter(
                    None,
                    (
                        known.person.personal_id,
                        formats.day(known.person.birth_on) if known.person.birth_on else "",
                        known.person.phone,
                        known.person.address,
                    ),
                )
            ),
        )
        for index, known in enumerate(queries.find_people(desk, typed))
    ]


def read_card(desk: Desk, raw: str) -> PersonTyped:
    """The person of a scanned card, or of a number or name nobody here knows yet.

    Raises IdCardQrUnreadable and what contradicts itself on the card.
    """
    if is_id_card_qr(raw):
        card = queries.read_id_card(desk, raw)
        said = {
            "name": card.name,
            "personal_id": card.number.digits,
            "birth": formats.day(card.birth_on) if card.birth_on else "",
            "sex": card.sex.value,
            "address": card.address,
        }
        old = card.address if card.has_old_address else ""
        known = _known(desk, card.number.digits)
        kept = {"phone": known.phone, "email": known.email} if known else {}
        seen = PersonTyped(**said, **kept, card=tuple(said.items()), old_address=old)
        if old and known and known.address:
            seen = replace(seen, address=known.address)  # where they said to live since
        return seen
    typed = raw.strip()
    if not any(sign.isdecimal() for sign in typed):
        return PersonTyped(name=typed)
    digits = "".join(sign for sign in typed if sign.isdecimal())
    is_phone = len(digits) == len("0905123456") and digits.startswith("0")
    return PersonTyped(phone=typed) if is_phone else PersonTyped(personal_id=typed)


def _known(desk: Desk, number: str) -> Person | None:
    """Who applied here under the number."""
    found = [known.person for known in queries.find_people(desk, number)]
    return next((person for person in found if person.personal_id == number), None)


def find_procedures(desk: Desk, typed: str) -> Sequence[Choice]:
    return [
        Choice(id=found.code, title=found.name, detail=f"{found.code} · {found.field}")
        for found in queries.find_procedures(desk, typed)
    ]


def person_of(typed: PersonTyped) -> Person:
    """Raises BirthDateImpossible."""
    return _person(typed)


def _proxy_paper(draft: Draft) -> str:
    """One line: number, day, who certified it."""
    parts = (draft.proxy_paper, draft.proxy_day, draft.proxy_by)
    return ", ".join(part.strip() for part in parts if part.strip())


def _person(typed: PersonTyped) -> Person:
    return submission.Person(
        name=typed.name,
        personal_id=typed.personal_id,
        birth_on=parse_birth(typed.birth) if typed.birth.strip() else None,
        sex=typed.sex,
        address=typed.address,
        phone=typed.phone,
        email=typed.email,
        from_card=_from_card(typed),
        old_address=typed.old_address if typed.old_address != typed.address else "",
    )


def _from_card(typed: PersonTyped) -> tuple[str, ...]:
    """The fields that still say what the card said."""
    kept = [field for field, value in typed.card if value and getattr(typed, field, "") == value]
    return tuple("birth_on" if field == "birth" else field for field in kept)


def _paper(typed: PaperTyped) -> submission.PaperTaken:
    return submission.PaperTaken(
        name=typed.name,
        originals=count(typed.originals),
        copies=count(typed.copies),
        state=PaperState(typed.state),
        paper_id=typed.id,
        ground=typed.ground,
    )
