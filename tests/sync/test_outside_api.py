"""The API as another system meets it: what it may, what it gets, and no answer that is not told."""

from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection
from sqlalchemy import select

from sync.hub import tables
from sync.hub.api import inward
from sync.hub.api.app import create_api
from sync.hub.api.errors import DaysOutOfRange, KeyUnknown, ScopeUnknown
from sync.hub.api.following import follow
from sync.hub.api.guarding import Rates
from sync.hub.api.keys import Scope, end_key, keys, make_key
from sync.hub.api_tables import api_keys
from sync.hub.console_tables import audit
from sync.hub.outside import Seen
from tests.sync.conftest import BOTH, ORG, OTHER_ORG
from tests.sync.rules import DEPARTMENT
from tests.sync.servers import serving_app
from tests.sync.test_outside_feed import code_of, send

PDF = b"%PDF-1.7 ket qua"
EVERY = tuple(Scope)
schemathesis.serializer.alias("application/pdf", "application/octet-stream")
schemathesis.openapi.media_type(
    "application/pdf", st.binary(max_size=40).map(lambda end: PDF + end)
)
DAY_S = 86_400


@contextmanager
def client_of(hub, key, **rates):
    """A client of the API, over loopback, who shows a key."""
    app = create_api(hub, rates=Rates(**rates) if rates else None, delivers=False)
    shown = {"Authorization": f"Bearer {key}"} if key else {}
    with (
        serving_app(app) as url,
        httpx.Client(base_url=url, headers=shown, trust_env=False) as client,
    ):
        yield client


@pytest.fixture
def key(hub):
    return make_key(hub, "Trục tích hợp", scopes=EVERY, days=30, orgs=()).key


@pytest.fixture
def api(hub, key):
    with client_of(hub, key) as client:
        yield client


def step(api, code, word="word-0001", **told):
    return api.post(f"/v1/dossiers/{code}/states", json=told, headers={"Idempotency-Key": word})


def result(api, code, content=PDF, word="word-0001", name="ket-qua.pdf"):
    return api.post(
        f"/v1/dossiers/{code}/results",
        params={"TenTep": name},
        content=content,
        headers={"Idempotency-Key": word, "Content-Type": "application/pdf"},
    )


def fault(answer):
    return answer.status_code, answer.json()["error"]["code"]


def records(hub):
    with hub.database.reading() as connection:
        return len(connection.execute(select(tables.feed.c.pos)).all())


def audited(hub):
    with hub.database.reading() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    return [(row.act, row.target, row.purpose, row.outcome) for row in rows]


