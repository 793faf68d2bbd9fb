"""Who stands at the counter: what the number says, what was begun before, what a proxy shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.errors import RuleBroken
from desk_app.domain.identity import PersonalNumber, check_person, parse_personal_id
from desk_app.domain.proxy import standing
from desk_app.domain.rights import Act, may
from desk_app.queries.earlier import Earlier, earlier
from desk_app.queries.scans import papers_in_store
from desk_app.ui import formats
from desk_app.ui.connect.preview import paper_shown
from desk_app.ui.connect.reception import person_of
from desk_app.ui.screens.receive.data import InStore, OpenShown, PeopleNotes

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.queries.scans import Reusable
    from desk_app.ui.screens.receive.draft import Draft, PersonTyped
    from locales.catalogue import Texts

_WHOLE = 9  # digits of the shortest number: before that it is still being typed


def people_notes(desk: Desk, draft: Draft, texts: Texts) -> PeopleNotes:
    known = _earlier(desk, draft)
    begun = known.begun
    number, is_wrong = _number_says(desk, draft.person, texts)
    trip = ""
    if begun is not None and begun.asked_back:
        trip = texts.say("ui.receive.trip", count=begun.asked_back, next=begun.asked_back + 1)
    elif begun is not None:
        trip = texts["ui.receive.begun"]
    return PeopleNotes(
        number=number,
        is_number_wrong=is_wrong,
        open=[_open(one, texts) for one in known.open],
        begun=str(begun.entity) if begun else "",
        trip=trip,
        warnings=_proxy_warnings(draft, texts),
        in_store=_in_store(desk, draft, texts),
    )


def _in_store(desk: Desk, draft: Draft, texts: Texts) -> list[InStore]:
    """For those who may put files beside a dossier."""
    if not may(desk.user.roles, Act.SCAN):
        return []
    try:
        person = person_of(draft.person)
    except RuleBroken:  # a day of birth not typed to the end
        return []
    found = papers_in_store(
        desk, person, procedure=draft.procedure, case=draft.case, channel=draft.channel
    )
    return [
        InStore(
            paper=paper_shown(paper, texts),
            file=f"{one.entity}:{one.scan.sha256}",
            words=_stored(paper.name, one, texts),
        )
        for paper, one in found
    ]


def _stored(paper: str, one: Reusable, texts: Texts) -> str:
    scanned = f"{vietnam_day(one.scan.scanned_at):%d/%m/%Y}"
    if one.scan.valid_until is None:
        return texts.say("ui.receive.stored", paper=paper, day=scanned)
    until = f"{one.scan.valid_until:%d/%m/%Y}"
    return texts.say("ui.receive.stored_until", paper=paper, day=scanned, until=until)


def begun(desk: Desk, draft: Draft) -> int | None:
    """The dossier written down before reception that this visit goes on with."""
    if draft.registered:
        return int(draft.registered)
    known = _earlier(desk, draft).begun
    return known.entity if known else None


def _earlier(desk: Desk, draft: Draft) -> Earlier:
    try:
        return earlier(desk, person_of(draft.person), draft.procedure)
    except RuleBroken:  # a day of birth not typed to the end
        return Earlier()


def _open(dossier: Dossier, texts: Texts) -> OpenShown:
    received = dossier.received_at or dossier.registered_at
    day = formats.day(vietnam_day(received))
    status = texts[f"status.{dossier.status}"].lower()
    words = texts.say("ui.receive.duplicate", code=dossier.code, day=day, status=status)
    return OpenShown(entity=str(dossier.entity), words=words)


def _number_says(desk: Desk, person: PersonTyped, texts: Texts) -> tuple[str, bool]:
    """Sex, year and province of birth, or what in the other fields contradicts them."""
    typed = person.personal_id.strip()
    if sum(sign.isalnum() for sign in typed) < _WHOLE:
        return "", False
    try:
        number = parse_personal_id(typed)
        if not isinstance(number, PersonalNumber):
            return "", False
        born = person_of(person).birth_on
        check_person(personal_id=typed, sex=person.sex, birth_on=born, today=desk.clock.today())
    except RuleBroken as error:
        is_begun = error.code == "personal_id_malformed" and len(typed) < len("048190001234")
        return ("", False) if is_begun else (texts.error(error.code, error.details), True)
    place = number.province or texts["ui.receive.born_abroad"]
    said = texts.say(
        "ui.receive.number_says",
        sex=texts[f"sex.{number.sex}"],
        year=number.birth_year,
        place=place,
    )
    return said, False


def _proxy_warnings(draft: Draft, texts: Texts) -> list[str]:
    if not draft.has_submitter or not draft.relation.strip():
        return []
    paper = (draft.proxy_paper, draft.proxy_day, draft.proxy_by)
    if any(part.strip() for part in paper):
        return []
    return [texts[f"ui.receive.proxy.{standing(draft.relation)}"]]
