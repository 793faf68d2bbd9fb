"""Proofs for the years to come, from an authority on loopback; judged later without a network."""

from datetime import timedelta

import pytest

from desk_app.signing.errors import ProofsUnreachable, SignerRevoked, TimestampUnreachable
from desk_app.signing.prove import prove_pdf
from desk_app.signing.sign import sign_pdf
from desk_app.signing.verdict import Change, Problem, State
from desk_app.signing.verify import verify_pdf
from tests.signing import attacks
from tests.signing.people import AT
from tests.signing.test_outside_judges import run
from tests.support.needs import needs
from tests.support.pki import YEAR
from tests.support.trust import trust_on_loopback

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with trust_on_loopback(tmp_path_factory.mktemp("trust"), at=AT) as trust:
        yield trust


@pytest.fixture
def trust(served):
    served.at, served.is_silent = AT, False
    return served


@pytest.fixture(scope="module")
def signed(served, page):
    """By the leader, then by the office."""
    once = sign_pdf(page, served.signer("leader"), at=AT, stamp=None)
    return sign_pdf(once, served.signer("office"), at=AT, stamp=None)


def proved(trust, pdf, *, at):
    trust.at = at
    return prove_pdf(pdf, at=at, roots=[trust.root], tsa_url=trust.tsa_url)


@pytest.fixture(scope="module")
def lasting(served, signed):
    return proved(served, signed, at=AT + 3 * DAY)


def test_two_signatures_are_proved_and_stay_whole(trust, signed, lasting):
    verdict = verify_pdf(lasting, at=AT + 3 * DAY, roots=[trust.root])

    assert lasting.startswith(signed)
    assert verdict.state is State.VALID
    leader, office, stamp = verdict.signatures
    assert (leader.state, office.state, stamp.state) == (State.VALID,) * 3
    assert leader.proved_at == leader.checked_at == AT + 3 * DAY
    assert stamp.is_timestamp
    assert Change.OTHER not in [one.change for one in verdict.signatures]


def test_years_after_the_certificates_ended_it_is_valid_for_its_moment(trust, signed, lasting):
    later = AT + 5 * YEAR
    trust.asked.clear()

    verdict = verify_pdf(lasting, at=later, roots=[trust.root])

    assert verdict.state is State.VALID
    assert trust.asked == [], "nobody was asked"
    assert verify_pdf(signed, at=later, roots=[trust.root]).problem is Problem.EXPIRED


def test_a_timestamp_is_renewed_before_it_ends(trust, lasting):
    renewed = proved(trust, lasting, at=AT + 4 * YEAR)

    verdict = verify_pdf(renewed, at=AT + 5 * YEAR, roots=[trust.root])

    assert renewed.startswith(lasting)
    assert verdict.state is State.VALID
    assert [one.is_timestamp for one in verdict.signatures] == [False, False, True, True]
    assert verdict.signatures[0].proved_at == AT + 3 * DAY
    assert verdict.signatures[2].proved_at == AT + 4 * YEAR


def test_when_the_last_timestamp_has_ended_nothing_is_called_valid(trust, lasting):
    verdict = verify_pdf(lasting, at=AT + 12 * YEAR, roots=[trust.root])

    assert (verdict.state, verdict.problem) == (State.UNTRUSTED, Problem.EXPIRED)


def test_words_added_after_the_timestamp_are_found(trust, lasting):
    verdict = verify_pdf(attacks.with_words_added(lasting), at=AT + 3 * DAY, roots=[trust.root])

    assert verdict.state is State.MODIFIED


def test_a_silent_authority_leaves_the_file_for_later(trust, signed):
    trust.is_silent = True

    with pytest.raises((TimestampUnreachable, ProofsUnreachable)):
        prove_pdf(signed, at=AT, roots=[trust.root], tsa_url=trust.tsa_url)


def test_a_service_that_is_not_there_is_told(trust, signed):
    with pytest.raises(TimestampUnreachable):
        prove_pdf(signed, at=AT, roots=[trust.root], tsa_url="http://127.0.0.1:9/tsa")


def test_a_signer_who_was_revoked_is_told_once_there_is_a_network(page, tmp_path):
    with trust_on_loopback(tmp_path, at=AT) as trust:
        signed = sign_pdf(page, trust.signer("leader"), at=AT, stamp=None)
        trust.revoke_leader()

        offline = verify_pdf(signed, at=AT, roots=[trust.root])
        with pytest.raises(SignerRevoked):
            prove_pdf(signed, at=AT, roots=[trust.root], tsa_url=trust.tsa_url)

    assert offline.state is State.VALID_REVOCATION_UNKNOWN, "nobody can know offline"


@needs("pdfsig")
def test_poppler_finds_both_signatures_whole_under_the_timestamp(lasting, tmp_path):
    (tmp_path / "proved.pdf").write_bytes(lasting)

    said = run("pdfsig", str(tmp_path / "proved.pdf")).stdout

    assert said.count("Signature is Valid") >= 2


@needs("mutool")
def test_mupdf_finds_both_signatures_whole_under_the_timestamp(lasting, tmp_path):
    (tmp_path / "proved.pdf").write_bytes(lasting)

    said = run("mutool", "sign", "-v", str(tmp_path / "proved.pdf")).stdout

    assert "invalid" not in said.lower()
    assert said.count("Verifying signature") >= 2
