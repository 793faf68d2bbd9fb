"""Forms drawn by templates: their pages, what they tell of a real desk, and how they grow."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageChops

from desk_app.commands.opening import SAMPLE, catalogue_at, place_of
from desk_app.domain.paper_names import NO_DOSSIER
from desk_app.domain.rights import Role
from desk_app.papers.filling import draw_by_template, issuer_texts
from desk_app.papers.forms import FORMS
from desk_app.papers.office import NothingToList
from desk_app.papers.sample import SampleDesk
from desk_app.papers.sample_office import draw_preview
from desk_app.store.prints import PrintKind
from desk_app.usecases.cancel_dossier import cancel_dossier
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.give_mandate import give_mandate
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.make_slip import make_slip
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.reprint_paper import reprint_paper
from printing.escpos import read_slip
from printing.fonts import vietnamese_letters
from printing.pdf import MM
from printing.rastering import pictures
from printing.vocabularies import VOCABULARIES
from tests.papers.drawing import stand_in_order
from tests.papers.stories import LONG_NAME, long_form, long_office
from tests.printing.reading import needs_poppler, pages_of, problems_of, text_of
from tests.support.counter import received, residence, tray_pages
from tests.support.golden import Golden
from tests.support.samples import a_mandate
from tests.support.words import words_on

OF_A_DOSSIER = [form for form in FORMS if form in VOCABULARIES]
_PICTURE_DPI = 50
_MOST_DIFFERENCE = 24  # of 255: anti-aliasing differs a little between builds of pdfium


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> SampleDesk:
    data = tmp_path_factory.mktemp("sample")
    catalogue = catalogue_at(data)
    return SampleDesk(place=place_of(catalogue, SAMPLE, {}, data=data), catalogue=catalogue)


@needs_poppler
@pytest.mark.parametrize("form", VOCABULARIES)
def test_every_page_is_the_one_that_was_looked_at(form, sample, golden: Golden):
    pdf = draw_preview(sample, form)

    golden.check(f"papers/{form}.txt", text_of(pdf))
    golden.check_picture(f"papers/{form}.png", _first_page(pdf), most=_MOST_DIFFERENCE)
    assert problems_of(pdf) == []
    assert draw_preview(sample, form) == pdf


@needs_poppler
@pytest.mark.parametrize("form", OF_A_DOSSIER)
def test_the_longest_case_flows_over_pages_and_nothing_is_clipped(form, sample):
    pdf = long_form(sample, form)

    pages = pages_of(pdf)
    for width, height, words in pages:
        assert words
        assert min(word.left for word in words) >= 3.9 * MM
        assert max(word.right for word in words) <= width - 3.9 * MM
        assert max(word.bottom for word in words) <= height - 2 * MM
    said = words_on(pdf)
    if form in {"data-sheet", "post-slip"}:
        assert "Giấy tờ thứ 40" in said
        heads = [text.count("Tên giấy tờ") for text in text_of(pdf).split("\f")[:-1]]
        assert sum(heads) >= len(heads) - 2
        assert "Trang 2/" in said
    if form not in {"satisfaction-slip", "certified-copy"}:
        assert LONG_NAME.strip() in said


@needs_poppler
def test_nobody_signs_a_page_with_nothing_else_on_it(sample):
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    asked = VOCABULARIES["receipt-list"]
    texts = dict.fromkeys(asked.texts, "x") | issuer_texts(sample, at)
    rows = {name: dict.fromkeys(names, "x") for name, names in asked.lists.items()}

    last_pages = [
        text_of(
            draw_by_template(
                sample,
                "receipt-list",
                at=at,
                texts=texts,
                lists={"receipts": [rows["receipts"]], "ranges": [rows["ranges"]] * count},
            )
        ).split("\f")[-2]
        for count in range(11, 17)
    ]

    assert [one for one in last_pages if one.lstrip().startswith("NGƯỜI LẬP")] == []


@needs_poppler
def test_the_register_is_closed_under_its_last_line_and_breaks_no_date(sample):
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    issuer = issuer_texts(sample, at)

    for lines in range(16, 26):
        texts, lists = long_office("register", sample, lines=lines)
        pdf = draw_by_template(sample, "register", at=at, texts=texts | issuer, lists=lists)
        last = text_of(pdf).split("\f")[-2]

        assert "Khóa sổ" in last
        assert "Mã hồ sơ" in last, f"no line of the register above its end: {lines}"
    assert text_of(pdf).count("23/11/2026") >= 5 * lines


def test_a_control_sheet_grows_and_never_changes_what_it_said(desk):
    entity = received(desk).entity
    hand_on(desk, entity, to="Văn phòng")
    first = _printed(desk, entity, "control-sheet")
    desk.clock.pass_by(hours=1)
    hand_on(desk, entity, to="Phòng Kinh tế")
    second = _printed(desk, entity, "control-sheet")

    before, after = words_on(_bytes(desk, first)), words_on(_bytes(desk, second))

    assert [first.form, second.form] == ["control-sheet/1", "control-sheet/2"]
    assert [first.kind, second.kind] == [PrintKind.ORIGINAL, PrintKind.ORIGINAL]
    first_block = before.partition("GHI CHÚ")[2].partition("Giao: Văn phòng")[0]
    assert "1. 09 giờ 00 phút" in first_block
    assert after.partition("GHI CHÚ")[2].partition("Giao: Văn phòng")[0] == first_block
    stand_in_order(after, "1. 09 giờ", "Văn phòng", "2. 10 giờ", "3. ........")


def test_the_same_control_sheet_again_is_a_copy_of_its_bytes(desk):
    entity = received(desk).entity
    hand_on(desk, entity, to="Văn phòng")
    _printed(desk, entity, "control-sheet")

    again = _printed(desk, entity, "control-sheet")

    assert (again.form, again.kind) == ("control-sheet/1", PrintKind.COPY)
    assert "BẢN IN LẠI SỐ 1" in words_on(_bytes(desk, again))


def test_each_payment_has_one_slip_with_a_number_without_gaps(desk):
    first, other = received(desk).entity, received(desk).entity
    record_payment(desk, first, amount_vnd=15_000, what="Lệ phí")
    one = _printed(desk, first, "collection-slip")
    record_payment(desk, other, amount_vnd=2_000, method="transfer", reference="FT26")
    two = _printed(desk, other, "collection-slip")
    record_payment(desk, first, amount_vnd=1_000, what="Bản sao thêm")
    three = _printed(desk, first, "collection-slip")

    slips = [words_on(_bytes(desk, page)) for page in (one, two, three)]

    assert [page.kind for page in (one, two, three)] == [PrintKind.ORIGINAL] * 3
    for number, words in enumerate(slips, start=1):
        assert f"Số: PT17-0000{number}" in words
    stand_in_order(slips[0], "Liên 1", "15.000 đồng", "Mười lăm nghìn đồng", "Tiền mặt", "Liên 2")
    stand_in_order(slips[1], "2.000 đồng", "Chuyển khoản", "FT26")
    assert "không phải biên lai" in slips[0]


def test_postal_staff_hand_over_in_the_name_of_the_decision(desk):
    who = desk.users.add(
        "Pơloong Bích", "mật-khẩu-mẫu", roles=[Role.POSTAL], by=1, at=desk.clock.now()
    )
    give_mandate(desk, a_mandate(desk.clock.today()))
    give_mandate(desk, a_mandate(desk.clock.today(), number="99/QĐ-UBND", person="Người khác"))
    postal = desk.signed_in(who)
    received(postal)

    row = print_paper(postal, draw_desk_paper(postal, Wanted(form="shift-list")))

    words = whole(_bytes(desk, row))
    assert "Pơloong Bích (nhân viên bưu điện, theo Quyết định số 12/QĐ-UBND)" in words
    assert "99/QĐ-UBND" not in words


def test_the_hand_over_list_has_the_shift_s_dossiers_money_and_slip_numbers(desk):
    yesterday = received(desk).entity
    record_payment(desk, yesterday, amount_vnd=9_000)
    desk.clock.pass_by(days=1)
    today = received(desk)
    record_payment(desk, today.entity, amount_vnd=15_000)
    record_payment(desk, today.entity, amount_vnd=1_000, method="transfer")

    row = print_paper(desk, draw_desk_paper(desk, Wanted(form="shift-list")))

    words = whole(_bytes(desk, row))
    stand_in_order(
        words,
        "DANH SÁCH BÀN GIAO CUỐI CA",
        "Hồ sơ đã tiếp nhận: 1",
        today.code,
        "2 khoản, cộng 16.000 đồng",
        "PT17-00002",
        "PT17-00003",
        "Tiền mặt bàn giao: 15.000 đồng",
    )
    assert desk.journal.dossier(yesterday).code not in words
    assert (row.entity, row.kind) == (NO_DOSSIER, PrintKind.ORIGINAL)
    assert tray_pages(desk)[-1].startswith("shift-list-")


def test_the_money_list_adds_up_what_each_way_of_paying_brought(desk):
    entity = received(desk).entity
    for amount, method in ((8_000, "cash"), (20_000, "transfer"), (500, "outside")):
        record_payment(desk, entity, amount_vnd=amount, method=method)

    words = words_on(_office(desk, Wanted(form="money-list")))

    stand_in_order(words, "Cộng 3 khoản", "28.500 đồng", "Hai mươi tám nghìn năm trăm đồng")
    stand_in_order(words, "tiền mặt: 8.000", "Chuyển khoản: 20.000", "kênh khác: 500 đồng")


def test_a_day_without_anything_has_no_list(desk):
    with pytest.raises(NothingToList):
        draw_desk_paper(desk, Wanted(form="shift-list"))


def test_the_register_keeps_every_number_and_closes_after_the_year(desk):
    entities = [received(desk, residence()).entity for _ in range(3)]
    cancel_dossier(desk, entities[1], reason="Nhầm hồ sơ")
    open_book = words_on(_office(desk, Wanted(form="register")))
    desk.clock.pass_by(days=60)

    closed = whole(_office(desk, Wanted(form="register", year=2026)))

    for number, entity in enumerate(entities, start=1):
        stand_in_order(closed, f"0{number}", desk.journal.dossier(entity).code)
    assert "Đã hủy" in closed
    assert "Mở sổ:" in open_book
    assert "Khóa sổ" not in open_book
    assert "Khóa sổ: ngày 31 tháng 12 năm 2026. Sổ năm 2026 có 3 hồ sơ, từ số 01 đến số 3" in closed


def test_a_part_of_the_register_goes_on_where_the_last_ended(desk):
    codes = [received(desk, residence()).code for _ in range(3)]

    words = whole(_office(desk, Wanted(form="register", first=2, last=3)))

    assert codes[0] not in words
    stand_in_order(words, codes[1], codes[2])
    assert "Mở sổ" not in words


def test_the_minutes_with_the_post_carry_a_code_a_dossier_and_say_what_their_moment_is(desk):
    codes = [received(desk, residence()).code for _ in range(4)]

    pdf = _office(desk, Wanted(form="post-minutes", codes=tuple(codes)))

    assert "là thời điểm nộp hồ sơ" in words_on(pdf)
    assert set(_codes(pdf)) == set(codes)


@pytest.mark.parametrize("is_a4", [True, False], ids=["A4", "A3"])
def test_the_board_has_a_code_a_field_that_a_phone_reads(desk, is_a4):
    pdf = _office(desk, Wanted(form="procedure-board", is_a4=is_a4))

    read = {code.rpartition("=")[2] for code in _codes(pdf)}

    assert len(read) == len(desk.catalogue.fields)
    assert {"ho-tich", "chung-thuc", "dat-dai"} <= read
    words = words_on(pdf)
    assert all(one.code in words for one in desk.catalogue.procedures)
    assert str(desk.catalogue.version) in words


@pytest.mark.parametrize("width_mm", [80, 58])
def test_a_slip_is_a_picture_that_shows_every_letter_and_a_code_that_reads(desk, width_mm):
    letters = "".join(sorted(vietnamese_letters()))
    code = received(desk, residence(note=letters)).code

    slip = make_slip(desk, code, width_mm=width_mm)

    picture = read_slip(slip.dots)
    assert picture.width == {80: 576, 58: 384}[width_mm]
    assert [one.text for one in zxingcpp.read_barcodes(picture.convert("L"))] == [code]
    assert "PHIẾU HẸN TRẢ KẾT QUẢ" in words_on(slip.pdf)


def test_every_letter_of_a_slip_is_set_in_dots_as_the_page_has_it(desk):
    letters = " ".join(sorted(vietnamese_letters()))

    slip = make_slip(desk, field=letters, width_mm=80)

    page = next(pictures(slip.pdf, most_dpi=203.2)).image
    dots = read_slip(slip.dots).convert("L")
    left = (page.width - dots.width) // 2
    page = page.crop((left, 0, left + dots.width, page.height))
    far_off = ImageChops.difference(page, dots).point(lambda value: 255 if value > 170 else 0)
    assert letters.split() == [one for one in words_on(slip.pdf).split() if one in set(letters)]
    assert far_off.getbbox() is None


def test_tickets_count_on_through_the_day_and_begin_anew_the_next(desk):
    numbers = [make_slip(desk).name for _ in range(3)]
    desk.clock.pass_by(days=1)

    assert numbers == ["so-001", "so-002", "so-003"]
    assert make_slip(desk).name == "so-001"


def whole(pdf: bytes) -> str:
    """The words with codes put together again that a narrow column broke."""
    return words_on(pdf).replace("- ", "-")


def _printed(desk, entity: int, form: str):
    return print_paper(desk, reprint_paper(desk, entity, form))


def _bytes(desk, page) -> bytes:
    return desk.files.read(page.sha256)


def _office(desk, wanted: Wanted) -> bytes:
    return _bytes(desk, print_paper(desk, draw_desk_paper(desk, wanted)))


def _codes(pdf: bytes) -> list[str]:
    return [
        code.text
        for page in pictures(pdf, most_dpi=203)
        for code in zxingcpp.read_barcodes(page.image)
    ]


def _first_page(pdf: bytes) -> Image.Image:
    return next(pictures(pdf, most_dpi=_PICTURE_DPI)).image.convert("L")


def test_a_form_that_is_stored_bears_its_number_and_name(desk):
    pdf = _office(desk, Wanted(form="procedure-board", is_a4=True))

    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.docinfo.Title).startswith("Bảng niêm yết thủ tục")
