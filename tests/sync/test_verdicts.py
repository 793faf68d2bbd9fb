"""Verdicts: each change gets its own, and none waits for another's."""

import pytest

from sync.client.exchange import exchange_once
from sync.errors import HubFailed
from sync.hub.hub import open_hub
from sync.hub.overview import desks, held, sums
from sync.protocol.versions import FILE_PUBLISHED
from tests.sync import looks
from tests.sync.bodies import asked, frame_of
from tests.sync.conftest import BOTH, ORG, small_province
from tests.sync.overheard import overheard
from tests.sync.rules import CREATED, PAID, POISON, REVIEWED, SLY, STEPPED, USER
from tests.sync.wires import DirectLink

ELSEWHERE = "H17.20443-261123-0001"
FIRST, SECOND = "H48.20443-261123-0001", "H48.20443-261123-0002"
OK = ("ok", "")
pytestmark = BOTH


def send(desk, link):
    """One round; the verdicts the desk has after it."""
    exchange_once(desk, link)
    return desk.verdicts()


def test_what_the_rules_take_is_in_force_and_found(hub, desk, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(STEPPED, (1,), ent=ent)

    assert send(desk, link) == {1: OK, 2: OK}
    assert looks.dossiers(hub) == {FIRST: "step 1"}


def test_a_poisoned_change_is_held_and_others_flow(hub, desk, link):
    first, second = desk.write(CREATED, (FIRST,)), desk.write(CREATED, (SECOND,))
    desk.write(STEPPED, (1,), ent=first)
    desk.write(POISON, (), ent=first)
    desk.write(STEPPED, (1,), ent=second)

    verdicts = send(desk, link)

    assert verdicts == {1: OK, 2: OK, 3: OK, 4: ("held", "internal"), 5: OK}
    assert looks.dossiers(hub) == {FIRST: "step 1", SECOND: "step 1"}


def test_the_fault_of_a_poisoned_change_is_kept_as_a_hash(hub, desk, link, caplog):
    desk.write(POISON, ("Nguyễn Văn An",))
    send(desk, link)

    with hub.database.reading() as connection:
        fault = connection.exec_driver_sql("SELECT fault FROM changes").scalar()

    assert len(fault) == 16
    assert fault in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_what_its_author_built_on_a_held_change_is_held_with_it(hub, desk, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(STEPPED, (2,), ent=ent)
    desk.write(STEPPED, (1,), ent=ent)

    verdicts = send(desk, link)

    assert verdicts == {1: OK, 2: ("held", "out_of_order"), 3: ("held", "after_held")}
    assert looks.dossiers(hub) == {FIRST: "step 0"}


def test_a_fact_after_a_held_change_is_in_force_all_the_same(desk, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(STEPPED, (2,), ent=ent)
    desk.write(PAID, (8_000,), ent=ent)

    assert send(desk, link)[3] == OK


def test_an_author_who_knows_of_the_hold_goes_on(hub, desk, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(STEPPED, (2,), ent=ent)
    send(desk, link)
    desk.write(STEPPED, (1,), ent=ent)

    assert send(desk, link)[3] == OK
    assert looks.dossiers(hub) == {FIRST: "step 1"}


def test_a_colleague_goes_on_where_another_is_held(hub, desk, colleague, link):
    ent = desk.write(CREATED, (FIRST,))
    send(desk, link)
    send(colleague, link)
    desk.write(STEPPED, (2,), ent=ent)
    send(desk, link)
    colleague.write(STEPPED, (1,), ent=ent)

    assert send(colleague, link) == {1: OK}
    assert looks.dossiers(hub) == {FIRST: "step 1"}


def test_what_stands_on_a_held_beginning_is_held_facts_too(desk, link):
    ent = desk.write(POISON, ())
    desk.write(PAID, (8_000,), ent=ent)
    send(desk, link)
    desk.write(STEPPED, (1,), ent=ent)

    verdicts = send(desk, link)

    held = ("held", "after_held")
    assert verdicts == {1: ("held", "internal"), 2: held, 3: held}


def test_what_a_person_dealt_with_waits_no_more_and_stays_in_the_history(hub, desk, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(STEPPED, (5,), ent=ent)
    desk.write(STEPPED, (6,), ent=ent)
    send(desk, link)

    desk.write(REVIEWED, (desk.granted.dev, desk.granted.ep, 2), ent=ent)
    verdicts = send(desk, link)

    assert [(view.seq, view.verdict) for view in held(hub)] == [(3, "held")]
    assert [view.set_aside for view in desks(hub) if view.dev == desk.granted.dev] == [1]
    assert sums(hub).set_aside == 1
    assert (verdicts[2][0], verdicts[4]) == ("held", OK)
    assert len(looks.feed(hub, ORG)) == 4


def test_a_note_about_a_dossier_that_never_began_waits_for_nobody_either(hub, desk, link):
    ent = desk.write(POISON, ())
    desk.write(REVIEWED, (desk.granted.dev, desk.granted.ep, 1), ent=ent)

    verdicts = send(desk, link)

    assert {verdict for verdict, _ in verdicts.values()} == {"held"}
    assert list(held(hub)) == []
    assert sums(hub).set_aside == 0


def test_a_note_that_comes_before_what_it_is_about_counts_all_the_same(hub, desk, colleague, link):
    ent = desk.write(CREATED, (FIRST,))
    send(desk, link)
    send(colleague, link)
    colleague.write(REVIEWED, (desk.granted.dev, desk.granted.ep, 2), ent=ent)
    send(colleague, link)

    desk.write(STEPPED, (5,), ent=ent)
    send(desk, link)

    assert list(held(hub)) == []


def test_nobody_deals_with_the_changes_of_another_organisation(hub, desk, stranger, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(STEPPED, (5,), ent=ent)
    send(desk, link)
    other = stranger.write(CREATED, (ELSEWHERE,))

    stranger.write(REVIEWED, (desk.granted.dev, desk.granted.ep, 2), ent=other)
    send(stranger, link)

    assert [view.seq for view in held(hub)] == [2]


def test_a_kind_from_the_future_is_kept_opaque_with_what_stands_on_it(hub, desk, link):
    ent = desk.write(7_777, ("from a newer program",))
    desk.write(STEPPED, (1,), ent=ent)
    other = desk.write(CREATED, (FIRST,))
    desk.write(7_778, (), ent=other)
    desk.write(STEPPED, (1,), ent=other)

    verdicts = send(desk, link)

    assert [verdicts[seq][0] for seq in range(1, 6)] == ["opaque", "opaque", "ok", "opaque", "ok"]
    assert [row[7] for row in looks.feed(hub, ORG)] == desk.outbox(0, 10**9)


def test_a_code_that_another_dossier_has_is_held(hub, desk, colleague, link):
    desk.write(CREATED, (FIRST,))
    send(desk, link)
    ent = colleague.write(CREATED, (FIRST,))
    colleague.write(PAID, (8_000,), ent=ent)
    colleague.write(CREATED, (SECOND,))

    verdicts = send(colleague, link)

    assert verdicts == {1: ("held", "code_taken"), 2: ("held", "after_held"), 3: OK}
    assert looks.dossiers(hub) == {FIRST: "step 0", SECOND: "step 0"}


def test_a_code_twice_in_one_batch_is_held_the_second_time(desk, link):
    desk.write(CREATED, (FIRST,))
    desk.write(CREATED, (FIRST,))

    assert send(desk, link) == {1: OK, 2: ("held", "code_taken")}


def test_units_may_not_touch_each_others_dossiers(hub, desk, stranger, link):
    ent = desk.write(CREATED, (FIRST,))
    send(desk, link)
    stranger.write(PAID, (1,), ent=ent)

    assert send(stranger, link) == {1: ("held", "unknown_entity")}
    assert looks.dossiers(hub) == {FIRST: "step 0"}


def test_only_the_hub_says_what_concerns_sync_itself(desk, link):
    desk.write(FILE_PUBLISHED, ("pdf", "a.pdf", 1, bytes(32)))

    assert send(desk, link) == {1: ("refused", "only_the_hub")}


def test_what_is_no_dossier_has_a_verdict_and_no_summary(hub, desk, link):
    desk.write(USER, (1, "Lan"))

    assert send(desk, link) == {1: OK}
    assert looks.dossiers(hub) == {}


def test_a_hub_that_has_forgotten_its_states_folds_them_again(hub, desk, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(STEPPED, (1,), ent=ent)
    desk.write(STEPPED, (9,), ent=ent)
    send(desk, link)
    hub.states._known.clear()
    desk.write(STEPPED, (2,), ent=ent)

    assert send(desk, link)[4] == OK
    assert looks.dossiers(hub) == {FIRST: "step 2"}


def test_the_state_a_held_change_would_have_made_is_not_taken(hub, desk, link):
    ent = desk.write(CREATED, (FIRST,))
    desk.write(SLY, (), ent=ent)
    send(desk, link)
    desk.write(STEPPED, (1,), ent=ent)

    assert send(desk, link)[3] == OK
    assert looks.dossiers(hub) == {FIRST: "step 1"}


def test_a_state_of_another_version_is_not_believed(desk, link, prepared, clock):
    ent = desk.write(CREATED, (FIRST,))
    send(desk, link)
    other = open_hub(prepared.folder, small_province(clock), database_url=prepared.database_url)
    desk.write(STEPPED, (1,), ent=ent)
    send(desk, DirectLink(other))
    desk.write(STEPPED, (2,), ent=ent)

    assert send(desk, link)[3] == OK

    other.database.close()


def test_a_database_that_cannot_write_holds_nothing_and_takes_nothing(hub, desk, link):
    desk.write(CREATED, (FIRST,))

    def fail(statement):
        if "INSERT INTO changes" in statement:
            raise hub.database.engine.dialect.loaded_dbapi.OperationalError("disk full")

    with overheard(hub.database.engine, fail), pytest.raises(HubFailed):
        asked(desk, link, frame_of(desk))

    assert looks.verdicts(hub) == {}
    assert send(desk, link) == {1: OK}
