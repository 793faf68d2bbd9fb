"""How long a machine may work unheard: renewed by the hub, ended by time, never too early."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.store.access import note_ended, take_order
from desk_app.store.errors import LeaseEnded, MachineEnded, NeedsNewEpoch, UserBarred
from desk_app.store.identity import read_identity
from desk_app.store.lease import (
    KEPT_AFTER,
    LEAST_NOTICE,
    WARN_BEFORE,
    Lease,
    give_notice,
    latest_moment,
    lease_of,
    notice_given,
    renew_lease,
)
from sync import record
from sync.protocol.control import UserOrder, write_order
from sync.protocol.versions import HUB_DEV
from tests.store.making import AT, PASSWORD, Hub, receive

DAY = timedelta(days=1)


def granted(store, *, at=AT, days=60):
    with store.database.writing():
        renew_lease(store.database, said_at=int(at.timestamp()), days=days)
    return lease_of(store.database)


def test_a_desk_works_until_the_last_moment_of_its_lease(store):
    lease = granted(store)

    receive(store, at=lease.until - timedelta(seconds=1))
    with pytest.raises(LeaseEnded) as ended:
        receive(store, at=lease.until)

    assert ended.value.details == {"until": "22/01/2027", "days": "60"}


def test_after_the_lease_everything_can_still_be_read_and_the_queue_be_taken_out(store):
    entry = receive(store)
    lease = granted(store)
    with pytest.raises(LeaseEnded):
        receive(store, at=lease.until + DAY)

    assert store.journal.dossier(entry.entity).code
    assert store.journal.waiting().changes == 2  # the account, the dossier


def test_what_bars_a_write_is_known_before_anybody_types(store):
    lease = granted(store)

    before = store.journal.bar(at=lease.until - DAY)
    after = store.journal.bar(at=lease.until)
    with store.database.writing():
        note_ended(store.database, at=int(AT.timestamp()), reason="mất máy", is_wipe=False)
    revoked = store.journal.bar(at=AT)
    store.places.witness(store.unlocked.desk).unlink()
    doubted = store.journal.bar(at=AT)

    assert before is None
    assert isinstance(after, LeaseEnded)
    assert isinstance(revoked, MachineEnded)
    assert isinstance(doubted, NeedsNewEpoch)
    with pytest.raises(NeedsNewEpoch):
        receive(store, at=AT)


def test_a_person_locked_out_is_barred_and_a_colleague_is_not(store):
    colleague = store.users.add("Bình", PASSWORD, roles=(), by=1, at=AT)
    with store.database.writing():
        order = UserOrder(name="Hoa", at=1, is_locked=True, reason="")
        kind, body = write_order(order)
        change = record.Change(
            seq=1, kind=kind, ent=1, base=0, lam=1, at=1, actor=0, cat=0, body=body, salt=bytes(16)
        )
        take_order(store.database, read_identity(store.database), change, dev=HUB_DEV)

    assert isinstance(store.journal.bar(at=AT, actor=1), UserBarred)
    assert store.journal.bar(at=AT, actor=colleague.number) is None


def test_a_machine_without_a_limit_works_on(store):
    granted(store, days=0)

    receive(store, at=AT + 1000 * DAY)

    assert lease_of(store.database) is None


def test_a_clock_set_back_lengthens_no_lease(store):
    """Neither behind what was written here nor behind what the hub said."""
    lease = granted(store)
    receive(store, at=lease.until - timedelta(minutes=1))
    early = AT - 400 * DAY

    latest = latest_moment(store.database, early)

    assert latest == lease.until - timedelta(minutes=1)
    with store.database.writing():
        renew_lease(store.database, said_at=int((AT + DAY).timestamp()), days=60)
    assert latest_moment(store.database, early) == AT + DAY


def test_a_newer_word_of_the_hub_renews_and_an_older_one_changes_nothing(store):
    granted(store, at=AT)
    later = granted(store, at=AT + 30 * DAY, days=14)

    older = granted(store, at=AT + 10 * DAY, days=180)

    assert older == later
    assert later.until == AT + 44 * DAY


def test_any_receipt_renews_whatever_path_it_came(store):
    lease = granted(store)
    with pytest.raises(LeaseEnded):
        receive(store, at=lease.until + DAY)
    reply = Hub().reply(store, hub_time=int((lease.until + DAY).timestamp()), offset_s=None)

    store.replica(ClockAt(lease.until + DAY)).take(with_lease(reply, 60))

    assert receive(store, at=lease.until + 2 * DAY).number == 2


def with_lease(reply, days):
    return replace(reply, receipt=replace(reply.receipt, lease_days=days))


class ClockAt:
    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at

    def monotonic_ms(self):
        return 0


def test_the_last_ten_days_are_told(store):
    lease = granted(store)

    warned = [lease.is_ending(lease.until - left) for left in (11 * DAY, WARN_BEFORE, DAY)]

    assert warned == [False, True, True]
    assert not lease.is_ending(lease.until)


@pytest.mark.parametrize(
    ("left", "days"),
    [(timedelta(0), 0), (timedelta(seconds=1), 1), (DAY, 1), (DAY * 1.5, 2), (-DAY, 0)],
)
def test_days_left_count_the_day_that_has_begun(left, days):
    lease = Lease(said_at=AT, days=60)

    assert lease.days_left(lease.until - left) == days


def test_the_keys_go_ninety_days_after_the_end_and_a_week_after_that_was_told(store):
    lease = granted(store)
    early = lease.until + DAY
    late = lease.dropped_at + 30 * DAY

    told_early = give_notice(store.database, lease, early)
    told_again = give_notice(store.database, lease, late)

    assert told_early == told_again == lease.until + KEPT_AFTER


def test_a_desk_switched_on_after_a_year_has_a_week_of_notice(store):
    lease = granted(store)
    late = lease.until + 365 * DAY

    told = give_notice(store.database, lease, late)

    assert told == late + LEAST_NOTICE
    assert notice_given(store.database, lease) == told


def test_a_clock_that_jumped_ahead_for_a_day_costs_nothing_once_it_is_right_again(store):
    lease = granted(store)
    give_notice(store.database, lease, datetime(2099, 1, 1, tzinfo=UTC))

    told = give_notice(store.database, lease, lease.until + DAY)

    assert told == lease.until + KEPT_AFTER


def test_a_word_of_the_hub_takes_the_notice_back(store):
    lease = granted(store)
    give_notice(store.database, lease, lease.until + DAY)

    renewed = granted(store, at=lease.until + 2 * DAY)

    assert notice_given(store.database, renewed) == renewed.dropped_at


@given(
    said=st.integers(0, 2**40),
    days=st.integers(14, 180),
    moments=st.lists(st.integers(-400, 400), max_size=8),
)
def test_the_latest_of_all_moments_decides(said, days, moments):
    lease = Lease(said_at=datetime.fromtimestamp(said % 2**31, UTC), days=days)
    reached = [lease.said_at + timedelta(days=m) for m in moments]

    ended = [lease.has_ended(at) for at in reached]

    assert ended == [at >= lease.said_at + timedelta(days=days) for at in reached]
    assert all(
        not lease.is_ending(at) for at, is_over in zip(reached, ended, strict=True) if is_over
    )
