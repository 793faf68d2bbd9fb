"""A paper that a database holds is asked for with its ground on record."""

import pytest

from desk_app.domain.submission import AskedBecause
from desk_app.ui.connect.reception import application_of
from desk_app.ui.screens.receive.draft import Draft, PaperTyped, PersonTyped, from_text, to_text
from desk_app.usecases.receive_dossier import receive_dossier
from tests.support.counter import CERTIFICATION
from tests.support.desks import a_desk

PAPER = PaperTyped(id="", name="Bản chính giấy tờ, văn bản", is_taken=True, originals="1")


@pytest.mark.parametrize("ground", list(AskedBecause))
def test_the_ground_is_kept_in_the_draft_and_with_the_dossier(tmp_path, ground):
    paper = PaperTyped(
        id=PAPER.id, name=PAPER.name, is_taken=True, originals="1", ground=ground.value
    )
    draft = Draft(
        person=PersonTyped(name="Nguyễn Thị Sen"), procedure=CERTIFICATION, papers=(paper,)
    )

    kept = from_text(to_text(draft))
    with a_desk(tmp_path) as desk:
        entity = receive_dossier(desk, application_of(kept)).dossier.entity
        taken = desk.journal.dossier(entity).application.papers

    assert [one.ground for one in taken] == [ground]


def test_a_draft_of_an_older_version_has_no_ground():
    older = to_text(Draft(procedure=CERTIFICATION, papers=(PAPER,))).replace(', "ground": ""', "")

    assert from_text(older).papers[0].ground == ""
