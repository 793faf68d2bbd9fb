"""A dossier from its changes: the hub's order first, ours that wait on top, set-aside ones out."""

from datetime import timedelta

import pytest

from desk_app.domain import events
from desk_app.domain.dossier import Status
from desk_app.store.entries import Standing
from desk_app.store.errors import UnknownDossier
from sync import record
from sync.protocol.page import Verdict
from tests.store.making import AT, Hub, do, handed_on, receive


@pytest.fixture
def hub():
    return Hub()


def test_ours_that_wait_come_after_what_the_hub_settled(store, hub):
    entry = receive(store)
    do(store, handed_on("của quầy"), entry.entity)
    hub.judge(entry)
    hub.write(events.PaymentRecorded(amount_vnd=8, method="cash", what=""), entity=entry.entity)

    hub.settle(store)

    dossier = store.journal.dossier(entry.entity)
    assert (dossier.handed_to, dossier.paid_vnd) == ("của quầy", 8)
    names = [type(line.event).__name__ for line in store.journal.timeline(entry.entity)[1:]]
    assert names == ["PaymentRecorded", "HandedOn"]


def test_a_waiting_step_that_knew_nothing_of_the_last_one_is_passed_over(store, hub):
    entry = receive(store)
    do(store, handed_on("của quầy"), entry.entity)
    hub.judge(entry)
    hub.write(handed_on("của tỉnh"), entity=entry.entity)

    hub.settle(store)

    assert store.journal.dossier(entry.entity).handed_to == "của tỉnh"
    names = [line.event.to for line in store.journal.timeline(entry.entity)[1:]]
    assert names == ["của tỉnh", "của quầy"]


def test_settled_ones_follow_the_hubs_order_and_not_ours(store, hub):
    entry = receive(store)
    first = do(store, handed_on("một"), entry.entity)
    second = do(store, handed_on("hai"), entry.entity)
    hub.judge(entry)
    hub.judge(second)
    hub.judge(first)

    hub.settle(store)

    assert store.journal.dossier(entry.entity).handed_to == "một"


@pytest.mark.parametrize("verdict", [Verdict.HELD, Verdict.REFUSED, Verdict.OPAQUE])
def test_what_the_hub_set_aside_is_left_out_and_kept_in_sight(store, hub, verdict):
    entry = receive(store)
    aside = do(store, handed_on(), entry.entity)
    hub.judge(entry)
    hub.judge(aside, verdict, "wrong_status")

    hub.settle(store)

    assert store.journal.dossier(entry.entity).status is Status.RECEIVED
    [shown] = store.journal.set_aside()
    assert (shown.number, shown.standing, shown.reason) == (
        aside.number,
        Standing(verdict),
        "wrong_status",
    )
    assert store.journal.standing(aside) is Standing(verdict)
    assert len(store.journal.timeline(entry.entity)) == 2


def test_what_the_hub_flagged_is_in_force(store, hub):
    entry = receive(store)
    flagged = do(store, handed_on(), entry.entity)
    hub.judge(entry)
    hub.judge(flagged, Verdict.FLAGGED, "late")

    hub.settle(store)

    assert store.journal.dossier(entry.entity).status is Status.IN_PROGRESS
    [shown] = store.journal.set_aside()
    assert (shown.number, shown.standing) == (flagged.number, Standing.FLAGGED)


def test_a_waiting_change_that_no_longer_follows_is_passed_over(store, hub):
    entry = receive(store)
    do(store, handed_on(), entry.entity)
    hub.judge(entry)
    hub.write(events.Cancelled(reason="tỉnh hủy"), entity=entry.entity)

    hub.settle(store)

    dossier = store.journal.dossier(entry.entity)
    assert dossier.cancelled_at is not None
    assert store.journal.waiting().changes == 2  # the first admin, and the one passed over


def test_the_change_passed_over_counts_again_when_the_hub_accepts_it(store, hub):
    entry = receive(store)
    ours = do(store, handed_on(), entry.entity)
    hub.judge(entry)
    hub.judge(ours)
    hub.write(events.Cancelled(reason="sau"), entity=entry.entity)

    hub.settle(store)

    assert store.journal.dossier(entry.entity).handed_to == "Văn phòng"


def test_a_dossier_whose_beginning_was_refused_stays_in_sight_as_the_desk_saw_it(store, hub):
    entry = receive(store)
    code = store.journal.dossier(entry.entity).code
    do(store, handed_on(), entry.entity)
    hub.judge(entry, Verdict.REFUSED, "code_taken")

    hub.settle(store)

    assert store.journal.find(code) == entry.entity
    assert store.journal.dossier(code).status is Status.IN_PROGRESS
    assert store.database.row("SELECT aside, waiting FROM dossiers") == (1, 1)


def test_a_change_of_a_kind_nobody_knows_here_is_kept_and_passed_over(store, hub):
    entry = receive(store)
    hub.judge(entry)
    hub.write(None, entity=entry.entity, kind_and_body=(999, (1, "mới")))

    hub.settle(store)

    assert [line.event for line in store.journal.timeline(entry.entity)][1] is None
    assert store.journal.dossier(entry.entity).status is Status.RECEIVED


def test_a_body_that_does_not_fit_its_kind_is_kept_and_passed_over(store, hub):
    entry = receive(store)
    hub.judge(entry)
    hub.write(None, entity=entry.entity, kind_and_body=(7, ("chỉ một",)))

    hub.settle(store)

    assert store.journal.timeline(entry.entity)[1].event is None


def test_changes_about_something_that_began_elsewhere_make_no_dossier(store, hub):
    written = hub.write(handed_on(), entity=77 << 40 | 1)

    hub.settle(store)

    with pytest.raises(UnknownDossier):
        store.journal.dossier(77 << 40 | 1)
    assert written.verdict is Verdict.OK


def test_the_version_seen_goes_out_with_the_next_change(store, hub):
    entry = receive(store)
    hub.judge(entry)
    hub.write(handed_on(), entity=entry.entity)
    hub.settle(store)

    do(store, handed_on("tiếp"), entry.entity, at=AT + timedelta(hours=1))

    raw = store.database.value("SELECT record FROM journal ORDER BY place DESC LIMIT 1")
    assert record.decode(raw).base == 2
