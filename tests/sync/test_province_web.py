"""What a served hub tells its operator, and how much it lets anybody ask."""

import io
import json
import socket
import time

import httpx
import pytest

from sync.client.enrol import enrol
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.errors import EnrolCodeRefused, HubBusy, MachineUnknown
from sync.hub import admin
from sync.hub.admin import Switch, admin_token, create_admin
from sync.hub.events import Events, all_as_events
from sync.hub.limits import Buckets, Limits
from sync.hub.watching import Watch
from tests.sync import looks
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED, POISON, REVIEWED
from tests.sync.servers import serving, serving_app
from tests.sync.small_replica import SmallReplica

CODE, NEXT_CODE = f"{ORG}-261123-0001", f"{ORG}-261123-0002"
SHOWN = {"Authorization": "Bearer secret"}
CANARY = "Nguyễn Văn Hoàng Yến 048190001234"


@pytest.fixture
def told():
    """A stream that events go to."""
    return io.StringIO()


@pytest.fixture
def watch(told):
    return Watch(events=Events(told))


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def operator(hub, watch):
    """The operator's port, asked in this process; `switch` is its ready light."""
    switch = Switch()
    watch.metrics.watch_hub(hub)
    app = create_admin(hub, watch.metrics, switch, token="secret")
    with serving_app(app) as url, httpx.Client(base_url=url, trust_env=False) as client:
        client.switch = switch
        yield client


def test_health_tells_who_answers_and_no_more(hub, operator):
    answer = operator.get("/v1/health")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "hub_id": hub.key.hub_id.hex(),
        "versions": [1],
        "time": "2026-11-23T02:00:00+00:00",
    }


def test_a_hub_is_ready_only_while_it_takes_requests(operator):
    before = operator.get("/v1/ready").status_code
    operator.switch.is_on = True

    assert (before, operator.get("/v1/ready").status_code) == (503, 200)


def test_a_database_that_is_gone_is_told(hub, operator):
    operator.switch.is_on = True
    hub.database.engine.dispose()
    with hub.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE hub RENAME TO elsewhere")

    health, ready = operator.get("/v1/health"), operator.get("/v1/ready")

    assert (health.status_code, health.json()["status"]) == (503, "failing")
    assert ready.status_code == 503


@pytest.mark.parametrize("path", ["/v1/admin/desks", "/v1/admin/held"])
@pytest.mark.parametrize("shown", [None, "Bearer other", "Basic secret"])
def test_what_the_desks_do_is_told_to_the_operator_alone(operator, path, shown):
    headers = {} if shown is None else {"Authorization": shown}

    assert operator.get(path, headers=headers).status_code == 401


def test_the_operator_sees_every_desk(hub, operator, desk, link):
    desk.write(CREATED, (CODE,))
    exchange_once(desk, link)

    answer = operator.get("/v1/admin/desks", headers=SHOWN)

    first = answer.json()[0]
    assert [one["dev"] for one in answer.json()] == [1, 2, 3]
    assert (first["acked"], first["backlog"], first["epoch"]) == (1, 0, 1)
    assert first["last_contact_at"] == "2026-11-23T02:00:00+00:00"
    assert first["clock_behind_s"] == hub.now() - desk.at


def test_the_operator_sees_what_waits_and_for_whom(operator, desk, link):
    desk.write(POISON)
    exchange_once(desk, link)

    answer = operator.get("/v1/admin/held", headers=SHOWN)

    (waiting,) = answer.json()
    assert (waiting["org"], waiting["seq"], waiting["verdict"]) == (ORG, 1, "held")
    assert (waiting["reason"], waiting["since"]) == ("internal", "2026-11-23T02:00:00+00:00")
    assert len(waiting["fault"]) == 16


def test_programs_can_read_what_there_is_to_ask(operator):
    paths = operator.get("/openapi.json").json()["paths"]

    assert set(paths) == {
        "/v1/health",
        "/v1/ready",
        "/metrics",
        "/v1/admin/desks",
        "/v1/admin/held",
    }


def test_the_token_is_made_once_for_its_owner_alone(hub):
    first, again = admin_token(hub.folder), admin_token(hub.folder)

    path = hub.folder / admin.TOKEN_FILE
    assert first == again
    assert len(first) >= 40
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_desks_port_tells_an_operator_nothing(hub):
    with serving(hub) as url, httpx.Client(base_url=url, trust_env=False) as client:
        paths = ("/v1/health", "/v1/ready", "/metrics", "/v1/admin/desks", "/openapi.json")
        statuses = {client.get(path).status_code for path in paths}

    assert statuses == {404}


