"""What somebody at the counter has open or begun."""

from desk_app.domain.choices import BackReason
from desk_app.queries.earlier import earlier
from desk_app.usecases.ask_back import ask_back
from desk_app.usecases.cancel_dossier import cancel_dossier
from tests.support.counter import certification, received, residence
from tests.support.samples import an_applicant

SEN = an_applicant()


def test_an_open_dossier_of_the_same_person_and_procedure_is_found_and_no_other(desk):
    mine = received(desk, residence(applicant=SEN))
    received(desk, certification(applicant=SEN))
    received(desk, residence(applicant=an_applicant(personal_id="048185000999", phone="")))

    found = earlier(desk, SEN, residence().procedure)

    assert [one.entity for one in found.open] == [mine.entity]
    assert found.begun is None
    cancel_dossier(desk, mine.entity, reason="Nhầm")
    assert earlier(desk, SEN, residence().procedure).open == ()


def test_a_visit_before_is_gone_on_with(desk):
    asked = ask_back(desk, residence(applicant=SEN), reason=BackReason.FORM_WRONG)

    found = earlier(desk, SEN, residence().procedure)

    assert (found.begun.entity, found.open) == (asked.entity, ())


def test_a_name_alone_is_nobody_surely(desk):
    nameless = an_applicant(personal_id="", phone="", sex="", birth_on=None)
    received(desk, residence(applicant=nameless))

    assert earlier(desk, nameless, residence().procedure).open == ()
    assert earlier(desk, an_applicant(name=""), residence().procedure).open == ()
