"""Several dossiers from hand to hand with one list that both sides sign."""

from desk_app.domain.dossier import Status, WrongStatus
from desk_app.domain.events import StopGround
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.paper_names import NO_DOSSIER
from desk_app.usecases.give_back import give_back
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.hand_over_dossiers import hand_over_dossiers
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.stop_dossier import stop_dossier
from desk_app.usecases.take_handed import take_handed
from tests.support.counter import received
from tests.support.words import words_on


def test_a_day_s_dossiers_go_together_and_one_that_may_not_holds_up_none(desk):
    first, second, stopped = (received(desk) for _ in range(3))
    stop_dossier(desk, stopped.entity, ground=StopGround.OFFICE, reason="Nộp nhầm")

    done = hand_over_dossiers(
        desk, [first.entity, stopped.entity, second.entity, first.entity], to="Sen"
    )

    assert [one.entity for one in done.handed] == [first.entity, second.entity]
    assert all(one.awaits_taking and one.handed_to == "Sen" for one in done.handed)
    assert [(entity, type(why)) for entity, why in done.left] == [(stopped.entity, WrongStatus)]
    said = words_on(_page(desk, done.prints[0]))
    assert _tail(first) in said
    assert _tail(second) in said
    assert _tail(stopped) not in said
    assert "GN17-261116-01" in said
    assert said.count("DANH SÁCH BÀN GIAO HỒ SƠ") == 2


def test_each_list_has_a_number_of_its_own_and_is_kept_as_it_was_drawn(desk):
    one = hand_over_dossiers(desk, [received(desk).entity], to="Sen")
    two = hand_over_dossiers(desk, [received(desk).entity], to="Sen")

    forms = [row.form for row in desk.prints.of(NO_DOSSIER)]
    assert forms == ["hand-over-list/GN17-261116-01", "hand-over-list/GN17-261116-02"]
    assert _page(desk, one.prints[0]) != _page(desk, two.prints[0])


def test_the_control_sheets_come_with_the_list_and_tell_who_signed_for_each(desk):
    taken, back = received(desk).entity, received(desk).entity
    done = hand_over_dossiers(desk, [taken, back], to="Văn phòng", with_sheets=True)
    assert [desk.prints.get(row).form for row in done.prints[1:]] == ["control-sheet/1"] * 2
    desk.clock.pass_by(hours=1)

    take_handed(desk, taken, taker="Trần Thị Lựu")
    give_back(desk, back, reason="Thiếu tờ khai")
    again = hand_on(desk, back, to="Phòng Kinh tế")

    assert again.handed_from == ""
    of_taken, of_back = (words_on(_page(desk, row)) for row in done.prints[1:])
    assert "Trần Thị Lựu" in of_taken
    assert "10 giờ 00 phút" in of_taken
    assert "Trả lại: Thiếu tờ khai" in of_back


def test_nothing_goes_to_nobody(desk):
    dossier = received(desk)

    done = hand_over_dossiers(desk, [dossier.entity], to=" ")

    assert [type(why) for _, why in done.left] == [ReasonMissing]
    assert done.prints == ()
    assert desk.journal.dossier(dossier.entity).status is Status.RECEIVED


def _tail(dossier):
    return dossier.code.partition("-")[2]


def _page(desk, row):
    printed = print_paper(desk, row)
    return desk.files.read(printed.sha256)
