"""A template that the province publishes: tried, laid over the program's, or left aside."""

import pytest

from desk_app.catalogue.templates import FOLDER
from desk_app.published import install_published
from desk_app.usecases.refuse_dossier import refuse_dossier
from printing import shelf
from tests.papers.drawing import drawn
from tests.support.counter import received
from tests.support.words import words_on

NAME = "template-refusal-2026.json"


@pytest.fixture
def publish(desk, monkeypatch):
    """Let the province have published these bytes under that name."""

    def published(content: bytes) -> list[str]:
        digest = desk.files.keep(content, purpose="published", entity=0, at=desk.clock.now())
        monkeypatch.setattr(type(desk.journal), "published", lambda _: {NAME: digest})
        return install_published(desk)

    return published


def test_a_published_template_is_in_force_from_the_next_page(desk, publish):
    own = (shelf.FOLDER / "refusal.json").read_text(encoding="utf-8")
    dossier = refuse_dossier(desk, received(desk).entity, reason="Không thuộc thẩm quyền")

    installed = publish(own.replace('"PHIẾU TỪ CHỐI TIẾP NHẬN"', '"PHIẾU CỦA TỈNH"').encode())

    assert installed == [NAME]
    assert "PHIẾU CỦA TỈNH" in words_on(drawn(desk, dossier, "refusal"))


def test_a_faulty_one_is_left_aside_and_the_form_stays_as_it_was(desk, publish):
    dossier = refuse_dossier(desk, received(desk).entity, reason="Không thuộc thẩm quyền")

    installed = publish(b'{"schema": 1, "form": "refusal"}')

    assert installed == []
    assert not (desk.folder / FOLDER).exists()
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN" in words_on(drawn(desk, dossier, "refusal"))
