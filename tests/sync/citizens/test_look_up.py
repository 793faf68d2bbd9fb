"""A citizen looks a dossier up: by the receipt, or with four digits; nobody guesses."""

import re

import pytest
from sqlalchemy import delete

from desk_app.catalogue.reader import read_catalogue
from desk_app.clock import VIETNAM
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.request_supplement import request_supplement
from sync.hub.citizens.guessing import Patience
from sync.hub.tables import salts
from sync.proof.citizen_code import Purpose, grouped
from tests.sync.citizens.conftest import SEN, receipt_code, visiting

MOST_BYTES = 20_000


def ask(visitor, code, digits=""):
    return visitor.post("/tra-cuu", data={"ma": code, "so": digits})


def test_the_receipts_code_tells_state_promise_and_place_but_no_person(visitor, counter, dossier):
    answer = visitor.get(f"/T/{receipt_code(counter, dossier)}")

    told = answer.text
    assert answer.status_code == 200
    assert dossier.code in told
    assert "Đã tiếp nhận" in told
    assert "xã Hùng Sơn" in told
    due = dossier.due_at.astimezone(VIETNAM)
    assert f"{due:%H:%M, %d/%m/%Y}" in told
    for private in (SEN.name, SEN.phone, SEN.phone[-3:] + "<", SEN.address, SEN.personal_id):
        assert private not in told


def test_the_code_with_four_digits_and_the_typed_look_up_code_open_the_same(
    visitor, counter, dossier
):
    by_digits = ask(visitor, f" {dossier.code.lower()} ", "5678")
    by_code = ask(visitor, grouped(receipt_code(counter, dossier)).lower())

    assert by_digits.status_code == by_code.status_code == 200
    assert by_digits.text == by_code.text


@pytest.mark.parametrize("digits", ["5679", "", "345678", "٥٦٧٨", "56-8"])
def test_wrong_digits_and_an_unknown_code_are_answered_alike(visitor, dossier, digits):
    wrong = ask(visitor, dossier.code, digits)
    unknown = ask(visitor, dossier.code[:-4] + "9999", digits)

    assert wrong.status_code == unknown.status_code == 404
    assert wrong.text.replace(dossier.code, "") == unknown.text.replace(
        dossier.code[:-4] + "9999", ""
    )


def test_a_rating_code_or_another_dossiers_proof_opens_nothing(visitor, counter, dossier):
    other = counter.receive(applicant=SEN)
    counter.sync()
    right, others = receipt_code(counter, dossier), receipt_code(counter, other)

    tried = [
        receipt_code(counter, dossier, Purpose.RATE),
        right[:-10] + others[-10:],
        right[:-1],
        "A" * 23,
        "%00",
        "<script>",
    ]

    assert [visitor.get(f"/t/{text}").status_code for text in tried] == [404] * len(tried)


def test_guessing_digits_is_stopped_and_a_receipt_still_opens(province, counter, dossier):
    patience = Patience(failure_s=0.0, code_burst=5, address_burst=50)
    with visiting(province, patience) as guesser:
        known = [ask(guesser, dossier.code, f"{n:04}").status_code for n in range(6)]
        right = ask(guesser, dossier.code, "5678")
        unknown = [ask(guesser, "H17.1-261123-9999", f"{n:04}").status_code for n in range(6)]
        opened = guesser.get(f"/t/{receipt_code(counter, dossier)}")

    assert known == unknown == [404] * 5 + [429]
    assert right.status_code == 429
    assert int(right.headers["Retry-After"]) > 600
    assert opened.status_code == 200


def test_an_address_that_fails_often_must_wait_whatever_it_asks(province, dossier):
    patience = Patience(failure_s=0.0, address_burst=3)
    with visiting(province, patience) as guesser:
        tried = [ask(guesser, f"H17.1-261123-{n:04}", "0000").status_code for n in range(4)]
        right = ask(guesser, dossier.code, "5678").status_code

    assert tried == [404] * 3 + [429]
    assert right == 429


def test_script_in_what_was_typed_stays_text(visitor):
    answer = ask(visitor, "<script>alert(1)</script>", "1")

    assert "<script" not in answer.text.lower()
    assert "&lt;SCRIPT&gt;" in answer.text


def test_what_is_missing_is_told_by_the_catalogues_names_alone(visitor, counter):
    known = read_catalogue().by_code["2.000815"].versions[-1].papers[0].name
    taken = counter.receive(applicant=SEN)
    hand_on(counter.desk, taken.entity, to="Phòng Văn hóa - Xã hội")
    request_supplement(
        counter.desk, taken.entity, items=(known, f"Giấy ủy quyền của {SEN.name}"), reason="Thiếu"
    )
    counter.sync()

    told = visitor.get(f"/t/{receipt_code(counter, taken)}").text

    assert "Cần bổ sung giấy tờ" in told
    assert known in told
    assert "Còn 1 nội dung khác" in told
    assert SEN.name not in told


def test_a_page_asked_again_tells_what_has_happened_since_and_nothing_once_erased(
    visitor, province, counter
):
    taken = counter.receive(applicant=SEN)
    counter.sync()
    address = f"/t/{receipt_code(counter, taken)}"

    first = visitor.get(address).text
    hand_on(counter.desk, taken.entity, to="Phòng Văn hóa - Xã hội")
    counter.sync()
    second = visitor.get(address).text
    with province.hub.database.writing() as connection:
        connection.execute(delete(salts).where(salts.c.ent == taken.entity))

    assert ("Đang giải quyết" in first, "Đang giải quyết" in second) == (False, True)
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("lang", ["", "?lang=en", "?lang=xx"])
def test_every_page_is_light_and_needs_no_script(visitor, counter, dossier, lang):
    paths = ["/", f"/t/{receipt_code(counter, dossier)}", "/thu-tuc", "/thu-tuc/chung-thuc"]
    for path in paths:
        page = visitor.get(path + lang)
        styles = re.findall(r'href="(/f/[^"]+)"', page.text)

        weight = len(page.content) + sum(len(visitor.get(one).content) for one in styles)

        assert page.status_code == 200
        assert "<script" not in page.text
        assert "style=" not in page.text
        assert weight < MOST_BYTES, path


def test_every_answer_forbids_outside_resources_and_being_kept(visitor):
    for path in ("/", "/t/x", "/khong-co", "/thu-tuc"):
        headers = visitor.get(path).headers

        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert "set-cookie" not in headers
