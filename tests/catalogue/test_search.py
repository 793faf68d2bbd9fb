"""Procedures as clerks type them."""

import pytest


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2.000815", "2.000815"),
        ("2000815", "2.000815"),
        ("000815", "2.000815"),
        ("815", "2.000815"),
        ("ks", "1.001193"),
        ("KH", "1.003677"),  # Khai báo tạm vắng: its first word starts so
        ("kết h", "1.000894"),
        ("ket hon", "1.000894"),
        ("ctbs", "2.000815"),
        ("ct", "2.000815"),
        ("thường trú", "1.004222"),
        ("thuong tru", "1.004222"),
        ("sao chung thuc", "2.000815"),
        ("trich luc", "2.000635"),
    ],
)
def test_the_procedure_meant_comes_first(catalogue, typed, first):
    assert catalogue.search(typed)[0].code == first


def test_initials_find_every_procedure_that_has_them(catalogue):
    codes = [procedure.code for procedure in catalogue.search("kh", limit=105)]

    assert {"1.000894", "1.004746", "2.000806"} <= set(codes)


def test_the_field_is_found_too(catalogue):
    codes = {procedure.code for procedure in catalogue.search("nguoi co cong", limit=105)}

    assert {"1.010833", "1.010803", "1.010814", "2.002308"} <= codes


@pytest.mark.parametrize("typed", ["", "  ", "qqq", "9.999999", "!?"])
def test_what_matches_nothing_finds_nothing(catalogue, typed):
    assert catalogue.search(typed) == []


def test_no_more_are_given_than_asked_for(catalogue):
    assert len(catalogue.search("dang ky", limit=5)) == 5
