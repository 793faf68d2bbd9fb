"""What the window says of leases, orders and ends, and how it lets a locked person go."""

from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from desk_app.domain.rights import Role
from desk_app.judging import province
from desk_app.obeying import obey
from desk_app.opening import opened_desk
from desk_app.store.access import note_ended, take_order
from desk_app.store.identity import point_at, read_identity
from desk_app.store.lease import renew_lease
from desk_app.store.opening import open_store
from desk_app.store.places import usual_places
from desk_app.store.settings import put_setting
from sync import record
from sync.hub.access import enrol, invite_desk
from sync.hub.audit_log import Who
from sync.hub.console.key_recovery import answer_recovery, ask_recovery, decide_recovery
from sync.hub.hub import make_hub
from sync.hub.keys import ESCROW_FILE, OFFLINE_FOLDER, load_escrow
from sync.protocol.control import AppOrder, UserOrder, write_order
from sync.protocol.invitation import InvitationFile, write_invitation
from tests.support.clock import SetClock
from tests.support.counter import received
from tests.support.desks import ORGANISATION, PASSWORD
from tests.support.window import PERSON, Eyes, served, with_user

pytestmark = [pytest.mark.screen, pytest.mark.slow]


@contextmanager
def database(folder, clock=None):
    """The desk's database beside an open window."""
    now = (clock or SetClock()).now()
    store = open_store(usual_places(folder / "desk"), PERSON, PASSWORD, now=now)
    with closing(store):
        yield store


def leased(folder, clock, *, days_ago):
    """As if the hub had last been heard so many days ago, and granted sixty."""
    with database(folder, clock) as store, store.database.writing():
        said_at = int((clock.now() - timedelta(days=days_ago)).timestamp())
        renew_lease(store.database, said_at=said_at, days=60)


def leased_away(folder, clock):
    """As if the days the hub granted had gone by while the window stood open."""
    with database(folder, clock) as store, store.database.writing():
        said_at = int((clock.now() - timedelta(days=61)).timestamp())
        put_setting(store.database, "lease", {"said_at": said_at, "days": 60})


def ordered(store, order):
    kind, body = write_order(order)
    change = record.Change(
        seq=1, kind=kind, ent=1, base=0, lam=1, at=1, actor=0, cat=0, body=body, salt=bytes(16)
    )
    with store.database.writing():
        take_order(store.database, read_identity(store.database), change, dev=0)


def test_the_last_ten_days_of_a_lease_are_told_everywhere(folder, clock, window):
    leased(folder, clock, days_ago=52)

    window.sign_in()

    window.sees("Còn 8 ngày")
    window.keys("F2")
    window.sees("Còn 8 ngày")
    window.picture("lease-ending")


def test_after_the_lease_the_desk_says_what_will_happen_and_when(folder, clock, window):
    leased(folder, clock, days_ago=61)

    window.sign_in()

    window.sees("Máy chỉ xem và in lại được")
    window.sees("hủy khóa dữ liệu")
    window.picture("lease-ended")


def test_a_machine_that_may_not_write_says_so_before_anybody_types(folder, clock, window):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        received(desk)
    leased(folder, clock, days_ago=0)
    window.sign_in()
    window.keys("F2")
    window.write("Họ và tên", "Lê Thị Mẫu")

    leased_away(folder, clock)

    window.sees("đừng nhập giấy tờ của người dân vào đây")
    expect(window.field("Họ và tên")).to_be_disabled()
    window.picture("barred-receive")
    window.keys("Alt+3")
    window.cursor_in("Tìm theo mã")
    window.keys("Enter")
    window.sees("Quá trình")
    expect(window.button("Rút hồ sơ")).to_be_disabled()
    window.picture("barred-acts")

    leased(folder, clock, days_ago=0)

    expect(window.button("Rút hồ sơ")).to_be_enabled()
    window.keys("F2")
    window.reads("Họ và tên", "Lê Thị Mẫu")


def test_settings_tell_the_lease(folder, clock, window):
    leased(folder, clock, days_ago=0)
    window.sign_in()

    window.page.get_by_role("button", name="Cài đặt").first.click()

    window.sees("15/01/2027 (còn 60 ngày)")
    window.picture("lease-settings")


def test_settings_take_the_address_of_the_hub_and_refuse_what_is_none(folder, clock, window):
    with database(folder, clock) as store, store.database.writing():
        point_at(store.database, "")  # as a stick leaves it
    window.sign_in()
    window.page.get_by_role("button", name="Cài đặt").first.click()
    window.sees("Máy này được đăng ký bằng USB")

    window.write("Địa chỉ máy chủ", "http://motcua.tinh.gov.vn")
    window.press("Dùng địa chỉ này")
    window.sees("không phải địa chỉ máy chủ")
    window.write("Địa chỉ máy chủ", "http://127.0.0.1:8")
    window.press("Dùng địa chỉ này")

    window.sees("Máy liên lạc với tỉnh ở http://127.0.0.1:8")
    window.sees("Máy này liên lạc với tỉnh qua mạng")
    window.picture("hub-address")


