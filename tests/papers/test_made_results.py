"""Results made at the desk: every template's page, what fills it, and what is refused."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter

from desk_app.commands.opening import SAMPLE, catalogue_at, place_of
from desk_app.domain.rights import NotPermitted, Role
from desk_app.domain.submission import Person
from desk_app.domain.text import TooLong
from desk_app.papers.answers import (
    AnswerMissing,
    AnswerNoDay,
    AnswerNoNumber,
    AnswerNotOffered,
    NothingAsked,
    answered,
)
from desk_app.papers.made_result import ScanMissing
from desk_app.papers.sample import SampleDesk
from desk_app.papers.sample_result import draw_result_sample
from desk_app.queries.made_results import results_to_make
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.draw_result import draw_result
from printing.asked import Asked, AskedKind
from printing.errors import GlyphMissing, ScanEncrypted, ScanTooLong, ScanUnreadable
from printing.pdf import MM
from printing.rastering import pictures
from printing.scanning import MOST_PAGES
from printing.shelf import NoTemplate, own_shelf
from printing.vocabularies import RESULT
from tests.papers.stories import LONG_ADDRESS, LONG_NAME
from tests.printing.preflight import judged, needs_preflight
from tests.printing.reading import needs_poppler, pages_of, problems_of, text_of
from tests.support.counter import approved, other_procedure, received, residence, result_pdf
from tests.support.desks import as_role
from tests.support.golden import Golden
from tests.support.words import words_on

VARIANTS = sorted(
    one.template.offer.variant for one in own_shelf().templates if one.template.form == RESULT
)
SIGNER = {"number": "7", "signer": "Lê Văn Mẫu"}
MARITAL = "1.004873"


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> SampleDesk:
    data = tmp_path_factory.mktemp("sample")
    catalogue = catalogue_at(data)
    return SampleDesk(place=place_of(catalogue, SAMPLE, {}, data=data), catalogue=catalogue)


def said(**changes: str) -> dict[str, str]:
    """A confirmation, filled in."""
    return {
        "number": "7",
        "about": "cư trú",
        "person": "Nguyễn Văn Mẫu",
        "residence": "Thôn Mẫu",
        "content": "Cư trú tại thôn Mẫu.",
        "signer": "Lê Văn Mẫu",
        **changes,
    }


def picture(kind: str, *, inked_to: float = 0.4) -> bytes:
    """A scan at 100 dots an inch: a page with a dark block; TIFF has two pages."""
    page = Image.new("RGBA" if kind == "PNG" else "RGB", (827, 1169), "white")
    page.paste((20, 20, 60), (100, 150, 700, round(1169 * inked_to)))
    target = BytesIO()
    more = {"save_all": True, "append_images": [page.copy()]} if kind == "TIFF" else {}
    page.save(target, format=kind, dpi=(100, 100), **more)
    return target.getvalue()


def locked_pdf() -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(result_pdf())) as document:
        document.save(target, encryption=pikepdf.Encryption(user="khoa", owner="khoa"))
    return target.getvalue()


def many_pages(count: int, *, size: tuple[int, int] = (595, 842)) -> bytes:
    target = BytesIO()
    with pikepdf.new() as document:
        for _ in range(count):
            document.add_blank_page(page_size=size)
        document.save(target)
    return target.getvalue()


@needs_poppler
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_page_is_the_one_that_was_looked_at(variant, sample, golden: Golden):
    pdf = draw_result_sample(sample, variant=variant)

    golden.check(f"papers/result-{variant}.txt", text_of(pdf))
    first = next(pictures(pdf, most_dpi=150)).image.convert("L").reduce(3)  # scans too, evenly
    golden.check_picture(f"papers/result-{variant}.png", first, most=24)
    assert problems_of(pdf) == []
    assert draw_result_sample(sample, variant=variant) == pdf


@needs_preflight
def test_pages_are_pdf_a_for_a_judge_of_its_own(sample, tmp_path):
    judged_ones = ("van-ban", "trich-luc-khai-sinh", "sao-y")  # of each kind one: a second a page
    for variant in judged_ones:
        (tmp_path / f"{variant}.pdf").write_bytes(draw_result_sample(sample, variant=variant))
    (tmp_path / "plain.pdf").write_bytes(result_pdf())

    verdicts = judged(tmp_path)

    assert verdicts == {f"{one}.pdf": True for one in judged_ones} | {"plain.pdf": False}


def test_a_procedure_offers_its_own_results_first(desk):
    marital = received(desk, other_procedure(desk, MARITAL)).entity
    other = received(desk, residence()).entity

    for_marital = [one.variant for one in results_to_make(desk, marital)]
    for_other = [one.variant for one in results_to_make(desk, other)]

    assert for_marital == ["xac-nhan-hon-nhan", "xac-nhan", "sao-y", "van-ban"]
    assert for_other == ["xac-nhan", "sao-y", "van-ban"]


@needs_poppler
def test_what_the_dossier_says_stands_on_the_page_and_what_is_typed_goes_before_it(desk):
    entity = received(desk).entity
    person = desk.journal.dossier(entity).application.applicant

    made = draw_result(
        desk, entity, "xac-nhan", said(residence="Thôn Khác, xã Hùng Sơn", born_on="2/3/1999")
    )

    words = words_on(made.pdf)
    assert made.number == "7/GXN-UBND"
    assert made.name == "Giấy xác nhận.pdf"
    for expected in (person.name, "Thôn Khác, xã Hùng Sơn", "02/03/1999", "Số: 7/GXN-UBND"):
        assert expected in words
    assert person.address not in words


def test_the_only_leader_of_the_desk_signs_where_nobody_else_is_named(desk):
    entity = received(desk).entity

    begun = {one.variant: one.begun for one in results_to_make(desk, entity)}

    assert begun["van-ban"]["signer"] == desk.user.name
    assert begun["van-ban"]["signs_as"] == "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"


def test_what_was_looked_at_becomes_the_result_byte_for_byte(desk):
    entity = approved(desk).entity
    made = draw_result(desk, entity, "xac-nhan", said())
    desk.clock.pass_by(days=1)

    dossier = attach_result(desk, entity, pdf=made.pdf, name=made.name, number=made.number)

    assert desk.files.read(dossier.result.sha256) == made.pdf
    assert (dossier.result.name, dossier.result.number) == ("Giấy xác nhận.pdf", "7/GXN-UBND")
    assert dossier.awaits_signature


@pytest.mark.parametrize("roles", [(Role.POSTAL,), (Role.LEADER,), (Role.ADMIN,)], ids=str)
def test_only_the_office_makes_results(desk, roles):
    entity = received(desk).entity
    stranger = as_role(desk, *roles)

    with pytest.raises(NotPermitted):
        draw_result(stranger, entity, "xac-nhan", said())
    with pytest.raises(NotPermitted):
        results_to_make(stranger, entity)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"number": "  "}, AnswerMissing, id="number left out"),
        pytest.param({"born_on": "31/02/1999"}, AnswerNoDay, id="no day"),
        pytest.param({"signs_as": "VUA"}, AnswerNotOffered, id="not offered"),
        pytest.param({"colour": "đỏ"}, NothingAsked, id="not asked"),
        pytest.param({"person": "a" * 501}, TooLong, id="too long"),
        pytest.param({"person": "Nguyễn ☃"}, GlyphMissing, id="a letter no face has"),
    ],
)
def test_a_field_filled_wrongly_is_named_and_nothing_is_made(desk, changes, error):
    entity = received(desk).entity

    with pytest.raises(error) as refused:
        draw_result(desk, entity, "xac-nhan", said(**changes))

    assert set(refused.value.details) <= {"label", "name", "character", "field", "limit", "length"}


def test_numbers_and_days_are_said_in_words_too():
    asks = [
        Asked(name="copies", label="Số bản", kind=AskedKind.NUMBER),
        Asked(name="born", label="Ngày sinh", kind=AskedKind.DATE),
    ]

    texts, _ = answered(asks, {"copies": "21", "born": "04/04/2005"})

    assert texts["copies_in_words"] == "hai mươi mốt"
    assert texts["born_in_words"] == "ngày 04 tháng 4 năm 2005"
    assert texts["born_spelt"] == "ngày bốn, tháng tư, năm hai nghìn không trăm linh năm"
    with pytest.raises(AnswerNoNumber):
        answered(asks, {"copies": "2,5", "born": "04/04/2005"})


def test_an_empty_field_that_may_be_empty_gives_nothing():
    asks = [
        Asked(name=kind, label=kind, kind=kind, is_required=False, options=("A",))
        for kind in AskedKind
    ]

    texts, lists = answered(asks, {})

    assert set(texts.values()) == {""}
    assert set(map(len, lists.values())) == {0}


def test_a_result_that_no_template_offers_is_refused(desk):
    entity = received(desk).entity

    with pytest.raises(NoTemplate):
        draw_result(desk, entity, "trich-luc-khai-sinh", SIGNER)


@needs_poppler
def test_the_longest_case_flows_over_pages_and_nothing_is_clipped(desk):
    entity = received(desk, residence(applicant=Person(name=LONG_NAME.strip()))).entity
    content = "\n".join(f"Việc thứ {number}: {LONG_ADDRESS}" for number in range(1, 28))

    pdf = draw_result(
        desk,
        entity,
        "xac-nhan",
        said(person="A" * 300 + " " + "Ă" * 190, content=content, residence=LONG_ADDRESS * 2),
    ).pdf

    pages = pages_of(pdf)
    assert len(pages) > 1
    for width, height, words in pages:
        assert max(word.right for word in words) <= width - 9 * MM
        assert max(word.bottom for word in words) <= height - 9 * MM
    assert "Việc thứ 27" in words_on(pdf)


# Copies of scans.


def test_a_copy_needs_its_scan(desk):
    with pytest.raises(ScanMissing):
        draw_result(desk, received(desk).entity, "sao-y", SIGNER)


@needs_poppler
@pytest.mark.parametrize(
    "kind", ["JPEG", "PNG", "TIFF"], ids=["photograph", "with see-through parts", "two pages"]
)
def test_a_picture_becomes_a_copy_with_its_words_and_block(desk, kind):
    scan = picture(kind)

    made = draw_result(desk, received(desk).entity, "sao-y", SIGNER, scan=scan)

    words = words_on(made.pdf)
    assert words.count("SAO Y") == 2
    assert "Số: 7/SY-UBND" in words
    assert problems_of(made.pdf) == []


@needs_poppler
def test_the_words_leave_the_corner_to_the_office_and_the_block_the_scan_as_it_is(desk):
    scan = draw_result(desk, received(desk).entity, "xac-nhan", said()).pdf

    made = draw_result(desk, received(desk).entity, "sao-y", SIGNER, scan=scan)

    ((width, _, words),) = pages_of(made.pdf)
    above = [word for word in words if word.top < 20 * MM]
    assert [word.text for word in above] == ["SAO", "Y"]
    assert max(word.right for word in above) <= width - 92 * MM
    foot = min(word.top for word in words if word.top > 30 * MM) - 15 * MM
    scanned, copied = (
        next(pictures(pdf, most_dpi=72)).image.crop((0, round(20 * MM), round(width), round(foot)))
        for pdf in (scan, made.pdf)
    )
    softened = [one.filter(ImageFilter.GaussianBlur(3)) for one in (scanned, copied)]
    assert ImageChops.difference(*softened).getextrema()[1] < 48
    assert scanned.getextrema()[0] < 100


@needs_poppler
def test_a_block_without_room_below_the_scan_takes_a_page_of_its_own(desk):
    full = picture("PNG", inked_to=0.97)

    made = draw_result(desk, received(desk).entity, "sao-y", SIGNER, scan=full)

    first, second = (" ".join(word.text for word in words) for _, _, words in pages_of(made.pdf))
    assert first == "SAO Y"
    assert "Số: 7/SY-UBND" in second


def test_a_certified_copy_carries_its_number_and_book(desk):
    entity = received(desk, other_procedure(desk, "2.000815", pages=1)).entity

    made = draw_result(
        desk,
        entity,
        "ban-sao-chung-thuc",
        {"certificate_number": "1234", "signer": "Lê Văn Mẫu"},
        scan=picture("JPEG"),
    )

    words = words_on(made.pdf)
    assert made.number == f"1234/01/{desk.journal.dossier(entity).register_year}"
    assert "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH" in words
    assert "- SCT/BS" in words
    assert words.startswith("BẢN SAO")


@pytest.mark.parametrize(
    ("scan", "error"),
    [
        pytest.param(lambda: b"", ScanUnreadable, id="empty"),
        pytest.param(lambda: b"rubbish" * 99, ScanUnreadable, id="rubbish"),
        pytest.param(lambda: b"%PDF-1.4 rubbish", ScanUnreadable, id="rubbish called PDF"),
        pytest.param(lambda: picture("JPEG")[:900], ScanUnreadable, id="picture cut off"),
        pytest.param(locked_pdf, ScanEncrypted, id="locked"),
        pytest.param(lambda: many_pages(400), ScanTooLong, id="400 pages"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_and_named(desk, scan, error):
    with pytest.raises(error):
        draw_result(desk, received(desk).entity, "sao-y", SIGNER, scan=scan())


def test_as_many_pages_as_a_scan_may_have_are_copied(desk):
    scan = many_pages(MOST_PAGES, size=(150, 200))

    made = draw_result(desk, received(desk).entity, "sao-y", SIGNER, scan=scan)

    with pikepdf.open(BytesIO(made.pdf)) as copied:
        assert len(copied.pages) == MOST_PAGES + 1
