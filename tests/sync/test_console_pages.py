"""What the console's pages show and do: machines, invitations, mandates, what is set aside."""

import json
import re
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from sync.client.enrol import enrol
from sync.client.exchange import exchange_once
from sync.errors import EnrolCodeRefused, MachineRevoked
from sync.hub.audit_log import lines, verify
from sync.hub.console import machines
from sync.hub.console.app import create_console
from sync.hub.console.aside import Decision, find_aside, open_aside
from sync.hub.console.machines import Alarm, look_over
from sync.hub.console_tables import backlogs, operator_sessions, relay_contacts
from sync.hub.mandates import list_mandates
from sync.hub.receipt_ranges import list_ranges
from sync.hub.sampling import note_backlogs
from sync.hub.tables import changes, devices
from sync.hub.voice import Kind, feedback_of, spelled, write_feedback
from sync.protocol.enrolment import read_code
from sync.protocol.invitation import read_invitation
from tests.sync.conftest import BOTH, ORG
from tests.sync.conftest import OTHER_ORG as OTHER
from tests.sync.rules import CREATED, POISON, STEPPED
from tests.sync.servers import serving_app
from tests.sync.small_replica import SmallReplica
from tests.sync.visiting import visiting
from tests.sync.wires import DirectLink

CODE = f"{ORG}-261123-0001"


def written_as(value):
    return json.dumps(value).encode()


@pytest.fixture
def operator(hub):
    with visiting(hub, "operator") as visitor:
        yield visitor


def set_device(hub, dev, **values):
    with hub.database.writing() as connection:
        connection.execute(update(devices).where(devices.c.dev == dev).values(**values))


def acts(hub):
    return [(line.act, line.outcome) for line in reversed(lines(hub))]


@BOTH
def test_the_worst_machine_stands_first_and_says_why(hub, desk, colleague, stranger, link):
    for one in (desk, colleague, stranger):
        one.at = hub.now()
        one.write(CREATED, (f"{one.granted.org}-261123-000{one.granted.dev}",))
        exchange_once(one, link)
    set_device(hub, 2, last_contact_at=hub.now() - 5 * 86_400)

    found = look_over(hub)

    assert [one.view.dev for one in found] == [2, 1, 3]
    assert {one.kind for one in found[0].alarms} == {Alarm.SILENT}
    assert found[1].alarms == ()
    assert (found[0].path, found[0].lease_left) == ("link", 55)


def test_the_path_of_the_last_contact_is_told_and_filtered(hub, operator, desk, clock):
    exchange_once(desk, DirectLink(hub))
    dev = desk.granted.dev
    clock.at += timedelta(minutes=2)
    at = hub.now()
    with hub.database.writing() as connection:
        connection.execute(insert(relay_contacts), {"dev": dev, "at": at})

    told = {one.view.dev: one.path for one in look_over(hub)}
    by_relay, by_link = operator.get("/desks?path=relay"), operator.get("/desks?path=link")
    never = operator.get("/desks?path=-")

    assert told[dev] == "relay"
    assert f"/desks/{dev}" in by_relay.text
    assert f'href="/desks/{dev}"' not in by_link.text + never.text


def test_a_backlog_that_grew_in_a_day_is_an_alarm(hub, clock):
    set_device(hub, 1, told=300)
    note_backlogs(hub)
    note_backlogs(hub)
    clock.at += timedelta(hours=25)
    same = look_over(hub)
    set_device(hub, 1, told=301)

    grown = look_over(hub)

    with hub.database.reading() as connection:
        kept = [
            tuple(row) for row in connection.execute(select(backlogs.c.dev, backlogs.c.backlog))
        ]
    assert kept == [(1, 300)]
    assert Alarm.BACKLOG not in {raised.kind for raised in same[0].alarms}
    assert Alarm.BACKLOG in {raised.kind for raised in grown[0].alarms}


