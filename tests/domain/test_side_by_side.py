"""What a change says beside what its dossier says."""

from dataclasses import replace

from desk_app.domain.codec import KINDS
from desk_app.domain.correction import field_text
from desk_app.domain.events import Corrected, DossierReceived, TakenOver
from desk_app.domain.side_by_side import side_by_side
from tests.support.samples import a_dossier, a_reception


def test_a_correction_stands_beside_the_field_it_corrects():
    dossier = a_dossier()
    event = Corrected(field="applicant.name", was="Trần An", now="Trần Ân", reason="sai dấu")

    (row,) = side_by_side(dossier, event)

    assert row == ("applicant.name", "Trần Ân", field_text(dossier.application, "applicant.name"))
    assert side_by_side(None, event) == [("applicant.name", "Trần Ân", "")]


def test_a_reception_is_compared_person_by_person():
    dossier = a_dossier()
    application = dossier.application
    other = replace(application, applicant=replace(application.applicant, phone="0905000111"))
    event = replace(a_reception(), application=other)

    told = {field: (said, stands) for field, said, stands in side_by_side(dossier, event)}

    assert isinstance(event, DossierReceived)
    assert told["applicant.phone"] == ("0905000111", application.applicant.phone or "")
    assert told["procedure"] == (application.procedure, application.procedure)


def test_any_other_change_tells_its_own_short_values():
    assert side_by_side(a_dossier(), TakenOver(reason="máy hỏng")) == [("reason", "máy hỏng", "")]
    assert TakenOver in KINDS.values()