@BOTH
def test_a_page_has_the_index_s_own_field_names_and_goes_on_at_its_cursor(hub, desk, api):
    send(hub, desk, 1)
    follow(hub)

    first = api.get("/v1/changes", params={"limit": 1}).json()
    second = api.get("/v1/changes", params={"after": first["ConTro"]}).json()

    (one,), (two,) = first["ThayDoi"], second["ThayDoi"]
    assert (first["ConNua"], second["ConNua"]) == (True, False)
    assert (one["TrangThai"], one["TenTrangThai"]) == (2, "Được tiếp nhận")
    assert (two["TrangThai"], two["CoQuanDangXuLy"]) == (4, DEPARTMENT)
    assert {"NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "KenhThucHien", "DuocSoHoa"} < set(one)
    assert one["NgayHenTra"] == "2026-11-30T17:00:00+07:00"


@BOTH
def test_a_word_said_twice_counts_once_and_another_under_its_name_is_refused(hub, desk, api):
    send(hub, desk, 1, 2, steps=0)

    first = step(api, code_of(1), TrangThai=4)
    before = records(hub)
    again = step(api, code_of(1), TrangThai=4)
    other = step(api, code_of(2), TrangThai=4)
    with_more = step(api, code_of(1), TrangThai=4, LyDo="x")

    assert (first.status_code, first.json()["DaGhi"]) == (200, True)
    assert (again.status_code, again.json()) == (200, first.json())
    assert fault(other) == fault(with_more) == (409, "api_word_taken")
    assert records(hub) == before


def test_what_was_refused_may_be_said_again(hub, desk, api):
    send(hub, desk, 1, steps=0)

    refused = step(api, code_of(1), TrangThai=8, LyDo="x")
    taken = step(api, code_of(1), TrangThai=4)

    assert fault(refused) == (409, "state_refused")
    assert taken.json()["DaGhi"] is True


@BOTH
def test_a_result_reaches_the_dossier_and_its_file_goes_out_again_with_a_purpose(hub, desk, api):
    send(hub, desk, 1)

    sent = result(api, code_of(1))
    again = result(api, code_of(1))
    without = api.get(f"/v1/dossiers/{code_of(1)}/result")
    got = api.get(f"/v1/dossiers/{code_of(1)}/result", params={"MucDich": "Trả cho công dân"})

    assert (sent.status_code, sent.json()["TrangThai"]) == (200, 9)
    assert again.json() == sent.json()
    assert fault(without) == (422, "api_body_refused")
    assert (got.status_code, got.content) == (200, PDF)
    assert audited(hub) == [
        ("outside.result", code_of(1), "", ""),
        ("outside.read_result", code_of(1), "Trả cho công dân", ""),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "result_empty", id="no bytes"),
        pytest.param(b"PK\3\4 a workbook", "result_no_pdf", id="no PDF"),
        pytest.param(PDF + b"locked", "pdf_encrypted", id="encrypted"),
        pytest.param(PDF + b"edited", "pdf_already_changed", id="edited after signing"),
    ],
)
def test_a_file_that_must_not_reach_a_citizen_is_refused_in_words(hub, desk, content, reason, key):
    faults = {PDF + b"locked": "pdf_encrypted", PDF + b"edited": "pdf_already_changed"}
    hub = hub_seeing(hub, lambda told: Seen(fault=faults.get(told, ""), is_signed=True))
    send(hub, desk, 1)

    with client_of(hub, key) as api:
        answer = result(api, code_of(1), content)

    assert fault(answer) == (422, "result_file_refused")
    assert answer.json()["error"]["reason"] == reason
    assert records(hub) == 2


def hub_seeing(hub, pdf_seen):
    return replace(hub, province=replace(hub.province, pdf_seen=pdf_seen))


def test_fifty_megabytes_are_refused_before_they_have_all_come(hub, desk, api):
    send(hub, desk, 1)
    came = 0

    def body():
        nonlocal came
        for _ in range(50):
            came += 2**20
            yield b"x" * 2**20

    answer = result(api, code_of(1), body())
    told = api.post(
        f"/v1/dossiers/{code_of(1)}/states",
        content=b" " * 70_000,
        headers={"Idempotency-Key": "word-0002", "Content-Type": "application/json"},
    )

    assert fault(answer) == fault(told) == (413, "api_body_too_large")
    assert inward.MOST_RESULT_BYTES < 50 * 2**20
    assert records(hub) == 2


@BOTH
def test_a_department_meets_nothing_but_its_own_and_the_try_is_noted(hub, desk, stranger):
    send(hub, desk, 1)
    send(hub, desk, 2, steps=0)
    send(hub, stranger, 1, org=OTHER_ORG)
    follow(hub)
    made = make_key(hub, "STP", scopes=EVERY, days=1, body=DEPARTMENT, orgs=(ORG,))

    with client_of(hub, made.key) as api:
        own = api.get(f"/v1/dossiers/{code_of(1)}")
        others = [
            api.get(f"/v1/dossiers/{code_of(2)}"),
            api.get(f"/v1/dossiers/{code_of(1, OTHER_ORG)}"),
            api.get(f"/v1/dossiers/{code_of(9)}"),
            step(api, code_of(2), TrangThai=4),
            result(api, code_of(1, OTHER_ORG)),
            api.get(f"/v1/dossiers/{code_of(2)}/result", params={"MucDich": "tò mò"}),
        ]
        changes = api.get("/v1/changes").json()["ThayDoi"]

    assert own.status_code == 200
    assert {fault(answer) for answer in others} == {(404, "api_dossier_unseen")}
    assert [one["MaHoSo"] for one in changes] == [code_of(1)]
    assert [line[0] for line in audited(hub)] == ["outside.unseen"] * 3


