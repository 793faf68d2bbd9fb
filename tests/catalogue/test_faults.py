"""Faults planted in a copy of the data: each is named by file, entry and key, and all at once."""

import json
import shutil

import pytest

from desk_app.catalogue.errors import CatalogueMissing
from desk_app.catalogue.reader import read_catalogue

CIVIL = "procedures/ho-tich.json"
CERTIFYING = "procedures/chung-thuc.json"
BIRTH = f"{CIVIL}: 1.001193 > 1.001193/1"


def birth(content):
    """The first version of the birth registration."""
    return content["procedures"][0]["versions"][0]


def without(key):
    return lambda content: birth(content).pop(key)


def with_(key, value):
    return lambda content: birth(content).update({key: value})


def in_paper(key, value):
    return lambda content: birth(content)["papers"][0].update({key: value})


def in_fee(**changed):
    return lambda content: birth(content)["fees"][0].update(changed)


def in_limit(**limit):
    return lambda content: birth(content).update(time_limit=limit)


def twice(content):
    content["procedures"].append(content["procedures"][0])


def overlapping(content):
    birth(content)["until"] = "2027-03-01"


def shared_paper_gone(content):
    content["papers"].pop("uy-quyen")


def another_meaning(content):
    birth(content)["papers"][2]["id"] = "to-khai"


def in_alternative(content):
    birth(content)["papers"][0]["alternatives"][0]["originals"] = 0


def without_versions(content):
    content["procedures"][0]["versions"] = []


def unknown_case_fee(content):
    birth(content)["cases"][0]["fees"].append("no-such-fee")


def unknown_case_paper(content):
    birth(content)["cases"][0]["papers"] = ["no-such-paper"]


def another_code(content):
    content["procedures"][0]["code"] = "1.1193"


def carried_from_nowhere(content):
    content["procedures"][0]["versions"][1]["carries_over"] = "1.001193/0"


def without_system(content):
    del content["route"]["system"]