def test_a_revoked_desk_says_since_when_and_why(folder, clock, window):
    with database(folder, clock) as store, store.database.writing():
        at = int(clock.now().timestamp())
        note_ended(store.database, at=at, reason="báo mất máy", is_wipe=False)

    window.sign_in()

    window.sees("Tỉnh đã thu hồi quyền của máy này từ 16/11/2026 (báo mất máy)")
    window.picture("revoked")


def test_an_old_program_is_warned(folder, clock, window):
    with database(folder, clock) as store:
        since = int((clock.now() + timedelta(days=60)).timestamp())
        ordered(store, AppOrder(version="9.0.0", since=since))

    window.sign_in()

    window.sees("không trả lời chương trình cũ hơn phiên bản 9.0.0")
    window.picture("old-program")


def test_a_person_locked_by_the_province_is_let_go_and_not_let_in(folder, clock, window):
    with_user(folder, "Bình", Role.ADMIN)
    window.sign_in()
    with database(folder, clock) as store:
        order = UserOrder(name=PERSON, at=1, is_locked=True, reason="nghỉ việc")
        ordered(store, order)
        obey(store, clock)

    window.sees_heading("Đăng nhập")

    window.write("Mật khẩu", PASSWORD)
    window.keys("Enter")
    window.sees("Tỉnh đã khóa tài khoản này")
    window.picture("barred")


def test_a_desk_that_ended_says_so_and_where_its_sealed_work_lies(folder, clock, window):
    window.sign_in()
    with database(folder, clock) as store:
        mark = usual_places(folder / "desk").end_mark
        mark.write_text(
            f'{{"desk": "{store.unlocked.desk}", "why": "ordered", "at": 1, "sealed": ["a.vnb"]}}',
            "utf-8",
        )

    window.sees_heading("Quầy này đã ngừng làm việc")
    window.sees("theo lệnh của tỉnh")
    window.sees("thư mục “sealed”")
    window.picture("ended")


def test_a_desk_without_a_line_is_set_up_by_a_stick_and_opens_again_by_one(machine, clock, browser):
    """Nobody types a code: the invitation lies on the stick. Then the last password is lost."""
    stick = machine / "usb"
    stick.mkdir()
    made = make_hub(machine / "hub", province(clock))
    code = invite_desk(made, ORGANISATION).code
    invitation = InvitationFile(code=code, org=ORGANISATION, until=0)
    (stick / "quay.invitation").write_bytes(write_invitation(invitation))
    with served(machine / "fresh", clock=clock) as new_address:
        eyes = Eyes(browser, new_address())
        fill(eyes, stick)
        eyes.sees("Phiếu xin đăng ký đã nằm trong")
        eyes.picture("set-up-waits")
        (request,) = stick.glob("*.enrol")
        request.with_suffix(".answer").write_bytes(enrol(made, request.read_bytes()))

        eyes.keys("Control+Enter")

        eyes.sees("Quầy Một Cửa · xã Hùng Sơn")
        come_back(eyes, made, stick)
        eyes.close()
    made.database.close()


def come_back(eyes, made, stick):
    eyes.keys("Control+l")
    eyes.press("Đăng xuất, đóng quầy")
    eyes.press("Quên mật khẩu?")
    eyes.write("Thư mục USB", str(stick))
    eyes.press("1. Ghi phiếu xin")
    eyes.sees("đọc cho nhau mã")
    eyes.picture("way-back")
    (request,) = stick.glob("*.recovery")
    code = ask_recovery(made, Who(name="a", role="operator"), request.read_bytes(), reason="quên")
    decide_recovery(made, Who(name="b", role="approver"), code, is_granted=True)
    escrow = load_escrow(made.folder / OFFLINE_FOLDER / ESCROW_FILE)
    (stick / "recovery.answer").write_bytes(answer_recovery(made, code, escrow))
    eyes.write("Mật khẩu mới", "mật khẩu mới của Hoa")
    eyes.write("Gõ lại mật khẩu", "mật khẩu mới của Hoa")
    eyes.keys("Control+Enter")
    eyes.sees(f"Đã đặt mật khẩu mới cho {PERSON}")
    eyes.write("Mật khẩu", "mật khẩu mới của Hoa")
    eyes.keys("Enter")
    eyes.sees("Quầy Một Cửa · xã Hùng Sơn")


def fill(eyes, stick):
    typed = {
        "Địa chỉ máy chủ": str(stick),
        "Tên đăng nhập": PERSON,
        "Mật khẩu": PASSWORD,
        "Gõ lại mật khẩu": PASSWORD,
    }
    for label, text in typed.items():
        eyes.write(label, text)
    eyes.keys("Control+Enter")
