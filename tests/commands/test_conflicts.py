"""`desk conflicts · settle · review`: two values of one field, and what the province set aside."""

from contextlib import closing
from pathlib import Path

import pytest

from desk_app.clock import WallClock
from desk_app.domain import events
from desk_app.opening import desk_over
from desk_app.store.opening import open_store
from desk_app.store.places import Places
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.hand_on import hand_on
from sync.protocol.page import Verdict
from tests.commands.conftest import APP
from tests.store.making import Hub
from tests.support.command_line import STATE_HOME
from tests.support.desks import PASSWORD

PHONE = "applicant.phone"


@pytest.fixture
def change(shell, code):
    """Another machine corrected the phone and took a step too; the name of our step, held."""
    places = Places(data=shell.data / "desk", state=Path(shell.variables[STATE_HOME]) / APP)
    with closing(open_store(places, "mau", PASSWORD, now=WallClock().now())) as store:
        desk = desk_over(shell.data, store, clock=WallClock())
        entity = desk.journal.find(code)
        correct_dossier(desk, entity, field=PHONE, text="0907000222", reason="Hỏi lại")
        hand_on(desk, entity, to="Văn phòng")
        [reception, correction, handed] = desk.journal.timeline(entity)
        hub = Hub()
        hub.judge(reception)
        theirs = events.Corrected(field=PHONE, was="0905000111", now="0906000111", reason="Sai")
        hub.write(theirs, entity=entity, author=6)
        hub.judge(correction, Verdict.FLAGGED, "values_differ")
        hub.judge(handed, Verdict.HELD, "after_held")
        hub.settle(desk.store)
        return f"{handed.author}/{handed.epoch}/{handed.number}"


def test_what_a_person_must_look_at_is_listed_with_who_and_where(shell, change):
    values, aside = shell.json("desk", "conflicts").documents

    assert (values["kind"], values["field"]) == ("values", PHONE)
    assert [(one["value"], one["in_force"], one["here"]) for one in values["values"]] == [
        ("0906000111", True, False),
        ("0907000222", False, True),
    ]
    assert [one["machine"] for one in values["values"]] == [6, 1]
    assert (aside["kind"], aside["change"], aside["remedy"]) == ("set_aside", change, "send_again")
    told = shell("desk", "conflicts", "--lang", "vi").out
    assert "0907000222" in told
    assert change in told


@pytest.mark.parametrize(
    ("take", "now"),
    [("ours", "0907000222"), ("theirs", "0906000111"), ("0908000333", "0908000333")],
)
def test_a_person_takes_one_value_or_a_third(shell, code, change, take, now):  # noqa: ARG001
    answer = shell.json("desk", "settle", code, PHONE, "--take", take, "--reason", "Đã gọi")

    assert answer.exit_code == 0
    kinds = [one["kind"] for one in shell.json("desk", "conflicts").documents]
    assert kinds == ["set_aside"]
    last = shell.json("desk", "show", code).document["timeline"][-1]
    assert last["event"] == "ValueSettled"
    status = shell.json("desk", "status").document
    assert (status["disputed"], status["set_aside"], status["waiting"]["changes"]) == (0, 1, 5)
    assert len(shell.json("desk", "search", now).documents) == 1


def test_what_was_set_aside_is_sent_again_or_left(shell, code, change):
    again = shell.json("desk", "review", change, "--send-again").document

    assert again == {"change": change, "outcome": "sent_again"}
    assert shell.json("desk", "show", code).document["status"] == "in_progress"
    assert shell.json("desk", "review", change, "--leave", "x").error == "nothing_set_aside"


def test_it_is_left_with_a_reason(shell, code, change):
    left = shell.json("desk", "review", change, "--leave", "Máy kia đã làm").document

    assert left == {"change": change, "outcome": "left"}
    assert shell.json("desk", "show", code).document["status"] == "received"
    assert shell.json("desk", "status").document["set_aside"] == 0
