import types
import typing
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import codec, events
from tests.support.samples import a_reception

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
DAYS = st.dates(date(1880, 1, 1), date(2100, 1, 1))
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


def any_of(hint, name):
    """A strategy for whatever a field of an event may hold."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return st.none() | any_of(inner, name)
    if typing.get_origin(hint) is tuple:
        return st.lists(any_of(typing.get_args(hint)[0], name), max_size=3).map(tuple)
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(
            hint, **{field.name: any_of(hints[field.name], field.name) for field in fields(hint)}
        )
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    if name.endswith("sha256"):
        return DIGESTS
    return {
        datetime: MOMENTS,
        date: DAYS,
        str: st.text(max_size=20),
        int: st.integers(-(2**31), 2**31),
        bool: st.booleans(),
    }[hint]


def only_plain(value) -> bool:
    if isinstance(value, list):
        return all(only_plain(part) for part in value)
    return type(value) in (int, str, bytes, bool)


@pytest.mark.parametrize("kind", codec.KINDS)
@given(chosen=st.data())
def test_every_event_reads_back_as_it_was_written(kind, chosen):
    event = chosen.draw(any_of(codec.KINDS[kind], ""))

    written, body = codec.encode(event)

    assert written == kind
    assert only_plain(body)
    assert codec.decode(kind, body) == event


def test_the_kinds_and_their_fields_never_move():
    seen = {
        kind: (shape.__name__, [field.name for field in fields(shape)][:3])
        for kind, shape in codec.KINDS.items()
    }

    assert seen[2] == ("DossierReceived", ["application", "code", "temporary"])
    assert seen[18] == ("ResultReturned", ["method", "receiver", "paper"])
    assert list(codec.KINDS) == [
        *range(1, 29),
        *(36, 37, 44, 45, 46, 54, 55, 64, 65),
        *(101, 102, 103, 110, 111, 120, 121, 140, 141, 142, 150, 151, 152, 153, 160, 161, 162),
    ]


def test_an_official_needs_no_byte_for_a_mandate_nobody_gave():
    by_post = events.ResultPosted(parcel="EB1", mandate="12/QĐ-UBND")

    assert codec.encode(events.ResultPosted(parcel="EB1"))[1] == ["EB1"]
    assert codec.encode(by_post)[1] == ["EB1", "12/QĐ-UBND"]
    assert codec.decode(*codec.encode(by_post)) == by_post


def test_an_unknown_kind_is_nothing_yet():
    assert codec.decode(9999, []) is None


def test_a_body_from_an_older_version_has_the_defaults_at_its_end():
    kind, body = codec.encode(events.Refused(ground="", reason="Sai"))
    short = codec.decode(14, [])

    assert short == events.Approved()
    assert codec.decode(kind, [*body, "a field of tomorrow"]) == events.Refused(
        ground="", reason="Sai"
    )


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(6, ["only the ground"], id="too short"),
        pytest.param(6, [1, "reason"], id="number for text"),
        pytest.param(6, "reason", id="not a list"),
        pytest.param(8, [1, ""], id="number for truth"),
        pytest.param(12, ["no such ground", "x"], id="unknown word"),
        pytest.param(15, [b"short", "a", 1], id="digest too short"),
        pytest.param(11, [2**70, "x", "y"], id="moment out of range"),
        pytest.param(3, [5, [1]], id="something in the array that means nothing"),
        pytest.param(3, [5, "1"], id="text for a moment that may be missing"),
        pytest.param(5, [[7], 5, [], []], id="number among papers"),
        pytest.param(5, [[["name", "one"]], 5, [], []], id="text for a count of a paper"),
        pytest.param(4, [["one", 2], "reason"], id="number among texts"),
    ],
)
def test_a_body_that_does_not_fit_its_kind_is_named(kind, body):
    with pytest.raises(codec.MalformedEvent) as raised:
        codec.decode(kind, body)

    assert raised.value.details == {"kind": str(kind)}


def test_a_reception_holds_no_map_and_no_float():
    _kind, body = codec.encode(a_reception())

    assert only_plain(body)
