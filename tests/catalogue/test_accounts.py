"""Where transfers go: told by the province, for a time, the commune's own first."""

import json
from datetime import date

import pytest

from desk_app.catalogue.errors import CatalogueFaulty
from desk_app.catalogue.reader import read_catalogue

DAY = date(2026, 11, 23)
HERE = {"commune": "20443", "province": "48"}


def account(**changed):
    return {
        "unit": "20443",
        "bank": "970436",
        "bank_name": "Vietcombank",
        "account": "0123456789",
        "holder": "UBND xã Hùng Sơn",
        "from": "2026-01-01",
        "until": None,
        "source": "Thông báo 1/TB-UBND",
    } | changed


def told(tmp_path, *accounts):
    content = {"schema": 1, "accounts": list(accounts)}
    (tmp_path / "accounts.json").write_text(json.dumps(content), encoding="utf-8")
    return read_catalogue(overrides=tmp_path).accounts


def test_none_is_shipped(catalogue):
    assert catalogue.accounts.on(DAY, **HERE) is None


def test_the_communes_own_account_goes_before_the_provinces(tmp_path):
    accounts = told(tmp_path, account(unit="48", account="48"), account())

    assert accounts.on(DAY, **HERE).account == "0123456789"
    assert accounts.on(DAY, commune="", province="48").account == "48"


def test_an_account_holds_for_its_days(tmp_path):
    accounts = told(
        tmp_path, account(until="2026-06-30"), account(account="99", **{"from": "2026-07-01"})
    )

    assert accounts.on(date(2026, 6, 30), **HERE).account == "0123456789"
    assert accounts.on(date(2026, 7, 1), **HERE).account == "99"
    assert accounts.on(date(2025, 12, 31), **HERE) is None


@pytest.mark.parametrize(
    "wrong",
    [
        [account(bank="97043")],
        [account(account="12 34")],
        [account(unit="99999")],
        [account(), account(account="99")],
        [account(extra=1)],
    ],
    ids=["no bank", "no account", "no such unit", "two at a time", "unknown key"],
)
def test_a_file_with_a_fault_is_refused(tmp_path, wrong):
    with pytest.raises(CatalogueFaulty):
        told(tmp_path, *wrong)
