"""Codes and register numbers: unique without a network for any length of time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.dossier_code import Lane, parse_code
from desk_app.domain.events import Cancelled, CodeAssigned
from desk_app.store.database import create_database
from desk_app.store.errors import CodeTaken, RecordRefused
from desk_app.store.migrations import migrate
from desk_app.store.numbering import (
    WhyTemporary,
    claim_code,
    grant_lane,
    granted_code,
    lanes_of,
    last_code_day,
)
from desk_app.store.opening import enrol
from tests.store.making import (
    AT,
    ORGANISATION,
    Hub,
    do,
    enrolment,
    lanes,
    new_store,
    receive,
    received,
)

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    """Two machines of one commune, each with its own database and lane."""
    folder = tmp_path_factory.mktemp("machines")
    made = []
    for number, (first, last) in enumerate([(1, 5), (6, 9)]):
        database = create_database(folder / f"{number}.db", bytes(48))
        migrate(database)
        lane = Lane(organisation=ORGANISATION, first=first, last=last)
        with database.writing():
            grant_lane(database, lane, epoch=1, at=AT)
        made.append(database)
    yield made
    for database in made:
        database.close()


def take(database, day, *, machine, entity):
    with database.writing():
        grant = granted_code(database, writer=(machine, 1), organisation=ORGANISATION, day=day)
        claim_code(database, grant.code, temporary=grant.temporary, entity=entity)
    return grant


@given(
    turns=st.lists(st.tuples(st.integers(0, 1), st.integers(-400, 400)), min_size=1, max_size=40)
)
def test_two_machines_never_give_the_same_code_whatever_their_clocks(machines, turns):
    given_out = []

    for entity, (machine, shift) in enumerate(turns):
        day = DAY + timedelta(days=shift)
        given_out.append(take(machines[machine], day, machine=machine + 1, entity=entity).code)

    assert len(set(given_out)) == len(given_out)


def test_numbers_run_from_the_start_of_the_lane_each_day(store):
    codes = [store.journal.dossier(receive(store).entity).code for _ in range(3)]
    next_day = store.journal.dossier(receive(store, at=AT + timedelta(days=1)).entity).code

    assert codes == [f"{ORGANISATION}-261123-000{n}" for n in (1, 2, 3)]
    assert next_day == f"{ORGANISATION}-261124-0001"


def test_the_day_of_a_code_is_the_day_in_viet_nam(store):
    late = AT.replace(hour=18)

    entry = receive(store, at=late)

    assert parse_code(store.journal.dossier(entry.entity).code).day == date(2026, 11, 24)


def test_a_used_up_lane_gives_temporary_numbers_that_say_so(tmp_path):
    store = new_store(tmp_path, lane=(7, 8))
    entries = [receive(store) for _ in range(4)]

    dossiers = [store.journal.dossier(entry.entity) for entry in entries]

    assert [dossier.is_temporary for dossier in dossiers] == [False, False, True, True]
    assert [dossier.code for dossier in dossiers[2:]] == ["T-5.1-261123-0001", "T-5.1-261123-0002"]
    with store.journal.writing() as tx:
        assert tx.next_code(ORGANISATION, DAY).why is WhyTemporary.LANE_EXHAUSTED
    store.close()


def test_without_a_lane_every_number_is_temporary(tmp_path):
    store = new_store(tmp_path, lane=None)

    with store.journal.writing() as tx:
        grant = tx.next_code(ORGANISATION, DAY)

    assert (grant.temporary, grant.why) == (True, WhyTemporary.NO_LANE)
    store.close()


def test_the_next_lane_goes_on_where_the_first_ends(tmp_path):
    store = new_store(tmp_path, lane=(7, 7))
    with store.database.writing():
        grant_lane(
            store.database, Lane(organisation=ORGANISATION, first=20, last=30), epoch=1, at=AT
        )

    codes = [store.journal.dossier(receive(store).entity).code[-4:] for _ in range(3)]

    assert codes == ["0007", "0020", "0021"]
    store.close()


def test_numbers_given_in_an_earlier_epoch_do_not_use_up_a_lower_lane(tmp_path):
    store = new_store(tmp_path, lane=(2000, 2999))
    receive(store)

    store = enrol(store, enrolment(epoch=2), lanes((1, 9)), at=AT)

    assert store.journal.dossier(receive(store).entity).code.endswith("-0001")
    store.close()


def test_a_lane_of_another_epoch_is_not_used(tmp_path):
    store = new_store(tmp_path, lane=None)
    with store.database.writing():
        grant_lane(store.database, Lane(organisation=ORGANISATION, first=1, last=9), epoch=2, at=AT)

    assert lanes_of(store.database, organisation=ORGANISATION, epoch=1) == []
    with store.journal.writing() as tx:
        assert tx.next_code(ORGANISATION, DAY).why is WhyTemporary.NO_LANE
    store.close()


def test_a_clock_set_back_gets_temporary_numbers_until_it_is_right_again(store):
    receive(store)
    back = AT - timedelta(days=365)

    earlier = store.journal.dossier(receive(store, at=back).entity)
    later = store.journal.dossier(receive(store, at=AT).entity)

    assert earlier.code == "T-5.1-251123-0001"
    assert later.code == f"{ORGANISATION}-261123-0002"
    with store.journal.writing() as tx:
        assert tx.next_code(ORGANISATION, DAY - timedelta(days=1)).why is WhyTemporary.CLOCK_BEHIND


def test_the_hubs_time_ends_the_hold_of_a_day_that_was_wrong(store):
    receive(store, at=AT + timedelta(days=400))  # the battery of the clock was empty
    hub = Hub()

    hub.settle(store, hub_time=int(AT.timestamp()))

    assert last_code_day(store.database) == "2026-11-23"
    assert store.journal.dossier(receive(store).entity).code == f"{ORGANISATION}-261123-0001"


def test_a_cancelled_number_is_not_given_again(store):
    entry = receive(store)
    do(store, Cancelled(reason="nhập nhầm"), entry.entity)

    assert store.journal.dossier(receive(store).entity).code.endswith("-0002")
    assert store.journal.find(f"{ORGANISATION}-261123-0001") == entry.entity


def test_a_transaction_that_fails_uses_no_number(store):
    with pytest.raises(RecordRefused), store.journal.writing() as tx:
        _append_and_fail(tx, code=f"{ORGANISATION}-261123-0001", number=1)

    assert store.journal.dossier(receive(store).entity).code.endswith("-0001")
    assert store.journal.verify_chain() == 2


def test_a_code_given_twice_is_refused_whole(store):
    entry = receive(store)
    code = store.journal.dossier(entry.entity).code

    with pytest.raises(CodeTaken) as taken, store.journal.writing() as tx:
        _append(tx, code=code, number=2)

    assert taken.value.details == {"code": code}
    assert store.journal.waiting().changes == 2


def test_another_systems_code_is_kept_and_not_counted(store):
    with store.journal.writing() as tx:
        entry = _append(tx, code="G15.99-261123-1500001", number=1)

    assert store.journal.find("G15.99-261123-1500001") == entry.entity
    assert last_code_day(store.database) == ""


def test_an_official_code_takes_the_place_of_a_temporary_number(tmp_path):
    store = new_store(tmp_path, lane=None)
    entry = receive(store)
    temporary = store.journal.dossier(entry.entity).code
    with store.database.writing():
        grant_lane(store.database, Lane(organisation=ORGANISATION, first=1, last=9), epoch=1, at=AT)

    with store.journal.writing() as tx:
        grant = tx.next_code(ORGANISATION, DAY)
        tx.append(CodeAssigned(code=grant.code, was=temporary), entity=entry.entity, actor=1, at=AT)

    assert store.journal.dossier(grant.code).is_temporary is False
    assert store.journal.find(temporary) == store.journal.find(grant.code) == entry.entity
    store.close()


def test_the_register_runs_unbroken_and_anew_each_year(store):
    for _ in range(3):
        receive(store)
    receive(store, at=AT + timedelta(days=60))

    lines = store.database.rows("SELECT year, number FROM registers ORDER BY year, number")

    assert lines == [(2026, 1), (2026, 2), (2026, 3), (2027, 1)]


def test_a_register_number_is_given_once(store):
    receive(store)

    with pytest.raises(RecordRefused), store.journal.writing() as tx:
        _append(tx, code=tx.next_code(ORGANISATION, DAY).code, number=1)


def _append_and_fail(tx, *, code, number):
    entry = _append(tx, code=code, number=number)
    tx.remember_ref("a", entry.entity)
    tx.remember_ref("a", entry.entity)


def _append(tx, *, code, number):
    return tx.append(received(code=code, number=number), entity=None, actor=1, at=AT)
