import pytest

from desk_app.domain import submission
from desk_app.domain.id_card import IdCardQrUnreadable
from desk_app.domain.identity import Sex
from desk_app.domain.procedure import ExpiredVersion, UnknownCase, UnknownProcedure
from desk_app.domain.rights import NotPermitted
from desk_app.queries import reception
from tests.support.counter import (
    CERTIFICATION,
    COUNCIL_FEE,
    ENDING,
    NO_LIMIT,
    RESIDENCE,
    all_that_is_kept,
    certification,
    other_procedure,
    received,
    residence,
)
from tests.support.desks import as_role
from tests.support.samples import an_applicant

CARD = "048190001234|201234567|Nguyễn Thị Sen|05031990|Nữ|Thôn Một, Hùng Sơn, Đà Nẵng|10052021"


def test_the_preview_promises_what_reception_then_promises(desk):
    application = residence()

    seen = reception.preview(desk, application)
    dossier = received(desk, application)

    assert seen.promise.due_at == dossier.due_at
    assert seen.fee.total_vnd == dossier.fee_vnd == 15_000
    assert seen.version.id == dossier.application.version
    assert seen.lacking == ()


def test_the_preview_leaves_no_trace(desk):
    before = all_that_is_kept(desk)

    reception.preview(desk, residence())
    reception.preview(desk, certification(papers=()))

    assert all_that_is_kept(desk) == before


def test_what_is_lacking_is_seen_before_it_is_refused(desk):
    seen = reception.preview(desk, residence(papers=()))

    assert [paper.id for paper in seen.lacking] == ["ct01", "cho-o"]
    assert [paper.id for paper in seen.papers] == ["ct01", "cho-o"]


def test_what_is_not_typed_yet_is_no_error(desk):
    """The form shows the promise while name, papers and counts are still empty."""
    nobody = certification(applicant=an_applicant(name="", personal_id="", sex=""), copies=0)

    seen = reception.preview(desk, nobody)

    assert seen.promise is not None
    assert seen.fee is None


def test_pages_and_copies_change_the_fee_as_they_are_typed(desk):
    fees = [
        reception.preview(desk, certification(pages=pages, copies=copies)).fee.total_vnd
        for pages, copies in ((1, 1), (3, 1), (3, 2), (500, 1))
    ]

    assert fees == [2_000, 5_000, 10_000, 200_000]


def test_no_promise_before_the_competent_body_has_it_and_none_without_a_limit(desk):
    elsewhere = reception.preview(desk, residence(), competent="H17.20455")
    here = reception.preview(desk, residence(), competent=desk.place.organisation)
    unlimited = reception.preview(desk, other_procedure(desk, NO_LIMIT))

    assert elsewhere.promise is None
    assert here.promise is not None
    assert unlimited.promise is None


def test_a_rate_that_is_not_filled_in_is_unknown_and_not_free(desk):
    seen = reception.preview(desk, other_procedure(desk, COUNCIL_FEE))

    assert seen.fee.total_vnd is None
    assert seen.fee.lines


def test_who_pays_nothing_may_be_chosen_from_the_grounds_of_the_procedure(desk):
    with_grounds = next(
        procedure.code
        for procedure in desk.catalogue.procedures
        for rule in procedure.version_on(desk.clock.today()).fees
        if rule.exempt
    )
    application = other_procedure(desk, with_grounds)

    grounds = reception.preview(desk, application).exemptions
    exempted = reception.preview(desk, other_procedure(desk, with_grounds, exemption=grounds[0]))

    assert exempted.fee.exemption == grounds[0]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"procedure": "9.999999"}, UnknownProcedure),
        ({"case": "khong-co"}, UnknownCase),
    ],
)
def test_what_nobody_knows_cannot_be_previewed(desk, changes, error):
    with pytest.raises(error):
        reception.preview(desk, residence(**changes))


def test_an_ended_procedure_is_said_to_be_ended(desk):
    desk.clock.at = desk.clock.at.replace(year=2027)

    with pytest.raises(ExpiredVersion):
        reception.preview(desk, certification(procedure=ENDING, papers=()))


def test_procedures_are_found_by_words_initials_and_code(desk):
    for text in ("tam tru", "TẠM TRÚ", RESIDENCE):
        assert RESIDENCE in [found.code for found in reception.find_procedures(desk, text)]
    assert reception.find_procedures(desk, "không có thủ tục này đâu") == []


def test_without_a_text_the_procedures_received_last_stand_first(desk):
    assert len(reception.find_procedures(desk, " ")) == 12
    received(desk, certification())
    received(desk, residence())
    received(desk, residence())

    assert [found.code for found in reception.find_procedures(desk, "")] == [
        RESIDENCE,
        CERTIFICATION,
    ]


@pytest.mark.parametrize("text", ["0481900", "0905 000", "sen nguyen", "Sến"])
def test_who_was_here_before_is_found_again_as_last_written(desk, text):
    received(desk, residence(applicant=an_applicant(address="Thôn Cũ")))
    desk.clock.pass_by(days=1)
    received(desk, residence(applicant=an_applicant(address="Thôn Mới")))

    (known,) = reception.find_people(desk, text)

    assert (known.person.name, known.person.address) == ("Nguyễn Thị Sen", "Thôn Mới")
    assert known.dossiers == 2


def test_a_person_found_again_is_the_person_that_was_typed(desk):
    typed = an_applicant(email="sen@example.vn")
    received(desk, residence(applicant=typed))

    assert reception.find_people(desk, "sen")[0].person == typed
    assert isinstance(typed, submission.Person)


def test_an_id_card_s_qr_fills_the_person(desk):
    card = reception.read_id_card(desk, CARD)

    assert (card.name, card.sex) == ("Nguyễn Thị Sen", Sex.FEMALE)
    assert card.number.digits == "048190001234"
    with pytest.raises(IdCardQrUnreadable):
        reception.read_id_card(desk, "https://example.vn")


def test_people_are_nobody_s_to_look_through_without_a_role(desk):
    with pytest.raises(NotPermitted):
        reception.find_people(as_role(desk), "sen")
