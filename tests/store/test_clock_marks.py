"""What the clock is worth, kept from the hub's last word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain.events import ClockMarked
from desk_app.store import machine
from desk_app.store.clock_marks import clock_event, trust_hub_time, trusted_time
from desk_app.store.witness import Doubt
from tests.store.making import AT
from tests.support.clock import SetClock


@pytest.fixture
def clock():
    return SetClock(AT)


def trust(store, clock, *, offset_s=0):
    hub_time = int(clock.now().timestamp()) + offset_s
    with store.database.writing():
        trust_hub_time(store.database, clock, hub_time, offset_s)


def test_before_the_first_round_nothing_is_trusted(store, clock):
    assert trusted_time(store.database) is None
    assert clock_event(store.database, clock) == ClockMarked(
        monotonic_ms=clock.monotonic_ms(),
        boot=machine.boot_id(),
        trusted_at=None,
        trusted_age_seconds=0,
    )


def test_the_age_runs_on_whatever_the_wall_clock_is_set_to(store, clock, monkeypatch):
    monkeypatch.setattr(machine, "boot_id", lambda: "this start")
    trust(store, clock, offset_s=30)
    clock.pass_by(hours=1)
    set_back = _SetBack(clock, days=365)

    trusted = trusted_time(store.database)

    assert trusted.age(set_back) == timedelta(hours=1)
    assert trusted.earliest_now(set_back) == AT + timedelta(hours=1, seconds=30)
    assert clock_event(store.database, set_back).trusted_age_seconds == 3600


def test_after_a_restart_the_wall_clock_is_all_there_is(store, clock, monkeypatch):
    monkeypatch.setattr(machine, "boot_id", lambda: "this start")
    trust(store, clock)
    monkeypatch.setattr(machine, "boot_id", lambda: "next start")
    clock.pass_by(hours=1)

    trusted = trusted_time(store.database)

    assert trusted.age(clock) == timedelta(hours=1)
    assert trusted.age(_SetBack(clock, days=1)) == timedelta(0)


def test_the_journal_is_told_only_when_the_clocks_worth_changed(store, clock, monkeypatch):
    monkeypatch.setattr(machine, "boot_id", lambda: "this start")
    marks = [store.mark_clock(clock), store.mark_clock(clock)]
    trust(store, clock, offset_s=2)
    marks += [store.mark_clock(clock), store.mark_clock(clock)]
    trust(store, clock, offset_s=50)
    marks.append(store.mark_clock(clock))
    trust(store, clock, offset_s=62)
    marks.append(store.mark_clock(clock))
    monkeypatch.setattr(machine, "boot_id", lambda: "next start")
    marks.append(store.mark_clock(clock))

    told = [mark is not None for mark in marks]
    assert told == [True, False, True, False, False, True, True]
    assert len({mark.entity for mark in marks if mark}) == 1
    assert marks[-1].event.boot == "next start"
    assert store.journal.verify_chain() == 5


def test_a_desk_that_may_not_write_marks_no_clock(store, clock):
    frozen = replace(store, doubt=Doubt.RESTORED)

    assert frozen.mark_clock(clock) is None


class _SetBack:
    """The wall clock set back; the monotonic one knows better."""

    def __init__(self, clock, **by):
        self._clock = clock
        self._by = timedelta(**by)

    def now(self):
        return self._clock.now() - self._by

    def monotonic_ms(self):
        return self._clock.monotonic_ms()
