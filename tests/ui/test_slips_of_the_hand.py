"""No act is for good after one slip: it is asked for, filled in by itself, undone, or harmless."""

from pathlib import Path

import pytest

from desk_app.domain.rights import Act
from desk_app.ui.screens.dossier.inputs import DANGEROUS, INPUTS

SCREENS = Path(__file__).parents[2] / "desk_app" / "ui" / "screens"
ASKS = ("Dialog(", "AskWhy(")

# The screen whose dialog waits for a second press before it is recorded.
ASKED_BY = dict.fromkeys(INPUTS, "dossier/act_dialog.py") | {
    Act.CLOSE_TILL: "till.py",
    Act.KEEP_RECEIPTS: "receipt_parts.py",
    Act.ANSWER_FEEDBACK: "feedback_parts.py",
    Act.GIVE_MANDATE: "give_mandate.py",
    Act.SIGN_RESULT: "sign_key.py",
    Act.MANAGE_USERS: "users.py",
    Act.PRINT: "print_dialog.py",  # a page again, or spoilt; a first page is harmless
    Act.GO_OUT: "village.py",
}
# A screen filled in for this act alone, whose main button says it and waits for what is missing.
FILLED_IN = {
    Act.RETURN_RESULT: "return_result.py",  # the receiver is named before
    Act.SETTLE: "settle.py",  # one of the values is chosen before
    Act.TAKE_FEEDBACK: "feedback_parts.py",
}
UNDONE_BY = {
    Act.REGISTER: Act.CANCEL,
    Act.RECEIVE: Act.CANCEL,
    Act.ENTER_RECEIPTS: Act.KEEP_RECEIPTS,  # a range is given back
    Act.MANAGE_DESK: Act.MANAGE_DESK,  # a printer is chosen anew
}
HARMLESS = {Act.LOOK, Act.SCAN}  # of what was scanned, leaving a page out is asked for


def test_every_act_is_safe_from_one_slip():
    told = [*ASKED_BY, *FILLED_IN, *UNDONE_BY, *HARMLESS]

    assert sorted(told) == sorted(Act)  # each once


@pytest.mark.parametrize("path", sorted(set(ASKED_BY.values())))
def test_the_screen_that_asks_has_its_question(path):
    source = (SCREENS / path).read_text("utf-8")

    assert any(question in source for question in ASKS)


@pytest.mark.parametrize("path", sorted(set(FILLED_IN.values())))
def test_a_screen_of_its_own_has_a_main_button(path):
    assert "buttons.primary(" in (SCREENS / path).read_text("utf-8")


def test_what_ends_a_dossier_is_asked_for_in_red():
    ends = {Act.REFUSE, Act.STOP, Act.WITHDRAW, Act.CANCEL, Act.TAKE_OVER}

    assert ends <= DANGEROUS <= set(ASKED_BY)
    assert set(UNDONE_BY.values()) <= set(Act) - HARMLESS