def test_the_overview_is_narrowed_and_refreshed_without_keeping_a_session_alive(
    hub, operator, clock
):
    set_device(hub, 3, name="Máy lưu động")
    set_device(hub, 2, last_contact_at=hub.now() - 9 * 86_400)
    by_name = operator.get("/desks", params={"q": "lưu động"}).text
    by_alarm = operator.get("/desks", params={"alarm": "silent", "untaken": 1}).text
    with hub.database.reading() as connection:
        before = connection.execute(select(operator_sessions.c.seen_at)).scalar()
    clock.at += timedelta(minutes=20)
    part = operator.get("/desks/live").text
    with hub.database.reading() as connection:
        after = connection.execute(select(operator_sessions.c.seen_at)).scalar()

    rows = re.compile(r'href="/desks/(\d+)"')
    assert rows.findall(by_name) == ["3"]
    assert rows.findall(by_alarm) == ["2"]
    assert len(rows.findall(part)) == 3
    assert "<html" not in part
    assert before == after


@BOTH
def test_of_two_operators_who_take_one_alarm_the_first_has_it(hub):
    set_device(hub, 2, last_contact_at=hub.now() - 9 * 86_400)
    (name,) = [raised.name for one in look_over(hub) for raised in one.alarms]
    with (
        serving_app(create_console(hub, is_tls=False)) as url,
        visiting(hub, "operator", "Người một", url=url) as one,
        visiting(hub, "operator", "Người hai", url=url) as two,
        ThreadPoolExecutor() as both,
    ):
        list(both.map(lambda who: who.post("/desks/alarm", alarm=name, note="gọi"), (one, two)))

    (taken,) = [raised.taken for one in look_over(hub) for raised in one.alarms]
    assert taken.operator in {"Người một", "Người hai"}
    assert [act for act, _ in acts(hub)].count("alarm.take") == 2
    assert verify(hub).broken_at is None


def test_a_machine_is_revoked_with_its_reason_and_the_log_knows(hub, operator, desk, link):
    page = operator.post(f"/desks/{desk.granted.dev}/revoke", reason="mất cắp")
    missing = operator.post("/desks/99/revoke", reason="nhầm")

    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)
    assert "Đã thu hồi máy." in page.text
    assert missing.status_code == 422
    assert acts(hub)[-3:] == [
        ("machine.revoked", ""),
        ("machine.revoked", ""),
        ("machine.revoked", "no_such_machine"),
    ]
    assert lines(hub)[2].purpose == "mất cắp"


def test_an_invitation_is_shown_once_and_enrols_one_machine(hub, operator):
    page = operator.post("/people/invite", org=ORG, lane="7000-7099")
    code = re.search(r'id="code">([^<]+)<', page.text)[1]
    machine = SmallReplica()

    granted = enrol(
        DirectLink(hub),
        code,
        device_key=machine.public,
        sign=machine.key.sign,
        name="Máy mới",
        app="test",
    )

    assert [(lane.first, lane.last) for lane in granted.lanes] == [(7000, 7099)]
    assert page.headers["cache-control"] == "no-store"
    assert code not in operator.get("/people").text
    assert all(code not in line.target + line.purpose for line in lines(hub))


def test_an_invitation_goes_onto_a_stick_as_a_file(operator):
    page = operator.post("/people/invite", org=ORG)
    code = re.search(r'id="code">([^<]+)<', page.text)[1]
    link = re.search(
        r'download="([^"]+)" href="data:application/octet-stream;base64,([^"]+)"', page.text
    )

    told = read_invitation(b64decode(link[2]))

    assert link[1] == f"{ORG}.invitation"
    assert (told.code, told.org) == (read_code(code), ORG)


@given(st.binary() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(written_as))
def test_a_file_that_is_no_invitation_is_refused(content):
    with pytest.raises(EnrolCodeRefused):
        read_invitation(content)


