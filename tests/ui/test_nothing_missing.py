"""No rule without its button, no button without its words."""

import re
from pathlib import Path

import pytest

from desk_app.domain import acts as domain_acts
from desk_app.domain.rights import Act
from desk_app.ui.connect.acts import CALLS
from desk_app.ui.places import SCREENS
from desk_app.ui.routes import Place
from desk_app.ui.screens.dossier.inputs import INPUTS, Kind
from desk_app.ui.screens.dossier.screen import ELSEWHERE
from desk_app.ui.screens.dossiers import Filter
from desk_app.ui.screens.today import TaskKind
from locales.catalogue import LANGUAGES, load

UI = Path(__file__).parents[2] / "desk_app" / "ui"
NOT_OF_A_DOSSIER = {
    Act.REGISTER,
    Act.LOOK,
    Act.MANAGE_USERS,
    Act.MANAGE_DESK,
    Act.CLOSE_TILL,  # has a screen of its own
    Act.TAKE_FEEDBACK,  # has a screen of its own
    Act.ANSWER_FEEDBACK,  # has a screen of its own
    Act.KEEP_RECEIPTS,  # has a screen of its own
    Act.ENTER_RECEIPTS,  # there too
    Act.GO_OUT,  # has a screen of its own
    Act.SCAN,  # stands beside the papers
    Act.GIVE_MANDATE,  # at the people of the desk
    Act.SETTLE,  # has a screen of its own, and a list
}
SPOKEN = re.compile(r'texts(?:\[|\.say\(\s*)"([a-z_.\-A-Z]+)"')


def test_every_act_that_can_be_open_has_a_button():
    assert set(Act) - NOT_OF_A_DOSSIER == set(INPUTS) | ELSEWHERE | {Act.PRINT}


def test_every_button_with_fields_leads_to_a_use_case():
    assert set(INPUTS) == set(CALLS) | {Act.ATTACH_RESULT}


def test_the_acts_of_the_domain_are_the_ones_asked_about():
    source = Path(domain_acts.__file__).read_text("utf-8")

    named = {Act[name] for name in re.findall(r"Act\.([A-Z_]+)", source)}

    assert named <= set(Act) - NOT_OF_A_DOSSIER


def test_every_place_has_a_screen():
    assert set(SCREENS) == set(Place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_says_in_three_sentences_what_it_is_for(language):
    texts = load(language)

    for place in Place:
        words = texts[f"ui.help.{place}"]
        assert len([one for one in words.split(". ") if one]) == 3, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_the_screens_ask_for_is_there(language):
    texts = load(language)
    asked = {key for path in UI.rglob("*.py") for key in SPOKEN.findall(path.read_text("utf-8"))}
    asked |= {f"ui.place.{place}" for place in Place}
    asked |= {f"ui.filter.{chosen}" for chosen in Filter if chosen is not Filter.ALL}
    asked |= {f"ui.task.{kind}" for kind in TaskKind}
    for act, inputs in INPUTS.items():
        asked.add(f"act.{act}")
        asked |= {f"ui.field.{one.name}" for one in inputs}
        asked |= {
            f"ui.option.{one.name}.{option}"
            for one in inputs
            if one.kind is Kind.CHOICE
            for option in one.options
        }

    assert [key for key in sorted(asked) if not texts[key]] == []  # a missing key is an error
