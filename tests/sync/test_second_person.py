"""What needs two persons at the console: accounts and roles, and the way back into a desk."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from sync.errors import SealBroken
from sync.hub import control
from sync.hub.audit_log import lines, verify
from sync.hub.console.errors import RecoveryRefused
from sync.hub.console.key_recovery import GOOD_DAYS, answer_recovery, list_recoveries
from sync.hub.console.operators import list_operators, start
from sync.hub.console_tables import key_recoveries
from sync.hub.key_rotation import look_at_keys
from sync.hub.keys import ESCROW_FILE, OFFLINE_FOLDER, Opening, load_escrow
from sync.proof.desk_key import Desk, new_once, open_answer, seal_desk_key, spoken, write_request
from sync.sealing import new_seal_key
from tests.sync.visiting import PASSWORD, account, visiting

KEY = bytes(range(32))
OPERATOR, APPROVER = "Lê Thị Hoa", "Trần Văn Duyệt"
TAKE = re.compile(r"/people/wish/(\d+)/grant")


@pytest.fixture
def two(hub):
    """An operator and the second person, each in a browser of their own."""
    with visiting(hub, "operator", OPERATOR) as operator:
        url = str(operator.client.base_url)
        with visiting(hub, "approver", APPROVER, url=url) as approver:
            yield operator, approver


def standing(hub):
    return {one.name: one.role.value for one in list_operators(hub) if not one.is_ended}


def wished(visitor):
    return TAKE.findall(visitor.get("/people").text)


def test_an_account_is_asked_for_by_one_and_consented_to_by_another(hub, two):
    operator, approver = two
    wish = {"act": "add", "name": "Phạm An", "role": "auditor", "reason": "người mới"}
    operator.post("/people/wish", **wish)
    number = wished(approver)[0]

    by_himself = operator.post(f"/people/wish/{number}/grant")
    granted = approver.post(f"/people/wish/{number}/grant")
    twice = approver.post(f"/people/wish/{number}/grant")
    code = re.search(r'id="code">([^<]+)<', granted.text)[1]

    assert (by_himself.status_code, twice.status_code) == (403, 422)
    assert start(hub, "Phạm An", code, PASSWORD)[0] == "Phạm An"
    assert standing(hub)["Phạm An"] == "auditor"
    assert (wished(operator), wished(approver)) == ([], [])
    assert all(code not in line.target + line.purpose for line in lines(hub))
    assert verify(hub).broken_at is None


def test_nobody_consents_to_a_role_of_his_own(hub, two):
    operator, approver = two
    operator.post("/people/wish", act="role", name=APPROVER, role="operator", reason="đổi việc")
    number = wished(approver)[0]
    refused = approver.post(f"/people/wish/{number}/grant")
    with visiting(hub, "approver", "Người Ba", url=str(operator.client.base_url)) as third:
        third.post(f"/people/wish/{number}/grant")

    assert refused.status_code == 422
    assert standing(hub)[APPROVER] == "operator"
    assert "/sign-in" in str(approver.get("/people").url)


@pytest.mark.parametrize(
    "wish",
    [
        {"act": "add", "name": OPERATOR, "role": "auditor"},
        {"act": "add", "name": "Ai", "role": "king"},
        {"act": "add", "name": "Ai", "role": "agency"},
        {"act": "role", "name": "Không Có", "role": "auditor"},
        {"act": "renew", "name": "Không Có"},
        {"act": "rule", "name": "Ai"},
    ],
)
def test_what_could_not_be_granted_is_not_asked(hub, two, wish):
    operator, approver = two

    refused = operator.post("/people/wish", reason="thử", **wish)

    assert refused.status_code == 422
    assert wished(approver) == []
    assert len(standing(hub)) == 2


def test_an_account_is_ended_at_once_and_renewed_by_two(hub, two):
    operator, approver = two
    account(hub, "auditor", "Ngô Kiểm")

    own = operator.post("/people/end", name=OPERATOR, reason="nghỉ")
    operator.post("/people/end", name="Ngô Kiểm", reason="nghỉ việc")
    operator.post("/people/wish", act="renew", name=OPERATOR, reason="mất điện thoại")
    renewed = approver.post(f"/people/wish/{wished(approver)[0]}/grant")

    assert own.status_code == 422
    assert set(standing(hub)) == {OPERATOR, APPROVER}
    assert 'id="code"' in renewed.text


@pytest.fixture
def asked(hub, desk):
    """A desk's request, and the private part that its answer opens with."""
    told = Desk(dev=desk.granted.dev, installation="ab" * 16)
    escrow = look_at_keys(hub).escrow
    private = new_once()
    sealed = seal_desk_key(KEY, told, recipient=escrow)
    return told, private, write_request(told, person="Hoà", sealed=sealed, private=private)


