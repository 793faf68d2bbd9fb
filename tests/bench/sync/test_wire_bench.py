"""The rows of the wire run; their times are judged by `make bench` alone, on a machine at rest."""

from dataclasses import replace

import pytest

from sync.hub.access import invite_desk
from sync.hub.hub import make_hub
from tests.bench.sync import corpus, wire
from tests.bench.sync.figures import table
from tests.bench.sync.province import Province
from tests.support.link import Shape
from tests.sync.conftest import small_province
from tests.sync.servers import serving


@pytest.fixture
def at(tmp_path):
    hub = make_hub(tmp_path, replace(small_province(), names_of=lambda _org: ("Xã", "Tỉnh")))
    with serving(hub) as url:
        yield Province(url=url, invite=lambda org: invite_desk(hub, org).code)
    hub.database.close()


def test_a_change_takes_no_more_bytes_than_promised():
    rows = wire.bytes_a_change()

    assert [row.holds for row in rows] == [True, True], table(rows)


def test_a_day_and_nothing_to_do_are_measured(at):
    rows = wire.a_day(at, with_tls=False, changes=16)

    assert [row.name.split()[0] for row in rows] == ["16", "nothing"]
    assert rows[1].holds, table(rows)


def test_scans_are_measured(at):
    row = wire.scans(at, size=80_000, shape=Shape(rtt_s=0.01))

    assert "drops" in row.ours


def test_a_month_in_the_dark_is_measured(at):
    row = wire.thirty_days(at, dossiers=30)

    assert row.holds, table([row])


def test_the_same_seed_tells_the_same_days():
    first, second = corpus.days(1, seed=5, dossiers=4), corpus.days(1, seed=5, dossiers=4)

    assert first == second
    assert len(first.steps) == 4 * corpus.STEPS
    assert 5 < first.bound < 10
