"""The pile in the window: nothing is signed that was not shown; a token's PIN is asked once."""

import io

import pikepdf
import pytest

from desk_app.domain.dossier import Status
from desk_app.opening import opened_desk
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.choose_token_library import choose_token_library
from tests.signing.people import identity
from tests.support.counter import approved, residence, result_pdf
from tests.support.needs import needs
from tests.support.pki import Authority
from tests.support.samples import an_applicant
from tests.support.tokens import LIBRARY, PIN, UTIL, Drawer
from tests.support.window import PASSWORD, PERSON

pytestmark = pytest.mark.screen
NAMES = ("Nguyễn Thị Sen", "Lê Văn Mạnh Dũng", "Trần Hồ Ánh Nguyệt")


def two_pages() -> bytes:
    with pikepdf.open(io.BytesIO(result_pdf())) as document:
        document.pages.append(document.pages[0])
        written = io.BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()


@pytest.fixture
def pile(folder, clock, tmp_path):
    """Three results to sign, the second of two pages; and the chairman's token."""
    at = clock.now()
    Drawer.at(tmp_path / "drawer").token("UBND Hùng Sơn", identity(Authority.root("CA", at=at)))
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        choose_token_library(desk, str(LIBRARY))
        entities = [
            approved(desk, residence(applicant=an_applicant(name=name))).entity for name in NAMES
        ]
        for number, entity in enumerate(entities):
            pdf = two_pages() if number == 1 else result_pdf()
            attach_result(desk, entity, pdf=pdf, name="ket-qua.pdf", number=f"{number}/XN")
    return entities


def state_of(folder, entity, clock):
    with opened_desk(folder, user=PERSON, password=PASSWORD, clock=clock) as desk:
        return desk.journal.dossier(entity)


@needs(UTIL)
def test_a_pile_is_read_by_keys_and_signed_with_one_pin(pile, desk_window, folder, clock):
    window = desk_window
    window.keys("Alt+4")
    window.sees("Ký 1 văn bản đã xem")
    window.picture("pile")
    window.keys("PageDown")
    window.sees("Trang 1/2")
    window.keys("PageDown")
    window.sees("Ký 2 văn bản đã xem")
    window.keys("PageDown")
    window.sees("Ký 3 văn bản đã xem")
    window.keys("F6")
    window.sees("Ký 2 văn bản đã xem")
    window.picture("pile-read")

    window.keys("Control+Enter")
    window.sees("UBND Hùng Sơn")
    window.write("Mã PIN", "00000000")
    window.keys("Control+Enter")
    window.sees("Mã PIN không đúng")
    window.picture("pile-wrong-pin")
    window.write("Mã PIN", PIN)
    window.keys("Control+Enter")
    window.sees("Đã ký và kiểm tra 2/2")
    window.picture("pile-signed")

    window.keys("F7")
    window.cursor_in("Lý do")
    window.type("Sai ngày sinh")
    window.picture("pile-back")
    window.keys("Control+Enter")
    window.sees("Đã trả lại dự thảo")
    signed = [state_of(folder, entity, clock) for entity in pile]
    assert [one.status for one in signed[:2]] == [Status.DONE, Status.DONE]
    assert signed[2].status is Status.IN_PROGRESS
    assert signed[2].result is None
    assert signed[2].sent_back_reason == "Sai ngày sinh"