def escrow_of(hub):
    return load_escrow(hub.folder / OFFLINE_FOLDER / ESCROW_FILE)


def test_a_desks_key_comes_back_by_two_persons_and_the_key_of_the_safe(hub, two, asked):
    operator, approver = two
    told, private, request = asked
    code, file = spoken(request), {"file": ("quay.request", request)}
    operator.post("/recoveries", files=file, reason="xã gọi, chị Hoà quên mật khẩu")
    operator.post("/recoveries", files=file, reason="gửi lại")
    with pytest.raises(RecoveryRefused):
        answer_recovery(hub, code, escrow_of(hub))

    alone = operator.post(f"/recoveries/{code}/grant", typed=code)
    misheard = approver.post(f"/recoveries/{code}/grant", typed="AAAA-AAAA")
    approver.post(f"/recoveries/{code}/grant", typed=code.replace("-", " ").lower())
    too_soon = operator.post(f"/recoveries/{code}/answer")
    with pytest.raises(SealBroken):
        answer_recovery(hub, code, Opening(private=(new_seal_key().private,)))
    answer_recovery(hub, code.lower(), escrow_of(hub))
    taken = operator.post(f"/recoveries/{code}/answer")

    assert [one.status_code for one in (alone, misheard, too_soon)] == [403, 422, 422]
    assert open_answer(taken.content, told, private=private) == KEY
    assert len(list_recoveries(hub)) == 1
    assert {
        ("recovery.ask", OPERATOR),
        ("recovery.grant", APPROVER),
        ("recovery.answer", "system"),
        ("recovery.take", OPERATOR),
    } <= {(line.act, line.operator) for line in lines(hub)}
    assert KEY not in taken.content


def test_a_stolen_or_late_desk_gets_no_way_back(hub, two, asked, clock):
    operator, approver = two
    told, _, request = asked
    code, file = spoken(request), {"file": ("quay.request", request)}
    operator.post("/recoveries", files=file, reason="quên mật khẩu")
    approver.post(f"/recoveries/{code}/grant", typed=code)
    at = clock.at
    clock.at += timedelta(days=GOOD_DAYS + 1)
    with pytest.raises(RecoveryRefused) as late:
        answer_recovery(hub, code, escrow_of(hub))
    clock.at = at
    control.revoke(hub, told.dev, reason="mất cắp")

    again = operator.post("/recoveries", files=file, reason="thử lại")
    with pytest.raises(RecoveryRefused) as stolen:
        answer_recovery(hub, code, escrow_of(hub))

    assert (late.value.details["why"], stolen.value.details["why"]) == ("too_old", "revoked")
    assert again.status_code == 422


@pytest.mark.parametrize("content", [b"", b"rubbish", bytes(5000)])
def test_a_file_that_asks_for_nothing_is_refused_in_words(hub, two, content):
    operator, _ = two

    page = operator.post("/recoveries", files={"file": ("x", content)}, reason="thử")

    assert page.status_code == 422
    with hub.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(key_recoveries)).scalar() == 0
