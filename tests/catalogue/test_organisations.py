"""Which commune an organisation code speaks of, and what papers print of it."""

import pytest

from desk_app.catalogue.errors import CatalogueFaulty
from desk_app.catalogue.organisations import commune_of, names_of, read_organisations


def test_without_a_file_of_the_province_no_organisation_is_known(tmp_path):
    assert read_organisations(tmp_path / "organisations.json") == {}


def test_the_province_says_which_commune_a_code_means(tmp_path, catalogue):
    file = tmp_path / "organisations.json"
    file.write_text('{"schema": 1, "organisations": {"H17.123": "20443"}}')

    known = read_organisations(file)

    commune = commune_of(catalogue.units, "H17.123", known=known)
    assert commune is not None
    assert names_of(catalogue.units, commune) == ("UBND xã Hùng Sơn", "UBND thành phố Đà Nẵng")


@pytest.mark.parametrize(
    ("organisation", "code"),
    [
        pytest.param("H17.20443", "20443", id="the last group is the commune"),
        pytest.param("H17.123", None, id="no commune of that code"),
        pytest.param("H17.48", None, id="a province is no commune"),
    ],
)
def test_without_the_province_s_word_the_last_group_is_read(catalogue, organisation, code):
    commune = commune_of(catalogue.units, organisation, known={})

    assert (commune.code if commune else None) == code


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "organisations.json: unreadable"),
        ('{"schema": 1}', "organisations.json: organisations: missing key"),
        ('{"schema": 1, "organisations": {"H17.1": 5}}', "organisations: H17.1: wrong type (5)"),
    ],
)
def test_a_faulty_file_is_named(tmp_path, text, fault):
    file = tmp_path / "organisations.json"
    file.write_text(text)

    with pytest.raises(CatalogueFaulty) as broken:
        read_organisations(file)

    assert fault in str(broken.value)
