"""Provinces and communes: how many there are and how they are found."""

import unicodedata
from collections import Counter

import pytest

from desk_app.catalogue.errors import UnknownUnit
from desk_app.catalogue.units import UnitKind


def test_there_are_34_provinces_and_3321_communes(catalogue):
    units = catalogue.units

    assert len(units.provinces) == 34
    assert len(units.communes) == 3_321
    assert Counter(unit.kind for unit in units.by_code.values()) == {
        UnitKind.PROVINCE: 27,
        UnitKind.CITY: 7,
        UnitKind.COMMUNE: 2_611,
        UnitKind.WARD: 697,
        UnitKind.SPECIAL_ZONE: 13,
    }


def test_a_code_gives_the_full_name(catalogue):
    assert catalogue.units.full_name("20443") == "Xã Hùng Sơn, Thành phố Đà Nẵng"
    assert catalogue.units.full_name("48") == "Thành phố Đà Nẵng"


def test_an_unknown_code_is_named(catalogue):
    with pytest.raises(UnknownUnit) as broken:
        catalogue.units.unit("99999")

    assert broken.value.details == {"unit": "99999"}


def test_every_commune_lies_in_a_province(catalogue):
    units = catalogue.units

    for commune in units.communes:
        assert units.province_of(commune.code).is_province
    assert sum(len(units.communes_of(one.code)) for one in units.provinces) == 3_321
    assert units.province_of("48").code == "48"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("Yên Hoà", id="as kept"),
        pytest.param("Yên Hòa", id="tone on the other vowel"),
        pytest.param("phường yên hòa", id="with the kind, small letters"),
        pytest.param(unicodedata.normalize("NFD", "Yên Hòa"), id="decomposed"),
    ],
)
def test_a_name_is_found_wherever_the_tone_mark_stands(catalogue, typed):
    found = catalogue.units.named(typed, province="01")

    assert [unit.code for unit in found] == ["00175"]


def test_the_very_name_has_its_tones(catalogue):
    names = {unit.name for unit in catalogue.units.named("Hùng Sơn")}

    assert names == {"Hùng Sơn"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hung son da nang", "20443"),
        ("Hùng Sơn", "20443"),
        ("xa hung s", "20443"),
        ("20443", "20443"),
        ("da nang", "48"),
        ("Thanh Hóa", "38"),
        ("thanh hoa", "38"),
    ],
)
def test_search_needs_no_accents_and_puts_the_nearest_first(catalogue, typed, first):
    assert catalogue.units.search(typed)[0].code == first


def test_search_keeps_to_a_province_and_to_a_number(catalogue):
    found = catalogue.units.search("hòa", province="48", limit=3)

    assert len(found) == 3
    assert {unit.parent for unit in found} == {"48"}


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy"])
def test_search_for_nothing_known_finds_nothing(catalogue, typed):
    assert catalogue.units.search(typed) == []