def test_a_machine_moves_once_all_it_wrote_is_here(hub, operator, desk, link):
    exchange_once(desk, link)
    dev = desk.granted.dev
    set_device(hub, dev, told=3)
    too_early = operator.post(f"/desks/{dev}/move", org=OTHER, reason="sáp nhập")
    set_device(hub, dev, told=0)
    nowhere = operator.post(f"/desks/{dev}/move", org="H48.NOWHERE", reason="sáp nhập")
    moved = operator.post(f"/desks/{dev}/move", org=OTHER, reason="sáp nhập")
    again = operator.post(f"/desks/{dev}/move", org=OTHER, reason="sáp nhập")

    assert [one.status_code for one in (too_early, nowhere, moved, again)] == [422, 422, 200, 422]
    assert f"{OTHER}.invitation" in moved.text
    with pytest.raises(MachineRevoked) as told:
        exchange_once(desk, link)
    assert told.value.details["wipe"]
    assert acts(hub)[-3:] == [
        ("machine.move", ""),
        ("machine.move", ""),
        ("machine.move", "move_too_early"),
    ]


def test_feedback_is_handed_on_and_answered_once(hub, operator):
    one = write_feedback(
        hub, kind=Kind.COMPLAINT, place="Quầy 2 <b>", words="Chờ lâu quá.\nMong sửa."
    )
    late = write_feedback(hub, kind=Kind.PROPOSAL, place="", words="Thêm ghế")

    listed = operator.get("/voice?q=chờ+LÂU")
    handed = operator.post(f"/voice/{spelled(one.number)}/route", org=ORG)
    empty = operator.post(f"/voice/{one.number}/answer", words="  ")
    answered = operator.post(f"/voice/{one.number}/answer", words="Đã thêm một quầy buổi sáng.")
    twice = operator.post(f"/voice/{one.number}/answer", words="Lời khác")

    assert (spelled(one.number) in listed.text, spelled(late.number) in listed.text) == (
        True,
        False,
    )
    assert "Quầy 2 &lt;b&gt;" in listed.text
    assert ORG in handed.text
    assert (empty.status_code, twice.status_code) == (422, 422)
    assert "Đã thêm một quầy" in answered.text
    assert feedback_of(hub, one.number).answer == "Đã thêm một quầy buổi sáng."
    assert spelled(one.number) not in operator.get("/voice").text
    assert spelled(one.number) in operator.get("/voice?all=1").text
    assert operator.get("/voice/NOSUCH").status_code == 422


@pytest.mark.parametrize("content", [b"", b"rubbish", bytes(70_000)])
def test_a_request_file_that_is_none_is_refused_in_words(operator, content):
    page = operator.post("/people/enrol", files={"file": ("may.request", content)})

    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_a_mandate_is_given_and_withdrawn(hub, operator):
    told = {"org": ORG, "number": "12/QĐ", "issuer": "UBND", "since": "2026-11-20"}
    operator.post("/mandates", **told, until="2026-12-31", weekdays=["1", "5"], begins="07:00")
    backwards = operator.post("/mandates", **{**told, "number": "13/QĐ"}, until="2026-01-01")
    operator.post("/mandates/end", org=ORG, number="12/QĐ", reason="hết việc")

    (one,) = list_mandates(hub, ORG)
    assert (one.order.weekdays, one.order.begins, one.order.ends) == (0b10001, 420, 1440)
    assert one.end.reason == "hết việc"
    assert backwards.status_code == 422


def test_receipts_are_granted_and_taken_back(hub, desk, operator):
    told = {"org": ORG, "symbol": "AB/26P", "first": "1", "machine": str(desk.granted.dev)}
    more = {"last": "50", "issuer": "Sở Tài chính"}
    operator.post("/receipts", **told, **more)
    twice = operator.post("/receipts", **told, **more)
    odd = operator.post("/receipts", **{**told, "first": "một"}, **more)
    shown = operator.get(f"/receipts?org={ORG}").text
    operator.post("/receipts/back", **told, used_to="7", reason="máy hỏng")

    (one,) = list_ranges(hub, ORG)
    assert (one.order.last, one.end.used_to, one.end.reason) == (50, 7, "máy hỏng")
    assert (twice.status_code, odd.status_code) == (422, 422)
    assert "0000001 – 0000050" in shown


