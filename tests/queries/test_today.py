from datetime import timedelta

from desk_app.queries.today import to_sign, today
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.request_supplement import request_supplement
from desk_app.usecases.return_result import return_result
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer
from sync.protocol.page import Verdict
from tests.store.making import Hub
from tests.support.counter import approved, certification, received, result_pdf, worked_on
from tests.support.pki import YEAR, Authority, curve_key


def test_a_quiet_day_shows_nothing(desk):
    shown = today(desk)

    lists = [getattr(shown, name) for name in type(shown).__dataclass_fields__]
    assert lists == [()] * 7


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
