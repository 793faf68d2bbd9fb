"""What is said of a judged file: never more than is known, and since when it is not."""

from datetime import UTC, datetime

import pytest

from desk_app.queries.signatures import said_of_file
from desk_app.signing.verdict import Problem, Signature, State, Verification
from locales.catalogue import load

AT = datetime(2026, 11, 23, 3, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def judged(state, problem=None, **signature):
    one = Signature(
        field="ChuKy1", state=state, problem=problem, signer_name="Trần Thị Bưởi", **signature
    )
    return Verification(state=state, problem=problem, at=LATER, signatures=(one,))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(
            judged(State.VALID, claimed_at=AT, proved_at=LATER, checked_at=LATER),
            "không bị thu hồi tính đến 09:00 26/11/2026",
            id="checked on a day",
        ),
        pytest.param(
            judged(State.VALID_REVOCATION_UNKNOWN, claimed_at=AT),
            "từ 10:05 23/11/2026 đến nay chưa kiểm tra được",
            id="not known since",
        ),
        pytest.param(
            judged(State.VALID_REVOCATION_UNKNOWN),
            "chưa biết chứng thư có bị thu hồi không",
            id="no time at all",
        ),
        pytest.param(
            judged(State.MODIFIED, Problem.CHANGED_AFTER_SIGNING),
            "Tệp bị sửa sau khi ký",
            id="edited",
        ),
        pytest.param(judged(State.UNTRUSTED, Problem.REVOKED), "thu hồi", id="revoked"),
    ],
)
def test_a_verdict_says_what_is_known(found, said):
    assert said in said_of_file(found, load("vi")).verdict


def test_each_signature_is_told_with_who_and_when():
    found = judged(State.VALID, claimed_at=AT, proved_at=LATER, checked_at=LATER)

    ((who, worth),) = said_of_file(found, load("vi")).signatures

    assert who == "Trần Thị Bưởi"
    assert "ký lúc 10:05 23/11/2026" in worth
    assert "09:00 26/11/2026" in worth


def test_an_unsigned_file_is_told_plainly():
    found = Verification(state=State.UNSIGNED, problem=None, at=AT)

    said = said_of_file(found, load("en"))

    assert said.signatures == ()
    assert "no signature" in said.now