def test_a_key_does_what_it_was_given_for_until_its_day(hub, desk, clock):
    send(hub, desk, 1)
    reader = make_key(hub, "Chỉ đọc", scopes=("changes:read",), days=1, orgs=())

    with client_of(hub, reader.key) as api:
        may, may_not = api.get("/v1/changes"), step(api, code_of(1), TrangThai=4)
        clock.at = clock.at.replace(day=24)
        too_late = api.get("/v1/changes")
    with client_of(hub, "") as nobody, client_of(hub, "qmc_x") as guesser:
        refused = nobody.get("/v1/changes"), guesser.get("/v1/changes")

    assert may.status_code == 200
    assert fault(may_not) == (403, "api_scope_missing")
    assert {fault(one) for one in (too_late, *refused)} == {(401, "api_key_refused")}
    assert refused[0].headers["WWW-Authenticate"] == "Bearer"


def test_no_table_has_a_key_and_an_ended_one_counts_no_more(hub):
    made = make_key(hub, "Thử", scopes=("changes:read",), days=1, orgs=())
    with hub.database.reading() as connection:
        (row,) = connection.execute(select(api_keys)).all()

    end_key(hub, made.id)

    assert made.key not in repr(row)
    assert row.digest == sha256(made.key.encode()).digest()
    assert keys(hub)[0].ended_at == hub.now()
    with client_of(hub, made.key) as api:
        assert fault(api.get("/v1/changes")) == (401, "api_key_refused")
    with pytest.raises(KeyUnknown):
        end_key(hub, made.id)
    with pytest.raises(ScopeUnknown):
        make_key(hub, "x", scopes=("all",), days=1, orgs=())
    with pytest.raises(DaysOutOfRange):
        make_key(hub, "x", scopes=(), days=9_999, orgs=())


def test_who_asks_too_often_waits_and_who_guesses_keys_waits_longer(hub, key):
    with client_of(hub, key, key_burst=2.0, key_per_s=0.01, stranger_burst=2.0) as api:
        known = [api.get("/v1/changes") for _ in range(3)]
        wrong = [api.get("/v1/changes", headers={"Authorization": "Bearer x"}) for _ in range(3)]

    assert [one.status_code for one in known] == [200, 200, 429]
    assert [one.status_code for one in wrong] == [401, 401, 429]
    assert int(known[2].headers["Retry-After"]) >= 1


def test_answers_speak_the_language_that_was_asked_for(hub):
    with client_of(hub, "") as api:
        here = api.get("/v1/changes").json()["error"]["message"]
        there = api.get("/v1/changes", headers={"Accept-Language": "en-GB"}).json()

    assert here.startswith("vi: ")
    assert there["error"]["message"].startswith("en: ")


def test_no_request_that_anybody_can_think_of_gets_an_answer_that_is_not_described(hub, desk, key):
    """Schemathesis: its own requests, right ones and wrong ones, in bounded number."""
    send(hub, desk, 1, 2)
    follow(hub)
    unbounded = Rates(key_per_s=1e6, key_burst=1e6, stranger_per_s=1e6, stranger_burst=1e6)
    app = create_api(hub, rates=unbounded, delivers=False)
    bounded = settings(
        max_examples=8,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    asked = 0

    def ask(case):
        nonlocal asked
        asked += 1
        shown = {"Authorization": f"Bearer {key}"}  # also where leaving it out was the fault
        case.call_and_validate(headers=shown, excluded_checks=[negative_data_rejection])

    with serving_app(app) as url:
        schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
        for operation in schema.get_all_operations():
            for kind in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                cases = operation.ok().as_strategy(generation_mode=kind)
                bounded(given(case=cases)(ask))()

    assert asked >= 50