def test_figures_follow_what_is_done(hub, watch, operator, desk):
    desk.write(CREATED, (CODE,))
    desk.write(POISON)
    with serving(hub, watch=watch) as url, HttpLink(url) as link:
        exchange_once(desk, link)

    figures = operator.get("/metrics").text

    def figure(start):
        (line,) = [line for line in figures.splitlines() if line.startswith(start)]
        return float(line.rpartition(" ")[2])

    assert 'verdict="ok"} 1.0' in figures
    assert 'verdict="held"} 1.0' in figures
    assert figure("motcua_hub_desks{") == 3
    assert figure("motcua_hub_changes_set_aside{") == 1
    assert figure("motcua_hub_database_up{") == 1


def test_what_a_desk_dealt_with_leaves_list_and_figures(hub, watch, operator, desk):
    desk.write(CREATED, (CODE,))
    desk.write(POISON)
    desk.write(
        REVIEWED, (desk.granted.dev, desk.granted.ep, 2), ent=desk.write(CREATED, (NEXT_CODE,))
    )
    with serving(hub, watch=watch) as url, HttpLink(url) as link:
        exchange_once(desk, link)

    assert operator.get("/v1/admin/held", headers=SHOWN).json() == []
    assert {one["set_aside"] for one in operator.get("/v1/admin/desks", headers=SHOWN).json()} == {
        0
    }
    assert set_aside_of(operator) == 0
    assert looks.verdicts(hub)[desk.granted.dev, 2][0] == "held"


def set_aside_of(operator):
    lines = operator.get("/metrics").text.splitlines()
    (line,) = [line for line in lines if line.startswith("motcua_hub_changes_set_aside{")]
    return float(line.rpartition(" ")[2])


def test_an_exchange_is_one_line_of_numbers(hub, watch, told, desk):
    desk.write(CREATED, (CODE,))
    with serving(hub, watch=watch) as url, HttpLink(url) as link:
        exchange_once(desk, link)

    first = next(line for line in lines(told) if line["event"] == "exchange")
    assert (first["dev"], first["scope"], first["answer"]) == (desk.granted.dev, ORG, "ok")
    assert (first["taken"], first["ok"], first["status"]) == (1, 1, 200)
    assert first["bytes_in"] > 300
    assert first["ms"] >= 0