PLANTED = [
    pytest.param(without("result"), f"{BIRTH}: result: missing key", id="a key left out"),
    pytest.param(with_("resutl", "x"), f"{BIRTH}: resutl: unknown key", id="a slip of the pen"),
    pytest.param(
        with_("until", "28/02/2027"), f"{BIRTH}: until: not a date ('28/02/2027')", id="no date"
    ),
    pytest.param(with_("result", 7), f"{BIRTH}: result: wrong type (7)", id="no text"),
    pytest.param(with_("result", ""), f"{BIRTH}: result: empty", id="an empty text"),
    pytest.param(
        with_("result", "Giấy khai sinh "),
        f"{BIRTH}: result: not plain ('Giấy khai sinh ')",
        id="a space at the end",
    ),
    pytest.param(with_("channels", []), f"{BIRTH}: channels: empty", id="by no channel"),
    pytest.param(
        with_("channels", ["fax"]),
        f"{BIRTH}: channels: not a choice ('fax', one of counter, post, online)",
        id="an unknown channel",
    ),
    pytest.param(
        with_("channels", ["post", "post"]),
        f"{BIRTH}: channels: repeated (['post', 'post'])",
        id="a channel twice",
    ),
    pytest.param(with_("sources", []), f"{BIRTH}: sources: empty", id="from no source"),
    pytest.param(
        with_("sources", ["hearsay"]),
        f"{CIVIL}: 1.001193/1: sources: unknown reference ('hearsay')",
        id="a source nobody explains",
    ),
    pytest.param(with_("sources", [""]), f"{BIRTH}: sources: wrong type ('')", id="no name"),
    pytest.param(
        without_versions, f"{CIVIL}: 1.001193: versions: empty", id="a procedure without versions"
    ),
    pytest.param(
        with_("papers", ["to-khai"]),
        f"{BIRTH}: papers: wrong type (1: 'to-khai')",
        id="a word where a paper should stand",
    ),
    pytest.param(
        in_paper("mark", "Y"),
        f"{BIRTH} > to-khai: mark: not a choice ('Y', one of C, I, U)",
        id="an unknown mark",
    ),
    pytest.param(
        in_paper("originals", 0),
        f"{BIRTH} > to-khai: originals: out of range (neither originals nor copies)",
        id="a raw row with no paper",
    ),
    pytest.param(
        in_alternative,
        f"{BIRTH} > to-khai > mau-dien-tu: originals: out of range (neither originals nor copies)",
        id="an alternative with no paper",
    ),
    pytest.param(
        in_paper("copies", -1),
        f"{BIRTH} > to-khai: copies: out of range (-1, at least 0)",
        id="a negative count",
    ),
    pytest.param(
        in_paper("copies", True),
        f"{BIRTH} > to-khai: copies: wrong type (True)",
        id="a flag for a number",
    ),
    pytest.param(
        in_fee(kind="fixed", vnd=0),
        f"{BIRTH} > le-phi: vnd: out of range (0, at least 1)",
        id="0 for a fee that is not stated",
    ),
    pytest.param(
        in_fee(kind="fixed", vnd=8000.5),
        f"{BIRTH} > le-phi: vnd: wrong type (Fraction(16001, 2))",
        id="half a đồng",
    ),
    pytest.param(
        in_fee(kind="council", rate="civil-status/brith"),
        f"{CIVIL}: 1.001193/1: rate: unknown reference ('civil-status/brith')",
        id="a rate nobody can fill in",
    ),
    pytest.param(
        in_fee(kind="gratis"),
        f"{BIRTH} > le-phi: kind: not a choice ('gratis', one of fixed, page_tiers, council, free,"
        " not_stated, actual_cost)",
        id="an unknown kind of fee",
    ),
    pytest.param(
        with_("fees", []),
        f"{BIRTH}: fees: empty (say not_stated where no source states one)",
        id="nothing said of fees",
    ),
    pytest.param(
        in_limit(unit="working_day", mark="C"),
        f"{BIRTH} > time_limit: amount: missing key",
        id="a limit without an amount",
    ),
    pytest.param(
        in_limit(unit="working_day", amount=0, mark="C"),
        f"{BIRTH} > time_limit: amount: out of range (0, above 0)",
        id="a limit of 0 days",
    ),
    pytest.param(
        in_limit(unit="not_stated", mark="U"),
        f"{BIRTH} > time_limit: text: missing key",
        id="no limit and no word of why",
    ),
    pytest.param(
        in_limit(unit="fortnight", amount=1, mark="C"),
        f"{BIRTH} > time_limit: unit: not a choice ('fortnight', one of hour, half_day,"
        " working_day, calendar_day, month, same_day, not_stated)",
        id="an unknown unit",
    ),
    pytest.param(
        twice,
        f"{CIVIL}: 1.001193: code: repeated (stands in the catalogue already)",
        id="a procedure twice",
    ),
    pytest.param(
        overlapping,
        f"{CIVIL}: 1.001193: versions: contradiction (1.001193/1 overlaps 1.001193/2)",
        id="versions that overlap",
    ),
    pytest.param(
        with_("from", "2027-03-01"),
        f"{BIRTH}: until: contradiction (before from)",
        id="an end before the start",
    ),
    pytest.param(
        shared_paper_gone,
        f"{BIRTH} > papers 5: use: unknown reference ('uy-quyen')",
        id="a shared paper gone",
    ),
    pytest.param(
        another_meaning,
        f"{BIRTH}: papers: repeated ('to-khai' means two things)",
        id="one id for two papers",
    ),
    pytest.param(
        unknown_case_fee,
        f"{BIRTH} > qua-han: fees: unknown reference ('no-such-fee')",
        id="a case with an unknown fee",
    ),
    pytest.param(
        unknown_case_paper,
        f"{BIRTH} > qua-han: papers: unknown reference ('no-such-paper')",
        id="a case with an unknown paper",
    ),
    pytest.param(
        another_code,
        f"{CIVIL}: 1.1193: code: not a choice ('1.1193', a code is d.dddddd)",
        id="a malformed code",
    ),
    pytest.param(
        carried_from_nowhere,
        f"{CIVIL}: 1.001193 > 1.001193/2: carries_over: unknown reference ('1.001193/0')",
        id="a version carried over from nowhere",
    ),
    pytest.param(
        without_system,
        f"{CIVIL}: route: system: contradiction (stands with the route ministry alone)",
        id="a ministry without its system",
    ),
    pytest.param(
        lambda content: content.update(schema=2),
        f"{CIVIL}: schema: not a choice (this version reads schema 1)",
        id="a newer schema",
    ),
]


@pytest.mark.parametrize(("change", "fault"), PLANTED)
def test_a_planted_fault_is_named(copy, change, fault):
    copy.spoil(CIVIL, change)

    assert fault in copy.faults()


def test_all_faults_of_all_files_are_named_at_once(copy):
    copy.spoil(CIVIL, without("result"))
    copy.spoil(CERTIFYING, with_("until", "soon"))
    copy.spoil("rates.json", lambda content: content["names"].update(x="Lệ phí"))

    assert copy.faults() == [
        f"{CERTIFYING}: 2.000815 > 2.000815/1: until: not a date ('soon')",
        f"{BIRTH}: result: missing key",
        "rates.json: names: x: unknown key (no fee asks for it)",
    ]


