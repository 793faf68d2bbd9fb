"""What is left to pay, as a VietQR on the collection slip."""

import json
from dataclasses import replace

from desk_app.catalogue.reader import read_catalogue
from desk_app.domain.vietqr import vietqr
from desk_app.papers.transfer import transfer_of
from desk_app.usecases.record_payment import record_payment
from printing.qr_reading import codes_in
from tests.catalogue.test_accounts import account
from tests.papers.drawing import drawn
from tests.support.counter import received


def with_account(desk, tmp_path):
    folder = tmp_path / "over"
    folder.mkdir()
    content = {"schema": 1, "accounts": [account(**{"from": "2026-01-01"})]}
    (folder / "accounts.json").write_text(json.dumps(content), encoding="utf-8")
    return replace(desk, catalogue=read_catalogue(overrides=folder))


def test_what_is_left_to_pay_stands_on_the_slip_as_a_bank_reads_it(desk, tmp_path):
    told = with_account(desk, tmp_path)
    dossier = record_payment(told, received(told).entity, amount_vnd=5_000)

    codes = codes_in(drawn(told, dossier, "collection-slip"))

    left = dossier.fee_vnd - 5_000
    assert vietqr("970436", "0123456789", amount_vnd=left, purpose=dossier.code) in codes


def test_nothing_to_pay_or_no_account_makes_no_code(desk, tmp_path):
    dossier = received(desk)
    told = with_account(desk, tmp_path)
    paid = replace(dossier, paid_vnd=dossier.fee_vnd)

    assert transfer_of(desk, dossier, at=desk.clock.now()) is None
    assert transfer_of(told, paid, at=desk.clock.now()) is None
    assert transfer_of(told, dossier, at=desk.clock.now()).holder == "UBND xã Hùng Sơn"
