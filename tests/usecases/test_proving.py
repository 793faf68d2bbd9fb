"""The queue of signed results that wait for a timestamp, and what a link does to it."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from desk_app.opening import ROOTS, desk_over
from desk_app.queries.proofs import LATE, waiting
from desk_app.signing.errors import NoTimestampService, TimestampServiceWrong
from desk_app.signing.services import timestamp_service
from desk_app.signing.verdict import State
from desk_app.signing.verify import verify_pdf
from desk_app.store.proofs import await_proof
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.choose_timestamp_service import choose_timestamp_service
from desk_app.usecases.prove_results import prove_results
from desk_app.usecases.sign_result import sign_result
from tests.support.counter import approved, residence, result_pdf
from tests.support.trust import trust_on_loopback


@pytest.fixture
def trust(desk, tmp_path):
    with trust_on_loopback(tmp_path, at=desk.clock.now()) as trust:
        yield trust


@pytest.fixture
def trusting(desk, trust):
    """The same desk, trusting that authority and asking it for timestamps."""
    desk.store.settings.put(ROOTS, [_pem(trust.root)])
    choose_timestamp_service(desk, f" {trust.tsa_url} ")
    return desk_over(desk.folder, desk.store, clock=desk.clock)


def signed(desk, trust, words="Ket qua"):
    entity = approved(desk, residence()).entity
    attach_result(desk, entity, pdf=result_pdf(words), name="kq.pdf")
    return sign_result(desk, entity, signer=trust.signer("leader"))


def test_a_signed_result_waits_and_is_proved_on_a_link(trusting, trust):
    dossier = signed(trusting, trust)
    (waits,) = waiting(trusting)
    trusting.clock.pass_by(days=2)
    trust.at = trusting.clock.now()

    done = prove_results(trusting)

    assert (waits.code, waits.is_alarming) == (dossier.code, False)
    assert done.proved == 1
    assert waiting(trusting) == []
    assert prove_results(trusting).outcomes == (), "once is enough"
    kept = [one.sha256 for one in trusting.files.of(dossier.entity) if one.purpose == "result"]
    verdicts = [
        verify_pdf(trusting.files.read(one), at=trusting.clock.now(), roots=trusting.roots).state
        for one in kept
    ]
    assert State.VALID in verdicts
    assert dossier.result.signed_sha256 in kept, "the signed file stays as it was"


def test_an_old_one_and_an_ending_certificate_raise_the_alarm(trusting, trust):
    signed(trusting, trust)

    trusting.clock.pass_by(days=LATE.days, hours=1)

    assert waiting(trusting)[0].is_alarming


def test_a_silent_service_keeps_everything_in_the_queue(trusting, trust):
    signed(trusting, trust)
    signed(trusting, trust, "Ban hai")
    choose_timestamp_service(trusting, "http://127.0.0.1:9/tsa")

    done = prove_results(trusting)

    assert [code for _, code in done.outcomes] == ["timestamp_unreachable"], "asked once"
    assert [one.failures for one in waiting(trusting)] == [1, 0]


def test_a_timestamp_is_renewed_years_later(trusting, trust):
    signed(trusting, trust)
    prove_results(trusting)
    trusting.clock.pass_by(days=4 * 365)
    trust.at = trusting.clock.now()

    renewed = prove_results(trusting)

    assert renewed.proved == 1
    assert prove_results(trusting).outcomes == ()


def test_a_file_whose_signature_was_never_recorded_does_not_wait(trusting):
    now = trusting.clock.now()
    entity = approved(trusting, residence()).entity

    await_proof(
        trusting.store.database,
        "a" * 64,
        entity=entity,
        signed_at=now,
        certificate_until=now + timedelta(days=300),
    )

    assert waiting(trusting) == []


def test_without_an_address_nobody_is_asked(desk, trust):
    signed(desk, trust)

    with pytest.raises(NoTimestampService):
        prove_results(desk)


def test_a_province_tells_its_service_with_the_days_it_holds(desk, tmp_path):
    (tmp_path / "timestamp_services.json").write_text(
        '{"services": [{"address": "http://tsa.example", "since": "2026-01-01",'
        ' "until": "2026-12-31", "confirmed": true}]}',
        "utf-8",
    )
    now = desk.clock.now()

    assert timestamp_service("", now, folder=tmp_path) == "http://tsa.example"
    assert timestamp_service("", now + timedelta(days=365), folder=tmp_path) == ""
    with pytest.raises(TimestampServiceWrong):
        choose_timestamp_service(desk, "tsa.example")


def _pem(der: bytes) -> str:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode()
