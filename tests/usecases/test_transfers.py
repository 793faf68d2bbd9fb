"""A transfer at the counter: shown, seen on the phone, confirmed by the bank, each apart."""

import pytest

from desk_app.domain.choices import TransferProof
from desk_app.domain.paying import AmountNotPositive
from desk_app.store.books import payments_of
from desk_app.usecases.record_payment import record_payment
from desk_app.usecases.witness_transfer import witness_transfer
from tests.support.counter import received


@pytest.mark.parametrize("proof", list(TransferProof))
def test_a_transfer_that_no_bank_confirmed_is_no_money(desk, proof):
    entity = received(desk).entity

    dossier = witness_transfer(desk, entity, amount_vnd=15_000, proof=proof, reference="FT1")

    assert (dossier.paid_vnd, dossier.awaited_vnd, dossier.awaited_proof) == (0, 15_000, proof)
    assert payments_of(desk.store.database, desk.machine, entity) == []


def test_the_banks_word_makes_it_a_payment(desk):
    entity = received(desk).entity
    witness_transfer(desk, entity, amount_vnd=15_000, proof=TransferProof.SHOWN)
    witness_transfer(desk, entity, amount_vnd=15_000, proof=TransferProof.SEEN)

    dossier = record_payment(desk, entity, amount_vnd=15_000, method="transfer", reference="FT1")

    assert (dossier.paid_vnd, dossier.awaited_vnd, dossier.awaited_proof) == (15_000, 0, "")


def test_cash_leaves_a_transfer_under_way_as_it_is(desk):
    entity = received(desk).entity
    witness_transfer(desk, entity, amount_vnd=10_000, proof=TransferProof.SEEN)

    dossier = record_payment(desk, entity, amount_vnd=5_000)

    assert (dossier.paid_vnd, dossier.awaited_vnd) == (5_000, 10_000)


def test_a_transfer_of_nothing_is_none(desk):
    with pytest.raises(AmountNotPositive):
        witness_transfer(desk, received(desk).entity, amount_vnd=0, proof=TransferProof.SHOWN)
