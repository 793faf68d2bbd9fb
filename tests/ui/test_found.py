"""What the list of commands finds beside places: people, dossiers, procedures."""

import pytest

from desk_app.domain.rights import Role
from desk_app.ui.connect.commands import found, spot_of
from desk_app.ui.routes import Place, Spot
from locales.catalogue import load
from tests.support.counter import certification, received
from tests.support.desks import a_desk

TEXTS = load("vi")


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path, roles=[Role.CLERK]) as desk:
        yield desk


def test_a_person_is_found_without_accents_and_leads_to_their_dossier(desk):
    dossier = received(desk, certification())
    typed = dossier.application.applicant.name.split()[-1]

    first = found(desk, TEXTS, typed)[0]

    assert first.title == dossier.application.applicant.name
    assert dossier.code in first.detail
    assert spot_of(first.id) == Spot(place=Place.DOSSIER, what=str(dossier.entity))


def test_a_procedure_is_found_by_words_and_the_rest_is_one_search_away(desk):
    choices = found(desk, TEXTS, "tam tru")

    assert "tạm trú" in choices[0].title.lower()
    assert spot_of(choices[0].id).place is Place.PROCEDURES
    assert spot_of(choices[-1].id) == Spot(place=Place.DOSSIERS, what="tam tru")


def test_one_letter_finds_nothing_and_a_place_is_no_finding(desk):
    assert found(desk, TEXTS, "t") == []
    assert spot_of("today") is None
