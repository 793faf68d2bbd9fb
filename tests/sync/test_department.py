"""A department's inbox: what is routed to it, taken, asked about, answered with a signed file."""

from contextlib import contextmanager

import pytest

from desk_app.domain.dossier import Status
from desk_app.domain.outward import Outward
from desk_app.usecases.hand_on import hand_on
from sync.hub.audit_log import lines
from sync.hub.console.app import create_console
from sync.hub.console.operators import add_operator
from sync.hub.console.sessions import open_session
from sync.hub.outside import Told
from tests.signing.elsewhere import signed_elsewhere
from tests.signing.pages import locked, result_page
from tests.signing.people import AT, identity
from tests.support.pki import Authority
from tests.support.window import a_browser
from tests.sync.real_desks import RealHub, a_new_desk
from tests.sync.servers import serving_app
from tests.sync.test_console_morning import SIZE, Eyes
from tests.sync.visiting import row_of, visiting

DEPARTMENT, OTHER = "Sở Tư pháp", "Sở Xây dựng"
PURPOSE = "Kiểm tra thành phần hồ sơ"


@pytest.fixture
def province(tmp_path):
    """A hub with one desk's two dossiers: one handed to each of two departments."""
    with RealHub(tmp_path / "hub").up() as hub:
        desk = a_new_desk(hub, tmp_path / "desk")
        desk.codes_of = {}
        for department in (DEPARTMENT, OTHER):
            dossier = desk.receive()
            hand_on(desk.desk, dossier.entity, to=department)
            desk.codes_of[department] = (dossier.code, dossier.entity)
        desk.sync()
        yield hub.hub, desk
        desk.close()


@contextmanager
def at_department(hub, department=DEPARTMENT, name="Hà Văn Minh"):
    add_operator(hub, name, "agency", org=department, chance=bytes(10))
    with visiting(hub) as visitor:
        visitor.client.cookies.set("console", open_session(hub, row_of(hub, name).number))
        yield visitor


def state_at(desk, department):
    return desk.desk.journal.dossier(desk.codes_of[department][1])


def act(visitor, code, state, **told):
    return visitor.post(
        f"/dossiers/{code}/state", state=str(state), word=f"word-{code}-{state}", **told
    )


def upload(visitor, code, content, word="word-result"):
    file = {"file": ("ket-qua.pdf", content, "application/pdf")}
    return visitor.post(f"/dossiers/{code}/result", files=file, word=word, number="12/STP")


def acts_of(hub):
    return [(line.act, line.target, line.purpose) for line in reversed(lines(hub))]


@pytest.fixture(scope="module")
def signed():
    """A result as a department's own program signs it."""
    authority = Authority.root("Cơ quan chứng thực thử nghiệm", at=AT)
    return signed_elsewhere(result_page(), identity(authority))


def test_both_ends_tell_a_dossier_by_the_same_fields():
    assert Told._fields == Outward._fields


def test_a_dossier_is_taken_asked_about_and_its_desk_sees_each_word(province):
    hub, desk = province
    code, _ = desk.codes_of[DEPARTMENT]

    with at_department(hub) as visitor:
        act(visitor, code, 4)
        taken = visitor.page.status_code
        desk.sync()
        is_taken = state_at(desk, DEPARTMENT).is_taken
        act(visitor, code, 5, reason="Thiếu giấy tờ", lacking="Bản sao thẻ căn cước\n\nTờ khai")
        desk.sync()

    assert (taken, is_taken) == (200, True)
    assert state_at(desk, DEPARTMENT).status is Status.SUPPLEMENT_REQUESTED
    assert ("outside.state_4", code, "") in acts_of(hub)


def test_a_dossier_given_back_is_the_desks_again_and_leaves_the_inbox(province):
    hub, desk = province
    code, _ = desk.codes_of[DEPARTMENT]

    with at_department(hub) as visitor:
        act(visitor, code, 2, reason="Không thuộc thẩm quyền")
        gone = visitor.get(f"/dossiers/{code}").status_code
    desk.sync()

    assert gone == 404
    assert state_at(desk, DEPARTMENT).given_back_reason == "Không thuộc thẩm quyền"


def test_another_departments_dossier_is_no_page_and_every_try_is_noted(province):
    hub, desk = province
    code, _ = desk.codes_of[OTHER]

    with at_department(hub) as visitor:
        answers = [
            visitor.get(f"/dossiers/{code}"),
            visitor.post(f"/dossiers/{code}/look", purpose=PURPOSE),
            visitor.post(f"/dossiers/{code}/file", purpose=PURPOSE, sha256="0" * 64),
            act(visitor, code, 4),
            upload(visitor, code, result_page()),
        ]
        listed = visitor.get("/dossiers").text + visitor.get(f"/dossiers?q={code}").text

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 422]
    assert f"/dossiers/{code}" not in listed
    assert state_at(desk, OTHER).is_taken is False
    tries = [line for line in acts_of(hub) if line[0].endswith(".unseen")]
    assert [target for _, target, _ in tries] == [code] * 4


