"""The receipt leads to the province's pages once the province has told of them."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from desk_app.opening import citizens_address
from desk_app.papers.dossier_slips import satisfaction_slip
from desk_app.papers.receipt import receipt_form
from desk_app.published import CITIZENS, _fits
from printing.qr_reading import codes_in
from sync.proof.citizen_code import Purpose
from tests.papers.drawing import drawn
from tests.support.counter import received

BASE = "https://tracuu.danang.gov.vn"


@pytest.fixture
def told(desk):
    return replace(desk, place=replace(desk.place, citizens=BASE))


def test_the_receipt_bears_the_look_up_code_beside_its_proof_and_stays_on_one_page(told):
    dossier = received(told)

    pdf = drawn(told, dossier)

    code = told.citizen_code(dossier.entity, Purpose.LOOK_UP)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 2
    assert f"{BASE.upper()}/T/{code}" in codes_in(pdf)
    assert any(text.startswith("QMC1") for text in codes_in(pdf))


def test_without_an_address_the_receipt_is_as_before(desk):
    dossier = received(desk)

    assert receipt_form(desk, dossier, desk.journal.timeline(dossier.entity)).look_up is None
    assert all(text.startswith("QM") for text in codes_in(drawn(desk, dossier)))


def test_the_slip_bears_a_code_of_its_own(told):
    dossier = received(told)

    texts, _ = satisfaction_slip(told, dossier, told.journal.timeline(dossier.entity))

    assert texts["qr"] == f"{BASE.upper()}/D/{told.citizen_code(dossier.entity, Purpose.RATE)}"


@pytest.mark.parametrize(
    ("content", "address"),
    [
        (b'{"address": "https://tracuu.danang.gov.vn/"}', BASE),
        (b'{"address": "javascript:alert(1)"}', ""),
        (b'{"address": 1}', ""),
        (b"[]", ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_only_an_address_is_taken_from_what_the_province_published(tmp_path, content, address):
    assert citizens_address(content) == address
    assert _fits(tmp_path, CITIZENS, content) == bool(address)
