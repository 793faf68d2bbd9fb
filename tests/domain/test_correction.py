"""Which slips of the pen may be put right, and what a correction leaves alone."""

from dataclasses import replace
from datetime import date

import pytest

from desk_app.domain.correction import (
    CORRECTABLE,
    NotCorrectable,
    corrected_application,
    field_text,
    is_from_card,
)
from desk_app.domain.events import Corrected, Source
from desk_app.domain.id_card import NotOnCard
from desk_app.domain.identity import BirthDateImpossible
from desk_app.domain.returning import decide_correction
from desk_app.domain.submission import Person, Submitter
from tests.support.samples import MONDAY, a_dossier, an_applicant, an_application

SON = Submitter(person=Person(name="Lê Bưởi", phone="0905222333"), relation="con")
BOTH = an_application(applicant=an_applicant(birth_on=date(1990, 5, 5)), submitter=SON, note="Gấp")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("applicant.name", "Nguyễn Thị Sen"),
        ("applicant.personal_id", "048190001234"),
        ("applicant.birth_on", "1990-05-05"),
        ("applicant.email", ""),
        ("submitter.name", "Lê Bưởi"),
        ("submitter.birth_on", ""),
        ("submitter.relation", "con"),
        ("note", "Gấp"),
    ],
)
def test_a_field_says_what_stands_in_it(field, text):
    assert field_text(BOTH, field) == text


@pytest.mark.parametrize("field", CORRECTABLE)
def test_a_correction_changes_its_field_and_nothing_else(field):
    now = "1991-01-01" if field.endswith("birth_on") else "mới"

    mended = corrected_application(BOTH, _corrected(field, now))

    assert field_text(mended, field) == now
    for other in CORRECTABLE:
        if other != field:
            assert field_text(mended, other) == field_text(BOTH, other)
    assert replace(mended, applicant=BOTH.applicant, submitter=SON, note="Gấp") == BOTH


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("05/05/1990", "1990-05-05"),
        ("05051990", "1990-05-05"),
        ("1990-05-05", "1990-05-05"),
        (" ", ""),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, kept):
    mended = corrected_application(BOTH, _corrected("applicant.birth_on", typed))

    assert field_text(mended, "applicant.birth_on") == kept


@pytest.mark.parametrize("typed", ["31/02/1990", "hôm qua", "1990-13-01"])
def test_a_day_that_no_calendar_has_is_refused(typed):
    with pytest.raises(BirthDateImpossible):
        corrected_application(BOTH, _corrected("applicant.birth_on", typed))


@pytest.mark.parametrize(
    "field",
    ["", "procedure", "papers", "applicant", "applicant.", "name", "submitter.person", "x.y"],
)
def test_another_procedure_or_another_person_is_no_slip_of_the_pen(field):
    with pytest.raises(NotCorrectable):
        corrected_application(BOTH, _corrected(field, "x"))


@pytest.mark.parametrize("field", [one for one in CORRECTABLE if one.startswith("submitter")])
def test_nobody_who_is_not_there_is_corrected(field):
    with pytest.raises(NotCorrectable):
        corrected_application(replace(BOTH, submitter=None), _corrected(field, "x"))


def _corrected(field, now):
    return Corrected(field=field, was="", now=now, reason="Gõ nhầm")


CARD = "048190001234||Nguyễn Thị Sên|05051990|Nữ|Thôn Hai, xã Hùng Sơn|01012022"


def test_a_scanned_card_corrects_a_field_and_says_where_it_comes_from():
    event = decide_correction(
        a_dossier(), field="applicant.name", text=CARD, reason="Quét thẻ", now=MONDAY
    )

    assert (event.now, event.source) == ("Nguyễn Thị Sên", Source.CARD)
    assert is_from_card(corrected_application(an_application(), event), event.field)


def test_a_card_says_nothing_of_a_phone():
    with pytest.raises(NotOnCard):
        decide_correction(
            a_dossier(), field="applicant.phone", text=CARD, reason="Quét thẻ", now=MONDAY
        )