def test_a_person_is_locked_out_and_let_in_again(operator):
    operator.post("/people/lock", org=ORG, name="Trần Thử", reason="nghỉ việc")
    locked = operator.get("/people").text
    operator.post("/people/unlock", org=ORG, name="TRẦN thử")

    assert "Trần Thử" in locked
    assert "Trần Thử" not in operator.get("/people").text


@BOTH
def test_what_is_set_aside_is_looked_at_with_a_purpose_and_decided_once(hub, desk, link):
    entity = desk.write(CREATED, (CODE,))
    desk.write(STEPPED, (5,), ent=entity)
    exchange_once(desk, link)
    (aside,) = find_aside(hub)
    path = f"/aside/{aside.key.scope}/{aside.key.dev}/{aside.key.ep}/{aside.key.seq}"
    with (
        visiting(hub, "operator", "Người một") as one,
        visiting(hub, "operator", "Người hai") as two,
    ):
        blind = one.post(f"{path}/look", purpose=" ")
        seen = one.post(f"{path}/look", purpose="xã hỏi")
        one.post(f"{path}/decide", decision="sent_back", reason="xã làm lại")
        waiting = find_aside(hub)
        one.post(f"{path}/decide", decision="evidence", reason="giữ")
        late = two.post(f"{path}/decide", decision="settled", reason="muộn")

    assert blind.status_code == 422
    assert '<td class="strong-bad">5</td><td>0</td>' in seen.text
    assert [one.decision for one in waiting] == [Decision.SENT_BACK]
    assert late.status_code == 422
    assert "Người một" in late.text
    assert find_aside(hub) == []
    (over,) = find_aside(hub, is_over=True)
    assert (over.decision, over.code) == ("evidence", CODE)
    assert ("aside.look", "") in acts(hub)
    with hub.database.reading() as connection:
        assert connection.execute(select(changes.c.raw).where(changes.c.seq == 2)).scalar()


def test_a_change_whose_bytes_are_gone_opens_all_the_same(hub, desk, link):
    desk.write(POISON)
    exchange_once(desk, link)
    (aside,) = find_aside(hub)
    with hub.database.writing() as connection:
        connection.execute(update(changes).where(changes.c.seq == aside.key.seq).values(raw=None))

    assert open_aside(hub, aside.key).rows == []


def test_a_change_nobody_has_is_told(operator):
    page = operator.post(f"/aside/{ORG}/1/1/999/look", purpose="thử")

    assert page.status_code == 422


def test_frames_of_a_revoked_machine_are_taken_or_passed_over(operator, desk, link):
    desk.write(CREATED, (CODE,))
    operator.post(f"/desks/{desk.granted.dev}/revoke", reason="mất cắp")
    with pytest.raises(MachineRevoked):
        exchange_once(desk, link)
    number = re.search(r"/aside/kept/(\d+)/take", operator.get("/aside").text)[1]

    taken = operator.post(f"/aside/kept/{number}/take", reason="đúng người")
    again = operator.post(f"/aside/kept/{number}/pass", reason="lần nữa")

    assert "Đã nhận gói." in taken.text
    assert again.status_code == 422


@pytest.mark.parametrize("prepared", ["postgresql"], indirect=True)
def test_a_database_that_stops_in_the_middle_of_a_page_is_told_and_comes_back(
    operator, monkeypatch
):
    whole = machines._facts

    def cut(connection, told):
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        return whole(connection, told)

    monkeypatch.setattr(machines, "_facts", cut)
    stopped = operator.get("/desks")
    monkeypatch.undo()
    again = operator.get("/desks")

    assert stopped.status_code == 503
    assert "psycopg" not in stopped.text
    assert again.status_code == 200