def test_no_event_holds_what_people_typed(hub, watch, told, desk, capfd):
    """Names reach the hub in changes, machine names, codes, paths, headers and rubbish."""
    desk.write(CREATED, (f"{ORG}-261123-{CANARY}",))
    desk.write(POISON, (CANARY,))
    desk.write(7_777, (CANARY,))
    with (
        all_as_events(watch.events),
        serving(hub, watch=watch) as url,
        HttpLink(url) as link,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        exchange_once(desk, link)
        with pytest.raises(EnrolCodeRefused):
            enrol_named(link, CANARY)
        client.get(f"/v1/f/{CANARY}", headers={"Authorization": "Nguyen Hoang Yen"})
        client.post("/v1/x", content=CANARY.encode(), headers={"X-Name": "048190001234"})
        client.get(f"/{CANARY}?name={CANARY}")

    written = told.getvalue() + "".join(capfd.readouterr())
    assert lines(told)
    for part in ("Nguy", "Yen", "Yến", "048190001234", "Ho\\u00e0ng"):
        assert part not in written


def enrol_named(link, name):
    desk = SmallReplica()
    enrol(
        link,
        "ABCD-EFGH-JKMN-PQRS",
        device_key=desk.public,
        sign=desk.key.sign,
        name=name,
        app="t",
    )


def test_codes_cannot_be_tried_at_will(hub):
    watch = Watch(limits=Limits(stranger_burst=3, stranger_per_s=0.01))
    with serving(hub, watch=watch) as url, HttpLink(url) as link:
        for _ in range(3):
            with pytest.raises(EnrolCodeRefused):
                enrol_named(link, "M")

        with pytest.raises(HubBusy) as told:
            enrol_named(link, "M")

    assert 90 <= int(told.value.details["retry_after_s"]) <= 100


def test_a_machine_that_asks_too_often_waits_and_no_other_does(hub, desk, colleague):
    watch = Watch(limits=Limits(machine_burst=2, machine_per_s=0.01))
    with serving(hub, watch=watch) as url, HttpLink(url) as link:
        exchange_once(desk, link)
        exchange_once(desk, link)

        with pytest.raises(HubBusy):
            exchange_once(desk, link)
        done = exchange_once(colleague, link)

    assert done.next_contact_s > 0


def test_nobody_uses_up_the_share_of_a_machine_whose_key_he_lacks(hub, desk):
    watch = Watch(limits=Limits(machine_burst=2, machine_per_s=0.01))
    thief = SmallReplica(desk.granted)  # with a key of its own
    with serving(hub, watch=watch) as url, HttpLink(url) as link:
        for _ in range(5):
            with pytest.raises(Exception) as refused:  # noqa: PT011
                exchange_once(thief, link)
            assert refused.value.code != "hub_busy"

        assert exchange_once(desk, link).next_contact_s > 0


def test_a_bucket_fills_again_with_time():
    now = [0.0]
    buckets = Buckets(per_s=2, burst=4, clock=lambda: now[0], most_keys=2)
    for _ in range(4):
        buckets.take("a")

    empty = buckets.wait_s("a")
    now[0] += 0.5

    assert (empty, buckets.wait_s("a"), buckets.wait_s("b")) == (1, 0, 0)


def test_buckets_forget_the_least_used():
    buckets = Buckets(per_s=1, burst=1, clock=lambda: 0.0, most_keys=2)
    for key in "abc":
        buckets.take(key)

    assert [buckets.wait_s(key) for key in "abc"] == [0, 1, 1]


SLOW = Limits(request_line_s=0.3, stall_s=0.3, body_s=30)


def ended(sent, url):
    """Whether the hub ends a line on which this was sent and nothing follows."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(sent)
        received = b""
        while content := line.recv(4096):
            received += content
        return received


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"POST /v1/x HT", id="half a first line"),
        pytest.param(b"POST /v1/x HTTP/1.1\r\nHost: x\r\nX-A: ", id="half a header"),
        pytest.param(
            b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc", id="half a body"
        ),
    ],
)
def test_a_line_that_brings_no_request_is_closed(hub, sent):
    with serving(hub, watch=Watch(limits=SLOW)) as url:
        received = ended(sent, url)

    assert b" 200 " not in received


def test_a_second_request_must_come_whole_too(hub):
    with serving(hub, watch=Watch(limits=SLOW)) as url:
        received = ended(b"GET /none HTTP/1.1\r\nHost: x\r\n\r\nGET /none HT", url)

    assert received.startswith(b"HTTP/1.1 404")


def test_a_body_that_crawls_is_cut_and_the_hub_goes_on(hub, desk):
    crawling = Limits(stall_s=5, body_s=0.5, least_bytes_per_s=1000)
    with serving(hub, watch=Watch(limits=crawling)) as url, HttpLink(url) as link:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n")
            for _ in range(100):
                try:
                    line.sendall(b"x")
                except OSError:
                    break
                line.settimeout(0.05)
                try:
                    if line.recv(100):
                        break
                except TimeoutError:
                    continue
            else:
                pytest.fail("the hub waited for ever")

        assert exchange_once(desk, link).next_contact_s > 0


def test_an_address_has_so_many_connections_and_no_more(hub):
    watch = Watch(limits=Limits(connections_of_address=2))
    with serving(hub, watch=watch) as url:
        host, port = url.removeprefix("http://").split(":")
        held = [socket.create_connection((host, int(port)), timeout=20) for _ in range(2)]
        waits_until(lambda: watch.gate.connections == 2)
        with socket.create_connection((host, int(port)), timeout=20) as third:
            try:
                turned_away = third.recv(1) == b""
            except ConnectionResetError:
                turned_away = True
        for line in held:
            line.close()
        waits_until(lambda: watch.gate.connections == 0)
        with HttpLink(url) as link, pytest.raises((EnrolCodeRefused, MachineUnknown)):
            enrol_named(link, "M")

    assert turned_away


def waits_until(holds):
    for _ in range(400):
        if holds():
            return
        time.sleep(0.02)
    pytest.fail("it never came to be")


def test_an_end_lets_requests_finish_and_says_so(hub, watch, told, desk):
    desk.write(CREATED, (CODE,))
    with serving(hub, watch=watch) as url, HttpLink(url) as link:
        exchange_once(desk, link)

    events = [line["event"] for line in lines(told)]
    assert events[0] == "listening"
    assert events[-2:] == ["stopping", "stopped"]
