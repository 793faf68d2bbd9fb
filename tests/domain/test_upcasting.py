"""Kinds that are no longer written are read for ever, as the kinds in their place."""

import pytest

from desk_app.domain import codec, events

OLDEST, OLDER = 9_001, 9_002  # kinds of versions that never were


@pytest.fixture
def retired():
    """A cancellation once said a number, then a number and a word; today it says the reason."""
    reasons = {1: "Tiếp nhận nhầm", 2: "Trùng hồ sơ"}
    codec.UPCASTERS[OLDEST] = (OLDER, lambda body: [body[0], ""])
    codec.UPCASTERS[OLDER] = (20, lambda body: [body[1] or reasons[body[0]]])
    yield
    del codec.UPCASTERS[OLDEST], codec.UPCASTERS[OLDER]


@pytest.mark.usefixtures("retired")
@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        (OLDEST, [1], "Tiếp nhận nhầm"),
        (OLDER, [2, ""], "Trùng hồ sơ"),
        (OLDER, (2, "Công dân đổi ý"), "Công dân đổi ý"),
        (20, ["Hôm nay"], "Hôm nay"),
    ],
)
def test_an_older_kind_is_read_as_the_one_in_its_place(kind, body, reason):
    assert codec.decode(kind, body) == events.Cancelled(reason=reason)


@pytest.mark.usefixtures("retired")
@pytest.mark.parametrize("body", [[], [3], ["x"]])
def test_a_body_that_never_was_of_its_kind_is_kept_aside(body):
    with pytest.raises(codec.MalformedEvent):
        codec.decode(OLDEST, body)


def test_every_chain_ends_at_a_kind_that_is_known():
    for kind in codec.UPCASTERS:
        newer = kind
        for _ in range(len(codec.UPCASTERS)):
            newer = codec.UPCASTERS.get(newer, (newer, None))[0]
        assert newer in codec.KINDS
