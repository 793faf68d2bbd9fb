"""Templates: what a province may write, what is refused with file, place and reason."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.amounts import amount_in_words
from printing.blocks import Letterhead
from printing.filled import Filled, draw_filled
from printing.fonts import Face
from printing.phrase import PhraseUnclear, phrase
from printing.shelf import FOLDER, NoTemplate, own_shelf, shelf_over
from printing.template_file import read_template
from printing.template_node import FaultKind, TemplateFaulty
from printing.vocabularies import VOCABULARIES
from tests.printing.reading import needs_poppler, running_text

DAY = date(2026, 11, 23)
TICKET = json.loads((FOLDER / "queue-ticket.json").read_text(encoding="utf-8"))


def written(**changed) -> bytes:
    return json.dumps({**TICKET, **changed}, ensure_ascii=False).encode()


def faults_of(content: bytes) -> list[tuple[str, FaultKind]]:
    with pytest.raises(TemplateFaulty) as refused:
        read_template(content, file="tinh.json")
    return [(one.place, one.kind) for one in refused.value.faults]


def test_every_form_with_values_has_a_template_of_the_program():
    shelf = own_shelf()

    assert {shelf.find(form, on=DAY).form for form in VOCABULARIES} == set(VOCABULARIES)


@pytest.mark.parametrize(
    ("changed", "place", "kind"),
    [
        pytest.param({"schema": 2}, "schema", FaultKind.NOT_A_CHOICE, id="schema"),
        pytest.param({"form": "phieu-la"}, "form", FaultKind.NOT_A_CHOICE, id="form"),
        pytest.param({"from": "23/11/2026"}, "from", FaultKind.NOT_A_DATE, id="day"),
        pytest.param({"until": "2020-01-01"}, "until", FaultKind.OUT_OF_RANGE, id="ends before"),
        pytest.param({"paper": "A6"}, "paper", FaultKind.NOT_A_CHOICE, id="paper"),
        pytest.param({"basis": ""}, "basis", FaultKind.EMPTY, id="empty"),
        pytest.param({"colour": "red"}, "colour", FaultKind.UNKNOWN_KEY, id="unknown key"),
        pytest.param({"mark": None}, "mark", FaultKind.WRONG_TYPE, id="type"),
        pytest.param(
            {"blocks": [{"block": "text", "text": "Số {ticket}"}, {"block": "picture"}]},
            "blocks 2 (picture) > block",
            FaultKind.NOT_A_CHOICE,
            id="kind of block",
        ),
        pytest.param(
            {"blocks": [{"block": "text", "text": "{ticket} ☐"}]},
            "blocks 1 (text) > text",
            FaultKind.NO_GLYPH,
            id="no glyph",
        ),
        pytest.param(
            {"blocks": [{"block": "text", "text": "{ticket} Tie\u0302\u0301p"}]},
            "blocks 1 (text) > text",
            FaultKind.NOT_COMPOSED,
            id="decomposed",
        ),
        pytest.param(
            {"blocks": [{"block": "text", "text": "{ticket} **đậm"}]},
            "blocks 1 (text) > text",
            FaultKind.UNCLEAR,
            id="mark not closed",
        ),
        pytest.param(
            {"blocks": [{"block": "text", "text": "{ticket} {ten}"}]},
            "blocks 1 > ",
            FaultKind.UNKNOWN_VALUE,
            id="unknown value",
        ),
        pytest.param(
            {"blocks": [{"block": "text", "text": "{ticket}", "when": "ten"}]},
            "blocks 1 > when, unless",
            FaultKind.UNKNOWN_VALUE,
            id="unknown condition",
        ),
        pytest.param(
            {"blocks": [{"block": "text", "text": "Xin chờ"}]},
            "blocks",
            FaultKind.NEVER_PRINTED,
            id="the number left out",
        ),
    ],
)
def test_a_faulty_template_is_refused_with_the_place_of_its_fault(changed, place, kind):
    assert (place, kind) in faults_of(written(**changed))


def test_every_fault_is_told_at_once():
    content = written(basis="", paper="A6", blocks=[{"block": "gap", "lines": "hai"}])

    kinds = {kind for _, kind in faults_of(content)}

    assert {FaultKind.EMPTY, FaultKind.NOT_A_CHOICE, FaultKind.WRONG_TYPE} <= kinds


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff\xfe", b'{"schema": 1, "schema": 1}'],
    ids=["empty", "a list", "cut short", "not UTF-8", "a key twice"],
)
def test_what_is_no_template_is_refused(content):
    assert faults_of(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=8) | st.integers(),
        lambda one: (
            st.lists(one, max_size=3)
            | st.dictionaries(
                st.sampled_from(["block", "blocks", "text", "of", "columns", "lines", "share"]),
                one,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_in_blocks_is_read_or_refused(blocks):
    with suppress(TemplateFaulty):
        read_template(written(blocks=[blocks, {"block": "text", "text": "{ticket}"}]), file="x")


def test_a_value_is_printed_as_it_is_whatever_stands_in_it():
    values = {"name": "**{code}** __x__"}

    runs = phrase("Tên: **{name}**").runs(values)

    assert runs == [("Tên: ", Face.REGULAR), ("**{code}** __x__", Face.BOLD)]


@pytest.mark.parametrize("text", ["{", "a } b", "**a", "__a", "{Tên}"])
def test_a_phrase_with_something_open_is_unclear(text):
    with pytest.raises(PhraseUnclear):
        phrase(text)


def test_a_province_replaces_a_form_from_its_day_on(tmp_path):
    path = tmp_path / "ticket.json"
    path.write_bytes(written(**{"from": "2027-01-01", "basis": "Quyết định của tỉnh"}))
    shelf = shelf_over([path])

    before = shelf.find("queue-ticket", on=date(2026, 12, 31))
    after = shelf.find("queue-ticket", on=date(2027, 1, 1))

    assert before.basis == TICKET["basis"]
    assert after.basis == "Quyết định của tỉnh"


def test_the_more_particular_template_goes_before_the_newer(tmp_path):
    data = json.loads((FOLDER / "data-sheet.json").read_text(encoding="utf-8"))
    path = tmp_path / "sheet.json"
    path.write_text(json.dumps({**data, "from": "2026-11-01", "procedures": ["1.001193"]}), "utf-8")
    shelf = shelf_over([path])

    own = shelf.find("data-sheet", on=DAY, procedure="1.001193", field="Hộ tịch")
    field = shelf.find("data-sheet", on=DAY, procedure="1.000894", field="Hộ tịch")
    other = shelf.find("data-sheet", on=DAY, procedure="2.000815", field="Chứng thực")

    assert own.procedures == {"1.001193"}
    assert field.fields == {"Hộ tịch"}
    assert not other.fields


def test_a_faulty_file_is_left_aside_and_named(tmp_path):
    path = tmp_path / "ticket.json"
    path.write_bytes(written(paper="A6"))

    shelf = shelf_over([path])

    assert shelf.find("queue-ticket", on=DAY).paper == TICKET["paper"]
    assert [str(one) for one in shelf.faults] == [
        "ticket.json: paper: not a choice ('A6', one of A5, A4, A4-landscape, A3, 80mm, 58mm)"
    ]


def test_a_form_without_a_template_in_force_is_refused():
    with pytest.raises(NoTemplate):
        own_shelf().find("queue-ticket", on=date(2020, 1, 1))


@needs_poppler
def test_a_block_stands_only_where_its_value_does():
    template = own_shelf().find("queue-ticket", on=DAY)
    names = VOCABULARIES["queue-ticket"].texts
    filled = Filled(letterhead=HEAD, texts=dict.fromkeys(names, "") | {"ticket": "007"})

    plain = running_text(draw_filled(template, filled))

    assert "007" in plain
    assert "ƯU TIÊN" not in plain


HEAD = Letterhead(above="", organisation="", number="", place="Hùng Sơn", dated_on="2026-11-23")


@pytest.mark.parametrize(
    ("vnd", "words"),
    [
        (0, "Không đồng"),
        (8_000, "Tám nghìn đồng"),
        (10_500, "Mười nghìn năm trăm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (15_000, "Mười lăm nghìn đồng"),
        (105_005, "Một trăm linh năm nghìn không trăm linh năm đồng"),
        (1_000_001, "Một triệu không trăm linh một đồng"),
        (2_054_000_000, "Hai tỷ không trăm năm mươi bốn triệu đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_an_amount_in_words(vnd, words):
    assert amount_in_words(vnd) == words
