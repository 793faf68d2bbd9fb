"""Why a page is wanted once more: asked for where one is on paper already, kept, and told."""

import pytest

from desk_app.domain.handling import ReasonMissing
from desk_app.domain.print_reasons import AskedBecause, SpoiltBy
from desk_app.papers.print_report import Wanted, cells
from desk_app.queries.print_ledger import print_report
from desk_app.queries.reprints import is_again
from desk_app.store.prints import PrintState
from desk_app.ui.connect.once_more import row_to_print
from desk_app.usecases.print_list import list_page
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.reprint_paper import reprint_paper
from desk_app.usecases.spoil_print import spoil_print
from locales.catalogue import load
from printing.errors import GlyphMissing
from tests.store.making import Hub
from tests.support.counter import all_that_is_kept, on_printer, printed, residence
from tests.support.printers import FAILED, ToldPrinter
from tests.support.samples import a_reception
from tests.support.words import words_on


def test_what_waits_and_what_never_came_out_is_printed_without_a_question(desk):
    received = receive_dossier(desk, residence())
    entity = received.dossier.entity

    waiting = row_to_print(desk, entity, "receipt", "", "")
    print_paper(on_printer(desk, ToldPrinter([FAILED])), waiting)
    after = row_to_print(desk, entity, "receipt", "", "")

    assert waiting == received.print_id
    assert desk.prints.get(waiting).state is PrintState.SPOILED
    assert after != waiting
    assert not is_again(desk, entity, "receipt")


def test_a_first_control_sheet_asks_nothing_after_the_receipt(desk):
    entity = printed(desk).entity

    assert not is_again(desk, entity, "control-sheet")


def test_after_a_good_page_and_after_a_torn_one_nothing_is_printed_without_a_reason(desk):
    entity = printed(desk).entity
    (first,) = desk.prints.of(entity)

    assert row_to_print(desk, entity, "receipt", "", "") is None
    spoil_print(desk, first.id, SpoiltBy.TORN)
    assert row_to_print(desk, entity, "receipt", "", "") is None
    again = desk.prints.get(row_to_print(desk, entity, "receipt", "damaged", "rách góc"))

    assert (again.kind, again.why) == ("original", "damaged: rách góc")


def test_the_first_page_here_of_what_another_machine_received_asks_why(desk):
    hub = Hub()
    code = f"{desk.place.organisation}-261116-2000"
    application = residence(version="1.004194/1")
    hub.write(
        a_reception(application=application, code=code, organisation=desk.place.organisation),
        author=18,
    )
    hub.settle(desk.store)

    assert row_to_print(desk, desk.journal.find(code), "receipt", "", "") is None


@pytest.mark.parametrize(
    ("words", "error"),
    [
        pytest.param("  ", ReasonMissing, id="another reason without a word"),
        pytest.param("ướt 😀", GlyphMissing, id="words that stop the printed ledger"),
    ],
)
def test_a_reason_of_no_use_puts_nothing_into_the_ledger(desk, words, error):
    entity = printed(desk).entity
    before = all_that_is_kept(desk)

    with pytest.raises(error):
        reprint_paper(desk, entity, "receipt", why=AskedBecause.OTHER, words=words)

    assert all_that_is_kept(desk) == before


def test_the_ledger_tells_the_reason_and_the_words_beside_it(desk):
    texts = load("vi")
    entity = printed(desk).entity
    reprint_paper(desk, entity, "receipt", why=AskedBecause.OTHER, words=" Giấy\nướt mưa ")

    copy, _ = print_report(desk, Wanted(), texts=texts).lines
    page = list_page(desk, Wanted())

    assert "lý do khác: Giấy ướt mưa" in cells(copy, texts)
    assert "Giấy ướt mưa" in words_on(page)
