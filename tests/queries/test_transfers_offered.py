"""The VietQR before a payment: read from the screen's picture, or why there is none."""

import pytest

from desk_app.domain.vietqr import vietqr
from desk_app.ui.connect.transfers import transfer_shown
from desk_app.usecases.require_payment import require_payment
from locales.catalogue import load
from printing.errors import QrTooLong
from printing.qr_picture import qr_picture
from printing.qr_reading import codes_in
from tests.papers.test_transfer import with_account
from tests.support.counter import received, worked_on

VI = load("vi")


def test_the_screen_s_picture_is_read_as_the_amount_typed(desk, tmp_path):
    told = with_account(desk, tmp_path)
    dossier = received(told)

    shown = transfer_shown(told, dossier.entity, VI, "5.000")

    assert codes_in(shown.picture) == [
        vietqr("970436", "0123456789", amount_vnd=5_000, purpose=dossier.code)
    ]
    assert [value for _, value in shown.lines] == [
        "5.000 đ",
        "0123456789",
        "Vietcombank",
        "UBND xã Hùng Sơn",
        dossier.code.replace(".", "").replace("-", " "),
    ]


def test_showing_records_nothing(desk, tmp_path):
    told = with_account(desk, tmp_path)
    dossier = received(told)

    transfer_shown(told, dossier.entity, VI, "5.000")

    after = told.journal.dossier(dossier.entity)
    assert (after.version, after.paid_vnd, after.awaited_vnd) == (dossier.version, 0, 0)


@pytest.mark.parametrize("typed", ["", "0", "tám nghìn", "99999999999999"])
def test_an_amount_that_is_none_makes_no_code(desk, tmp_path, typed):
    told = with_account(desk, tmp_path)

    shown = transfer_shown(told, received(told).entity, VI, typed)

    assert shown.picture == b""
    assert "ghi số tiền" in shown.words


def test_without_an_account_it_says_what_to_set(desk):
    shown = transfer_shown(desk, received(desk).entity, VI, "5.000")

    assert shown.picture == b""
    assert "accounts.json" in shown.words


def test_a_duty_toward_another_body_never_goes_into_the_communes_account(desk, tmp_path):
    told = with_account(desk, tmp_path)
    entity = worked_on(told).entity
    require_payment(told, entity, amount_vnd=900_000, what="Lệ phí trước bạ")

    shown = transfer_shown(told, entity, VI, "900.000")

    assert shown.picture == b""
    assert "nghĩa vụ tài chính" in shown.words


def test_what_no_code_holds_is_refused():
    with pytest.raises(QrTooLong):
        qr_picture("x" * 4_000, side=330)
