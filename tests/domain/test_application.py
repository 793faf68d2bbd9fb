"""The one gate that every application passes, whichever way it came in."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.application import (
    MOST_COPIES,
    MOST_PAPERS,
    CountOutOfRange,
    NameMissing,
    RelationMissing,
    cleaned,
    cleaned_paper,
    cleaned_person,
)
from desk_app.domain.errors import RuleBroken
from desk_app.domain.identity import (
    BirthDateInFuture,
    BirthDateTooLongAgo,
    PersonalIdContradictsBirth,
    PersonalIdContradictsSex,
    PersonalIdMalformed,
    PersonalIdUnknownProvince,
    SexUnknown,
)
from desk_app.domain.submission import Application, PaperTaken, Person, Submitter
from desk_app.domain.text import ControlCharacters, TooLong
from tests.support.samples import an_applicant, an_application

TODAY = date(2026, 11, 16)


def test_what_is_fit_passes_unchanged():
    application = an_application(note="Gấp\nCần sớm")

    assert cleaned(application, today=TODAY) == application


def test_text_is_composed_stripped_and_brought_to_one_line():
    person = cleaned_person(
        an_applicant(
            name="\u200bNguye\u0302\u0303n \t Sen\n", address=" Thôn\u00a0Một ", email=" a@b.vn "
        ),
        today=TODAY,
    )

    assert (person.name, person.address, person.email) == ("Nguyễn Sen", "Thôn Một", "a@b.vn")


def test_a_note_keeps_its_lines():
    assert cleaned(an_application(note=" một \r\n\thai "), today=TODAY).note == "một\nhai"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("048 190 001 234", "048190001234", id="with blanks"),
        pytest.param("048.190.001.234", "048190001234", id="with dots"),
        pytest.param("201-234-567", "201234567", id="an old card"),
        pytest.param("c1234567", "C1234567", id="a passport"),
        pytest.param("", "", id="none"),
    ],
)
def test_a_number_is_kept_as_the_law_writes_it(typed, kept):
    person = Person(name="Sen", personal_id=typed)

    assert cleaned_person(person, today=TODAY).personal_id == kept


@pytest.mark.parametrize(("typed", "kept"), [("Nữ", "female"), ("NAM", "male"), ("", "")])
def test_sex_is_kept_in_our_own_words(typed, kept):
    assert cleaned_person(Person(name="Sen", sex=typed), today=TODAY).sex == kept


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"name": ""}, NameMissing, id="no name"),
        pytest.param({"name": " \u200b "}, NameMissing, id="a name nobody can see"),
        pytest.param({"name": "S" * 201}, TooLong, id="a long name"),
        pytest.param({"name": "S" * 5000}, TooLong, id="5,000 letters"),
        pytest.param({"name": "Sen\x00"}, ControlCharacters, id="a control character"),
        pytest.param({"name": "Sen\u202egnort"}, ControlCharacters, id="text turned round"),
        pytest.param({"address": "\ud800"}, ControlCharacters, id="half a letter"),
        pytest.param({"phone": "0" * 41}, TooLong, id="a long phone"),
        pytest.param({"email": "a" * 121}, TooLong, id="a long address"),
        pytest.param({"personal_id": "12345"}, PersonalIdMalformed, id="five digits"),
        pytest.param({"personal_id": "003190001234"}, PersonalIdUnknownProvince, id="no province"),
        pytest.param({"personal_id": "9" * 60}, TooLong, id="sixty digits"),
        pytest.param({"sex": "khác"}, SexUnknown, id="no known sex"),
        pytest.param({"sex": "male"}, PersonalIdContradictsSex, id="the other sex"),
        pytest.param({"birth_on": date(1991, 5, 5)}, PersonalIdContradictsBirth, id="another year"),
        pytest.param(
            {"personal_id": "", "birth_on": date(2026, 11, 17)}, BirthDateInFuture, id="tomorrow"
        ),
        pytest.param(
            {"personal_id": "", "birth_on": date(1895, 1, 1)}, BirthDateTooLongAgo, id="1895"
        ),
    ],
)
def test_a_person_who_cannot_be_is_refused_as_applicant_and_as_proxy(changes, error):
    person = an_applicant(**changes)

    with pytest.raises(error):
        cleaned(an_application(applicant=person), today=TODAY)
    with pytest.raises(error):
        cleaned(an_application(submitter=Submitter(person=person, relation="con")), today=TODAY)


def test_who_submits_for_another_says_in_what_relation():
    son = Submitter(person=Person(name="Lê Bưởi"), relation=" ")

    with pytest.raises(RelationMissing):
        cleaned(an_application(submitter=son), today=TODAY)
    tidy = cleaned(
        an_application(submitter=replace(son, relation=" con  trai ", paper=" Giấy ủy quyền ")),
        today=TODAY,
    )

    assert (tidy.submitter.relation, tidy.submitter.paper) == ("con trai", "Giấy ủy quyền")


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("sets", 1, 1_000),
        ("copies", 0, MOST_COPIES),
        ("pages", 0, MOST_COPIES),
        ("cases", 0, 1_000),
        ("persons", 0, 1_000),
    ],
)
def test_counts_stay_within_what_can_be(field, least, most):
    for fit in (least, most):
        cleaned(an_application(**{field: fit}), today=TODAY)
    for unfit in (least - 1, most + 1):
        with pytest.raises(CountOutOfRange) as caught:
            cleaned(an_application(**{field: unfit}), today=TODAY)
        assert caught.value.details["field"] == field


def test_no_dossier_has_more_papers_than_a_desk_can_lift():
    papers = (PaperTaken(name="Giấy"),) * (MOST_PAPERS + 1)

    with pytest.raises(CountOutOfRange):
        cleaned(an_application(papers=papers), today=TODAY)


@pytest.mark.parametrize(
    ("paper", "error"),
    [
        (PaperTaken(name=" "), NameMissing),
        (PaperTaken(name="G" * 501), TooLong),
        (PaperTaken(name="Giấy", ground="\x01"), ControlCharacters),
        (PaperTaken(name="Giấy", originals=-1), CountOutOfRange),
        (PaperTaken(name="Giấy", copies=MOST_COPIES + 1), CountOutOfRange),
    ],
)
def test_a_paper_that_cannot_be_is_refused(paper, error):
    with pytest.raises(error):
        cleaned_paper(paper)


def test_no_detail_of_an_error_tells_of_a_person():
    person = an_applicant(name="Nguyễn Thị Bí Mật\x00", personal_id="12345")

    for unfit in (person, replace(person, name="Bí Mật"), replace(person, name="B" * 300)):
        with pytest.raises(RuleBroken) as caught:
            cleaned_person(unfit, today=TODAY)
        told = f"{caught.value} {caught.value.details}"
        assert "Bí Mật" not in told
        assert "12345" not in told


TEXTS = st.text(max_size=60)
PEOPLE = st.builds(
    Person,
    name=TEXTS,
    personal_id=TEXTS | st.just("048190001234"),
    birth_on=st.none() | st.dates(),
    sex=st.sampled_from(("", "male", "female", "Nữ", "?")),
    address=TEXTS,
    phone=TEXTS,
    email=TEXTS,
)
APPLICATIONS = st.builds(
    Application,
    procedure=st.just("2.000815"),
    version=st.just(""),
    applicant=PEOPLE,
    submitter=st.none() | st.builds(Submitter, person=PEOPLE, relation=TEXTS, paper=TEXTS),
    papers=st.lists(st.builds(PaperTaken, name=TEXTS, ground=TEXTS), max_size=3).map(tuple),
    note=TEXTS,
    exemption=TEXTS,
)


@pytest.mark.slow
@given(APPLICATIONS)
def test_whatever_is_typed_is_cleaned_for_good_or_refused_in_words(application):
    with suppress(RuleBroken):
        tidy = cleaned(application, today=TODAY)
        assert cleaned(tidy, today=TODAY) == tidy