def test_a_persons_data_is_shown_for_a_purpose_alone_and_noted(province):
    hub, desk = province
    code, _ = desk.codes_of[DEPARTMENT]
    person = state_at(desk, DEPARTMENT).application.applicant

    with at_department(hub) as visitor:
        page = visitor.get(f"/dossiers/{code}").text
        without = visitor.post(f"/dossiers/{code}/look", purpose="  ")
        shown = visitor.post(f"/dossiers/{code}/look", purpose=PURPOSE)

    assert person.name not in page
    assert (without.status_code, person.name in without.text) == (422, False)
    assert person.name in shown.text
    assert [line for line in acts_of(hub) if line[0] == "dossier.look"] == [
        ("dossier.look", code, PURPOSE)
    ]


def test_what_must_not_reach_a_citizen_is_refused_in_words(province, signed):
    hub, desk = province
    code, _ = desk.codes_of[DEPARTMENT]
    refused = {
        "0 byte": b"",
        "không phải tệp PDF": b"PK\3\4",
        "25 MB": b"%PDF-" + bytes(50 * 2**20),
        "mật khẩu": locked(result_page(), password="1234"),
        "chưa có chữ ký số": result_page(),
        "sau khi ký": signed + b"9 0 obj",
    }

    with at_department(hub) as visitor:
        told = {
            words: upload(visitor, code, content, word=f"word-{number:04d}")
            for number, (words, content) in enumerate(refused.items())
        }

    assert {answer.status_code for answer in told.values()} == {422}
    assert [words for words, answer in told.items() if words not in answer.text] == []
    desk.sync()
    assert state_at(desk, DEPARTMENT).result is None


def test_a_signed_result_ends_the_work_once_however_often_it_is_sent(province, signed):
    hub, desk = province
    code, _ = desk.codes_of[DEPARTMENT]

    with at_department(hub) as visitor:
        answers = [upload(visitor, code, signed).status_code for _ in range(2)]
    desk.sync()

    dossier = state_at(desk, DEPARTMENT)
    assert answers == [200, 200]
    assert (dossier.status, dossier.result.number) == (Status.DONE, "12/STP")
    assert dossier.result.issuer == DEPARTMENT


def test_an_operator_finds_a_dossier_by_code_number_and_name_but_does_not_act(province):
    hub, desk = province
    code, _ = desk.codes_of[OTHER]
    name = state_at(desk, OTHER).application.applicant.name
    _, *after = name.split()
    asked = (code.lower(), code[-4:], name.upper(), name[:-1], " ".join(after), after[-1])

    with visiting(hub, "operator") as visitor:
        found = [
            f"/dossiers/{code}" in visitor.get("/dossiers", params={"q": words}).text
            for words in asked
        ]
        nothing = visitor.get("/dossiers", params={"q": "khong co ai"}).text
        acted = act(visitor, code, 4)

    assert found == [True] * 6
    assert "/dossiers/H" not in nothing
    assert acted.status_code == 403
    assert {line[1] for line in acts_of(hub) if line[0] == "dossier.search"} == {""}


@pytest.mark.screen
@pytest.mark.slow
def test_a_departments_inbox_in_a_browser(province, signed, tmp_path):
    hub, desk = province
    code, entity = desk.codes_of[DEPARTMENT]
    result = tmp_path / "ket-qua.pdf"
    result.write_bytes(signed)
    name = "Hà Văn Minh"
    add_operator(hub, name, "agency", org=DEPARTMENT, chance=bytes(10))
    cookie = {"name": "console", "value": open_session(hub, row_of(hub, name).number)}
    with serving_app(create_console(hub, is_tls=False)) as url, a_browser() as browser:
        page = browser.new_page(viewport=SIZE, base_url=url)
        page.context.add_cookies([{**cookie, "url": url}])
        eyes = Eyes(page)

        page.goto("/")
        page.wait_for_selector(f"text={code}")
        eyes.look("inbox")
        page.click(f"text={code}")
        eyes.look("dossier")
        page.fill("[name=purpose]", PURPOSE)
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Lần xem này đã được ghi lại")
        eyes.look("dossier-person")
        page.click("button:has-text('Nhận hồ sơ')")
        page.wait_for_selector("[role=status]")
        page.click("summary:has-text('Yêu cầu bổ sung')")
        page.click("summary:has-text('Gửi kết quả')")
        eyes.look("dossier-acts")
        page.set_input_files("[name=file]", str(result))
        page.fill("[name=number]", "12/STP")
        page.click("button:has-text('Gửi kết quả')")
        page.wait_for_selector("text=Đã gửi kết quả")
        eyes.look("dossier-done")
        page.click("text=Về danh sách")
        page.wait_for_selector("text=Không có hồ sơ nào ở mục này")
        eyes.look("inbox-empty")

    desk.sync()
    assert eyes.found == {}
    assert desk.desk.journal.dossier(entity).status is Status.DONE
