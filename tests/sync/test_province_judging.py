"""What an older hub could not judge is judged after its update, once, and every desk learns it."""

import pytest

from sync.client.exchange import exchange_once
from sync.hub.hub import open_hub
from sync.hub.judging_again import judge_opaque
from sync.hub.overview import held
from tests.sync.conftest import BOTH, ORG, small_province
from tests.sync.rules import CREATED, PAID, STEPPED, SmallRules
from tests.sync.wires import DirectLink

CODE = f"{ORG}-261123-0001"


@pytest.fixture
def old_hub(prepared, clock):
    """A hub whose rules know neither the beginning of a dossier nor its steps."""
    rules = SmallRules()
    rules.known -= {CREATED, STEPPED}
    opened = open_hub(
        prepared.folder, small_province(clock, rules), database_url=prepared.database_url
    )
    yield opened
    opened.database.close()


@BOTH
def test_an_update_brings_opaque_changes_into_force_in_their_order(old_hub, hub, desk, colleague):
    ent = desk.write(CREATED, (CODE,))
    desk.write(STEPPED, (1,), ent=ent)
    desk.write(STEPPED, (7,), ent=ent)
    exchange_once(desk, DirectLink(old_hub))
    before = {verdict for verdict, _ in desk.verdicts().values()}

    done = judge_opaque(hub)
    exchange_once(desk, DirectLink(hub))
    exchange_once(colleague, DirectLink(hub))

    assert before == {"opaque"}
    assert (done.judged, done.in_force, done.left) == (3, 2, 0)
    newest = desk.verdicts()
    assert newest == {1: ("ok", ""), 2: ("ok", ""), 3: ("held", "out_of_order")}
    assert desk.cursors()[ORG] == colleague.cursors()[ORG]
    assert [view.reason for view in held(hub)] == ["out_of_order"]


@BOTH
def test_judging_again_a_second_time_changes_nothing(old_hub, hub, desk):
    desk.write(CREATED, (CODE,))
    exchange_once(desk, DirectLink(old_hub))
    judge_opaque(hub)

    again = judge_opaque(hub)

    assert (again.judged, again.left) == (0, 0)


def test_what_is_still_unknown_stays_as_it_was(hub, desk, link):
    desk.write(7_777)
    exchange_once(desk, link)
    before = desk.cursors()[ORG]

    done = judge_opaque(hub)
    exchange_once(desk, link)

    assert (done.judged, done.left) == (0, 1)
    assert desk.cursors()[ORG] == before


def test_a_desk_goes_on_where_a_judged_dossier_stands(old_hub, hub, desk):
    ent = desk.write(CREATED, (CODE,))
    exchange_once(desk, DirectLink(old_hub))
    judge_opaque(hub)
    exchange_once(desk, DirectLink(hub))
    desk.write(STEPPED, (1,), ent=ent)
    desk.write(PAID, (5,), ent=ent)

    exchange_once(desk, DirectLink(hub))

    assert [word for word, _ in desk.verdicts().values()] == ["ok", "ok", "ok"]
