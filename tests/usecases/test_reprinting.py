"""A page again: copy n, the corrected page, what another machine printed, and the tray emptied."""

import pytest

from desk_app.domain.returning import NothingToCorrect
from desk_app.papers.forms import UnknownForm
from desk_app.papers.notices import NoPaperYet
from desk_app.store.errors import FileDamaged, UnknownDossier, UnknownPrint
from desk_app.store.prints import PrintKind
from desk_app.usecases.correct_dossier import correct_dossier
from desk_app.usecases.empty_tray import empty_tray
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.reprint_paper import reprint_paper
from tests.store.making import Hub
from tests.support.counter import (
    all_that_is_kept,
    on_printer,
    printed,
    residence,
    tray_pages,
)
from tests.support.printers import (
    FAILED,
    ToldPrinter,
)
from tests.support.samples import a_reception
from tests.support.words import words_on


def test_reprints_are_the_stored_page_marked_as_copy_n(desk):
    entity = printed(desk).entity
    original = desk.prints.of(entity)[0]

    copies = [print_paper(desk, reprint_paper(desk, entity, "receipt")) for _ in range(3)]

    assert [(one.kind, one.copy) for one in copies] == [(PrintKind.COPY, n) for n in (1, 2, 3)]
    for number, one in enumerate(copies, start=1):
        words = words_on(desk.files.read(one.sha256))
        assert f"BẢN IN LẠI SỐ {number}" in words
        assert "H17.20443-261116-0001" in words
    assert "BẢN IN LẠI" not in words_on(desk.files.read(original.sha256))
    assert tray_pages(desk) == [
        "H17.20443-261116-0001-receipt-1.pdf",
        "H17.20443-261116-0001-receipt-2.pdf",
        "H17.20443-261116-0001-receipt-3.pdf",
        "H17.20443-261116-0001-receipt.pdf",
    ]


def test_a_copy_shows_what_went_out_whatever_has_changed_since(desk):
    entity = printed(desk).entity
    copy = reprint_paper(desk, entity, "receipt")
    desk.clock.pass_by(days=3)

    page = desk.files.read(print_paper(desk, copy).sha256)

    assert "Hùng Sơn, ngày 16 tháng 11 năm 2026" in words_on(page)


def test_after_a_correction_the_copy_is_of_the_corrected_page(desk):
    entity = printed(desk).entity
    correct_dossier(desk, entity, field="applicant.name", text="Nguyễn Sim", reason="Gõ nhầm")
    print_paper(desk, desk.prints.open()[0].id)

    copy = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    words = words_on(desk.files.read(copy.sha256))
    assert copy.kind is PrintKind.COPY
    assert "Nguyễn Sim" in words
    assert "BẢN IN LẠI" in words


def test_after_a_spoiled_corrected_page_the_corrected_page_comes_again(desk):
    entity = printed(desk).entity
    correct_dossier(desk, entity, field="applicant.name", text="Nguyễn Sim", reason="Gõ nhầm")
    print_paper(on_printer(desk, ToldPrinter([FAILED])), desk.prints.open()[0].id)

    again = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert again.kind is PrintKind.CORRECTED
    words = words_on(desk.files.read(again.sha256))
    assert "Nguyễn Sim" in words
    assert "BẢN IN LẠI" not in words


def test_a_kept_page_that_was_damaged_on_disk_is_not_printed(desk):
    entity = printed(desk).entity
    digest = desk.prints.of(entity)[0].sha256
    stored = desk.files.get(digest).path
    stored.write_bytes(stored.read_bytes()[:-1] + b"\0")
    before = tray_pages(desk)

    with pytest.raises(FileDamaged):
        print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert tray_pages(desk) == before


@pytest.mark.parametrize(
    ("form", "error"),
    [
        pytest.param("refusal", NoPaperYet, id="of an act not done"),
        pytest.param("control-sheeet", UnknownForm, id="that does not exist"),
    ],
)
def test_a_form_that_cannot_be_drawn_does_not_wait_in_the_ledger_for_ever(desk, form, error):
    entity = printed(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        reprint_paper(desk, entity, form)
    with pytest.raises(UnknownDossier):
        reprint_paper(desk, 12345, "receipt")
    with pytest.raises(UnknownPrint):
        print_paper(desk, 404)

    assert all_that_is_kept(desk) == before


def test_what_another_machine_received_comes_out_here_as_a_copy_without_its_clerk_s_name(desk):
    hub = Hub()
    code = f"{desk.place.organisation}-261116-2000"
    application = residence(version="1.004194/1")
    hub.write(
        a_reception(application=application, code=code, organisation=desk.place.organisation),
        author=18,
    )
    hub.settle(desk.store)
    entity = desk.journal.find(code)

    first = print_paper(desk, reprint_paper(desk, entity, "receipt"))
    second = print_paper(desk, reprint_paper(desk, entity, "receipt"))

    assert [(one.kind, one.copy) for one in (first, second)] == [
        (PrintKind.COPY, 1),
        (PrintKind.COPY, 2),
    ]
    words = words_on(desk.files.read(first.sha256))
    assert "BẢN IN LẠI SỐ 1" in words
    assert desk.user.name not in words


def test_emptying_the_tray_takes_the_pages_and_not_the_records(desk):
    entity = printed(desk).entity

    assert empty_tray(desk) == 1

    assert tray_pages(desk) == []
    kept = desk.prints.of(entity)[0]
    assert words_on(desk.files.read(kept.sha256)).count("H17.20443-261116-0001") >= 2
    print_paper(desk, reprint_paper(desk, entity, "receipt"))
    assert tray_pages(desk) == ["H17.20443-261116-0001-receipt-1.pdf"]


def test_a_correction_that_is_refused_queues_nothing(desk):
    entity = printed(desk).entity

    with pytest.raises(NothingToCorrect):
        correct_dossier(desk, entity, field="note", text="", reason="Gõ nhầm")

    assert desk.prints.open() == []
