import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.errors import RuleBroken
from desk_app.domain.id_card import IdCardQrUnreadable, is_id_card_qr, parse_id_card_qr
from desk_app.domain.identity import PersonalIdContradictsBirth, PersonalIdContradictsSex

TODAY = date(2026, 11, 23)
FIELDS = {
    "number": "048185000123",
    "old_number": "201234567",
    "name": "Nguyễn Thị Đào",
    "birth": "05031985",
    "sex": "Nữ",
    "address": "Thôn 3, Hùng Sơn, Tây Giang, Quảng Nam",
    "issued": "10052021",
}
QR = "|".join(FIELDS.values())


def scanned(text):
    return parse_id_card_qr(text, today=TODAY)


def qr_with(**fields):
    return "|".join((FIELDS | fields).values())


def typed_byte_by_byte(text):
    """What a scanner set to Windows-1252 types of UTF-8."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in text.encode()
    )


def on_a_vietnamese_keyboard(text):
    """What the Vietnamese layout of Windows makes of the digits of numbers and days."""
    keys = str.maketrans("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ")
    fields = text.split("|")
    return "|".join(one.translate(keys) if one.isdecimal() else one for one in fields)


def test_a_card_of_seven_fields_is_read():
    card = scanned(QR)

    assert card.number.digits == "048185000123"
    assert card.old_number == "201234567"
    assert card.name == "Nguyễn Thị Đào"
    assert card.birth_on == date(1985, 3, 5)
    assert card.birth_year == 1985
    assert card.sex == "female"
    assert card.address == "Thôn 3, Hùng Sơn, Tây Giang, Quảng Nam"
    assert card.issued_on == date(2021, 5, 10)
    assert card.tail == ()
    assert card.raw == QR
    assert not card.may_have_lost_marks
    assert card.has_old_address


def test_a_card_issued_after_the_mergers_has_the_address_of_today():
    assert not scanned(qr_with(issued="01072025")).has_old_address
    assert scanned(qr_with(issued="30062025")).has_old_address


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(QR + "\r\n", id="line end"),
        pytest.param("\ufeff" + QR, id="byte-order mark"),
        pytest.param("]Q3" + QR + "\r", id="symbology identifier"),
        pytest.param(unicodedata.normalize("NFD", QR), id="NFD"),
        pytest.param(QR.replace("|", " | "), id="spaces around fields"),
        pytest.param(QR.encode().decode("latin-1"), id="UTF-8 typed as Latin-1"),
        pytest.param(typed_byte_by_byte("\ufeff" + QR), id="UTF-8 typed as Windows-1252"),
        pytest.param(on_a_vietnamese_keyboard(QR), id="digits typed on a Vietnamese keyboard"),
    ],
)
def test_what_scanners_add_or_change_is_put_right(text):
    card = scanned(text)

    assert (card.name, card.sex, card.address) == ("Nguyễn Thị Đào", "female", FIELDS["address"])
    assert card.raw == text


def test_a_card_of_2024_keeps_its_further_fields_unread():
    card = scanned(QR + "||Nguyễn Văn Bình|Lê Thị Cúc|")

    assert card.issued_on == date(2021, 5, 10)
    assert card.tail == ("", "Nguyễn Văn Bình", "Lê Thị Cúc", "")


def test_six_fields_without_day_of_issue_are_enough():
    card = scanned(QR.rpartition("|")[0])

    assert card.address == FIELDS["address"]
    assert card.issued_on is None


def test_six_fields_without_old_number_are_enough():
    card = scanned(QR.replace("|201234567", ""))

    assert (card.old_number, card.name) == ("", "Nguyễn Thị Đào")
    assert card.issued_on == date(2021, 5, 10)


def test_an_empty_old_number_is_usual():
    assert scanned(qr_with(old_number="")).old_number == ""


@pytest.mark.parametrize("birth", ["00001985", "1985", "00031985"])
def test_a_card_may_know_only_the_year_of_birth(birth):
    card = scanned(qr_with(birth=birth))

    assert (card.birth_on, card.birth_year) == (None, 1985)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("", "fields", id="nothing"),
        pytest.param("H17.123-261123-0001", "fields", id="a dossier code"),
        pytest.param("|".join("abcde"), "fields", id="five fields"),
        pytest.param(QR + "|" * 5, "fields", id="twelve fields"),
        pytest.param(qr_with(number="04818500012"), "number", id="11 digits"),
        pytest.param(qr_with(number="201234567"), "number", id="an old number first"),
        pytest.param(qr_with(number="đ48185ddd123"), "number", id="digits turned to letters"),
        pytest.param(qr_with(number="048.185.000.123"), "number", id="dots"),
        pytest.param(qr_with(old_number="20123"), "old_number", id="short old number"),
        pytest.param(qr_with(name=""), "name", id="no name"),
        pytest.param(qr_with(name="Nguy?n Th? Đào"), "name", id="letters lost to ?"),
        pytest.param(qr_with(name="Nguye64n Thi5 D9ao2"), "name", id="VNI digits in the name"),
        pytest.param(qr_with(name="Nguy\ufffdn"), "name", id="letters lost to U+FFFD"),
        pytest.param(qr_with(name="Ng" * 500), "name", id="a name of 1,000 letters"),
        pytest.param(qr_with(birth="31021985"), "birth", id="31 February"),
        pytest.param(qr_with(birth="0503198"), "birth", id="seven digits"),
        pytest.param(qr_with(sex="Nuwx"), "sex", id="Telex keys instead of letters"),
        pytest.param(qr_with(sex="N?"), "sex", id="sex lost to ?"),
        pytest.param(qr_with(address="Th?n 3"), "address", id="address lost to ?"),
        pytest.param(qr_with(issued="99999999"), "issued", id="no such day of issue"),
    ],
)
def test_a_mangled_scan_is_refused_and_says_where(text, part):
    with pytest.raises(IdCardQrUnreadable) as refused:
        scanned(text)

    assert refused.value.details == {"part": part}


def test_a_scan_that_contradicts_itself_is_refused():
    with pytest.raises(PersonalIdContradictsSex):
        scanned(qr_with(sex="Nam"))
    with pytest.raises(PersonalIdContradictsBirth):
        scanned(qr_with(birth="05031986"))


def test_a_scan_without_any_mark_is_read_but_doubted():
    card = scanned(
        qr_with(number="048085000123", name="Tran Van Nam", sex="Nam", address="Da Nang")
    )

    assert card.may_have_lost_marks


@pytest.mark.parametrize(("text", "meant"), [(QR, True), ("a|b|c|d|e|f", True), ("a|b", False)])
def test_a_scan_meant_to_be_a_card_is_known_by_its_fields(text, meant):
    assert is_id_card_qr(text) is meant


@given(st.lists(st.text(max_size=12), max_size=13).map("|".join))
def test_any_scan_is_a_card_or_is_refused(text):
    with pytest.raises(RuleBroken):
        scanned(text)


@given(st.integers(0, len(QR) - 1), st.characters(codec="utf-8"))
def test_one_changed_letter_never_crashes_and_keeps_what_came(place, letter):
    text = QR[:place] + letter + QR[place + 1 :]

    try:
        card = scanned(text)
    except RuleBroken:
        return

    assert card.raw == text
