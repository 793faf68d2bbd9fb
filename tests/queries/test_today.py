from datetime import timedelta

from desk_app.domain.answering import OutsideSystem
from desk_app.domain.rights import Role
from desk_app.queries.dossiers import search
from desk_app.queries.today import Today, to_sign, today
from desk_app.usecases.add_user import add_user
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.extend_dossier import extend_dossier
from desk_app.usecases.give_back import give_back
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.return_result import return_result
from desk_app.usecases.sign_apology import sign_apology
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.take_handed import take_handed
from desk_app.usecases.unlock_signer import unlock_signer
from desk_app.usecases.write_outside_code import write_outside_code
from sync.protocol.page import Verdict
from tests.store.making import Hub
from tests.support.counter import approved, certification, received, result_pdf, worked_on
from tests.support.desks import PASSWORD, as_role
from tests.support.pki import YEAR, Authority, curve_key


def test_a_quiet_day_shows_nothing(desk):
    shown = today(desk)

    assert shown == Today()


def test_each_dossier_stands_where_it_does_harm(desk):
    now = desk.clock.now()
    overdue = received(desk, received_at=now - timedelta(days=10)).entity
    due_today = received(desk, certification()).entity
    new = received(desk).entity
    waiting = request_supplement(desk, worked_on(desk).entity, items=["A"], reason="B").entity
    drafted, done = _drafted(desk), _drafted(desk)
    sign_result(desk, done, signer=_signer(desk))

    shown = today(desk)

    assert _entities(shown.overdue) == [overdue]
    assert _entities(shown.due_today) == [due_today]
    assert _entities(shown.waiting_supplement) == [waiting]
    assert _entities(shown.to_sign) == _entities(to_sign(desk)) == [drafted]
    assert _entities(shown.to_return) == [done]
    assert _entities(shown.to_hand_on) == [overdue, due_today, new]
    return_result(desk, done, receiver="Nguyễn Thị Sen", paper="Căn cước")
    assert today(desk).to_return == ()


def test_the_latest_promise_missed_longest_ago_stands_first(desk):
    now = desk.clock.now()
    entities = [
        received(desk, received_at=now - timedelta(days=days)).entity for days in (7, 21, 14)
    ]

    assert _entities(today(desk).overdue) == [entities[1], entities[2], entities[0]]


def test_what_was_cancelled_is_overdue_no_more(desk):
    entity = received(desk, received_at=desk.clock.now() - timedelta(days=10)).entity

    cancel_dossier(desk, entity, reason="Nhận nhầm")

    assert today(desk).overdue == ()
    assert today(desk).to_hand_on == ()


def test_what_the_province_set_aside_waits_for_a_person(desk):
    entity = received(desk).entity
    hub = Hub()
    hub.judge(desk.journal.timeline(entity)[0], Verdict.HELD, "malformed_event")
    hub.settle(desk.store)

    assert _entities(today(desk).set_aside) == [entity]


def test_a_list_is_cut_at_twenty(desk):
    for _ in range(22):
        received(desk, received_at=desk.clock.now() - timedelta(days=10))

    assert len(today(desk).overdue) == 20


def test_what_was_handed_on_waits_for_the_one_it_was_handed_to_and_then_for_the_giver(desk):
    sen = _user(desk, "Sen", Role.HANDLER)
    hoa = _user(desk, "Hoa", Role.CLERK)
    entity = hand_on(hoa, received(hoa).entity, to="Sen").entity
    other = hand_on(hoa, received(hoa).entity, to="Công an xã").entity

    assert _entities(today(sen).to_take) == [entity, other]
    assert _entities(today(hoa).to_take) == [other]
    assert today(hoa).not_taken == ()
    desk.clock.pass_by(days=1)
    assert _entities(today(hoa).not_taken) == [entity]
    take_handed(sen, entity)
    assert today(hoa).not_taken == ()
    give_back(sen, other, reason="Không thuộc phần việc")
    assert other in _entities(today(hoa).to_hand_on)


def test_a_handler_sees_nothing_of_what_another_handler_has(desk):
    sen, binh = _user(desk, "Sen", Role.HANDLER), _user(desk, "Bình", Role.HANDLER)
    long_ago = desk.clock.now() - timedelta(days=10)
    entity = received(desk, received_at=long_ago).entity
    hand_on(desk, entity, to="Sen")

    assert _entities(today(sen).overdue) == [entity]
    assert today(binh).overdue == ()
    assert _entities(today(as_role(desk, Role.LEADER)).overdue) == [entity]
    assert today(as_role(desk, Role.ADMIN)) == Today()


def test_supplements_stand_by_the_day_they_end(desk):
    day = desk.clock.today()
    without, later, sooner = (worked_on(desk).entity for _ in range(3))
    request_supplement(desk, without, items=["A"], reason="B")
    request_supplement(desk, later, items=["A"], reason="B", respond_by=day + timedelta(days=9))
    request_supplement(desk, sooner, items=["A"], reason="B", respond_by=day + timedelta(days=2))

    assert _entities(today(desk).waiting_supplement) == [sooner, later, without]


def test_an_apology_waits_for_the_head_and_a_result_that_lies_long_for_the_counter(desk):
    entity, done = received(desk).entity, _drafted(desk)
    due = desk.journal.dossier(entity).due_at
    extend_dossier(desk, entity, due_at=due + timedelta(days=3), reason="Mưa lũ", signer="A")
    sign_result(desk, done, signer=_signer(desk))
    clerk = as_role(desk, Role.CLERK)

    assert _entities(today(as_role(desk, Role.LEADER)).apologies) == [entity]
    assert today(clerk).apologies == ()
    sign_apology(desk, entity)
    assert today(desk).apologies == ()
    assert today(clerk).lying == ()
    desk.clock.pass_by(days=4)
    assert _entities(today(clerk).lying) == [done]


def test_what_a_ministry_must_get_waits_until_it_was_typed_in_and_is_found_by_its_code(desk):
    entity = received(desk).entity
    received(desk, certification())

    assert _entities(today(desk).to_enter) == [entity]
    write_outside_code(desk, entity, code="12345678", system=OutsideSystem.NATIONAL_PORTAL)
    assert _entities(today(desk).to_enter) == [entity]
    write_outside_code(desk, entity, code="g01.ct-261123-000777", is_entered=True)
    assert today(desk).to_enter == ()
    for typed in ("12345678", "G01.CT", "000777", "g01.ct-261123-000777"):
        assert _entities(search(desk, typed)) == [entity]


def _user(desk, name, *roles):
    add_user(desk, name, PASSWORD, roles=roles)
    return desk.signed_in(next(one for one in desk.users.all() if one.name == name))


def _drafted(desk):
    entity = approved(desk).entity
    attach_result(desk, entity, pdf=result_pdf(), name="kq.pdf")
    return entity


def _signer(desk):
    now = desk.clock.now()
    leader = Authority.root("Gốc", at=now).issue(curve_key(), since=now - YEAR, until=now + YEAR)
    return unlock_signer(desk, pkcs12=leader.pkcs12("mật khẩu"), password="mật khẩu")


def _entities(rows):
    return [row.entity for row in rows]