def test_the_faults_are_counted_and_the_first_is_told(copy):
    copy.spoil(CIVIL, without("result"))

    with pytest.raises(Exception, match="result: missing key") as broken:
        read_catalogue(copy.folder)

    assert broken.value.code == "catalogue_faulty"
    assert broken.value.details == {"count": "1", "first": f"{BIRTH}: result: missing key"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(
            '{"schema": 1,}',
            "unreadable (Expecting property name enclosed in double quotes: line 1 column 14",
            id="a comma too many",
        ),
        pytest.param(
            '{"schema": 1, "schema": 1}', "unreadable (key 'schema' twice", id="a key twice"
        ),
        pytest.param('{"schema": NaN}', "unreadable (NaN is no number", id="not a number"),
        pytest.param("[]", "wrong type (object", id="a list"),
        pytest.param("", "unreadable (Expecting value", id="an empty file"),
    ],
)
def test_a_file_that_is_no_json_object_is_one_fault(copy, text, fault):
    copy.write(CERTIFYING, text)

    (found,) = copy.faults()
    assert found.startswith(f"{CERTIFYING}: {fault}")


def test_a_file_that_is_not_utf_8_is_one_fault(copy):
    path = copy.folder / CERTIFYING
    path.write_bytes(path.read_bytes().decode().encode("utf-16"))
    copy.seal()

    (found,) = copy.faults()
    assert found.startswith(f"{CERTIFYING}: unreadable ('utf-8' codec")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("4\t\tTỉnh\tMới", "code: out of range ('4', 2 digits wanted)"),
        ("20443\t48\tXã\tMới", "code: repeated ('20443')"),
        ("99999\t47\tXã\tMới", "parent: unknown reference ('47')"),
        ("99999\t20443\tXã\tMới", "parent: unknown reference ('20443')"),
        ("99999\t48\tThị trấn\tMới", "kind: not a choice ('Thị trấn')"),
        ("99\t\tXã\tMới", "kind: contradiction (Xã with parent '')"),
        ("99999\t48\tXã\t", "name: empty"),
        ("99999\t48\tXã\tHo\u0300a", "name: not plain ('Ho\u0300a')"),
        ("99999\t48\tXã", "missing key (3 columns, 4 wanted)"),
    ],
)
def test_a_wrong_unit_is_named_by_row_and_column(copy, row, fault):
    rows = [*copy.units, row]

    copy.write("units.tsv", "\n".join(rows))

    assert copy.faults() == [f"units.tsv: row {len(rows)}: {fault}"]


def test_units_under_another_head_are_not_read(copy):
    copy.write("units.tsv", "name\tcode\n")

    assert copy.faults()[0] == "units.tsv: row 1: missing key (('name', 'code'))"


def test_units_that_are_not_utf_8_are_one_fault(copy):
    path = copy.folder / "units.tsv"
    path.write_bytes(path.read_bytes().decode().encode("utf-16"))
    copy.seal()

    assert copy.faults()[0].startswith("units.tsv: unreadable ('utf-8' codec")


def test_one_flipped_bit_is_found_by_the_seal(copy):
    path = copy.folder / CIVIL
    spoiled = path.read_bytes().replace(b'"vnd": 8000', b'"vnd": 8008', 1)
    path.write_bytes(spoiled)

    assert copy.faults() == [f"{CIVIL}: altered"]


def test_a_file_that_went_missing_is_named(copy):
    (copy.folder / CERTIFYING).unlink()

    assert copy.faults() == [f"{CERTIFYING}: missing file"]


def test_a_file_that_nobody_sealed_is_named(copy):
    shutil.copy(copy.folder / CERTIFYING, copy.folder / "procedures/extra.json")

    assert "procedures/extra.json: altered" in copy.faults()


def test_without_national_days_there_is_no_calendar(copy):
    copy.spoil("calendar/national.json", lambda content: content.update(scope="48"))

    assert "calendar/: scope: missing file" in copy.faults()


def test_a_day_decided_twice_is_named(copy):
    copy.spoil("calendar/national.json", lambda content: content["days"].append(content["days"][0]))

    assert copy.faults() == ["calendar/national.json: days: repeated (2026-01-02)"]


def test_days_announced_until_before_they_begin_are_named(copy):
    copy.spoil(
        "calendar/national.json", lambda content: content.update(announced_until="2024-12-31")
    )

    assert copy.faults() == [
        "calendar/national.json: announced_until: contradiction (before announced_from)"
    ]


def test_a_day_left_empty_is_named(copy):
    copy.spoil("calendar/national.json", lambda content: content.update(announced_until=None))

    assert "calendar/national.json: announced_until: empty" in copy.faults()


def test_a_manifest_of_another_day_is_named(copy):
    path = copy.folder / "manifest.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"as_of": "2026-11-22"}))

    assert copy.faults() == [
        "manifest.json: as_of: contradiction (2026-11-22, not the day of 2026112399)"
    ]


def test_a_folder_without_a_manifest_is_no_catalogue(tmp_path):
    with pytest.raises(CatalogueMissing) as broken:
        read_catalogue(tmp_path)

    assert broken.value.details == {"folder": str(tmp_path)}
