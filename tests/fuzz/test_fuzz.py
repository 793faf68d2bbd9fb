"""Whatever bytes come, a parser reads them or refuses them by its own errors."""

import logging

import pytest

from tests.fuzz.readers import readers
from tests.fuzz.run import fuzz
from tests.fuzz.sealed import sealed_readers
from tests.sync.carrying import carrying

SECONDS = 8
LEAST_INPUTS = 500


@pytest.mark.slow
def test_no_parser_knows_another_way_out(prepared, hub, desk, colleague):
    logging.disable(logging.ERROR)

    sealed = sealed_readers(hub, carrying(prepared, hub, 2))
    told = fuzz([*readers(hub, desk, colleague), *sealed], seed=1, seconds=SECONDS)
    logging.disable(logging.NOTSET)

    assert told.found == []
    assert told.inputs > LEAST_INPUTS
    assert told.refused
