"""Fees that two people of the province published: the next receipt asks for them."""

from dataclasses import replace

from desk_app.importing import CatalogueShelf
from desk_app.opening import catalogue_at
from desk_app.published import install_published
from tests.support.counter import other_procedure, received

MARITAL_STATUS = "1.004873"
TABLE = (
    "rate\tprovince\tchannel\tvnd\tfrom\tuntil\tsource\n"
    "civil-status/marital-status\t48\t\t12.000\t01/01/2026\t\tNQ 12/2026/NQ-HĐND\n"
    "civil-status/marital-status\t48\tonline\t6.000\t01/01/2026\t\tNQ 12/2026/NQ-HĐND\n"
)


def test_the_next_receipt_asks_for_the_fee_the_province_published(desk, monkeypatch):
    before = received(desk, other_procedure(desk, MARITAL_STATUS))
    reading = CatalogueShelf().read("rates", "phí.tsv", TABLE.encode())
    digest = desk.files.keep(reading.content, purpose="published", entity=0, at=desk.clock.now())
    monkeypatch.setattr(type(desk.journal), "published", lambda _: {reading.file: digest})

    installed = install_published(desk)
    opened_again = replace(desk, catalogue=catalogue_at(desk.folder))
    after = received(opened_again, other_procedure(opened_again, MARITAL_STATUS))

    assert installed == ["rates.json"]
    assert (before.fee_vnd, after.fee_vnd) == (None, 12_000)
