"""Desks and hubs of different ages: nothing is lost, and an update reads what came before it.

An older program is this one without a kind; a change written with that kind comes from the future.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain import codec, events
from desk_app.judging import DossierRules
from desk_app.queries import dossiers, reaching
from desk_app.queries.access import Access, access_status
from desk_app.store.entries import Standing
from desk_app.store.listed import Tick
from desk_app.usecases.correct_dossier import correct_dossier
from sync.errors import DeskTooOld
from sync.hub.control import require_app
from sync.hub.judging_again import judge_opaque
from sync.hub.overview import held
from sync.hub.rules import Judged
from sync.protocol.page import Verdict
from tests.support.clock import SetClock
from tests.sync.real_desks import RealHub, a_new_desk, digests_at

FUTURE = 39  # a kind of the desks that this version does not have
FIELD, BEFORE, AFTER = "note", "", "Đã gọi điện hẹn lại"


class OlderRules(DossierRules):
    """A hub that does not know the kind; a newer desk may run in this very process."""

    def judge(self, state, change, *, author, ver):
        if change.kind == FUTURE:
            return Judged(verdict=Verdict.OPAQUE, state=state)
        return super().judge(state, change, author=author, ver=ver)


class AgedHub(RealHub):
    """A hub that is updated when it is told so."""

    is_old = False

    @property
    def province(self):
        told = super().province
        return replace(told, rules=OlderRules()) if self.is_old else told


@contextmanager
def newer_program():
    """What runs inside knows the kind: it writes corrections with it, as that version does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(codec.KINDS, FUTURE, events.Corrected)
        patch.setitem(codec._NUMBERS, events.Corrected, FUTURE)
        yield


@pytest.fixture
def hub(tmp_path):
    return AgedHub(tmp_path / "hub", SetClock())


def a_desk(hub, folder):
    folder.mkdir()
    return a_new_desk(hub, folder)


def note_of(made, entity):
    return made.desk.journal.dossier(entity).application.note


def standings(made, entity):
    return [entry.standing for entry in made.desk.journal.timeline(entity)]


def corrected(made):
    """A dossier with a correction that only a newer program can read."""
    entity = made.receive().entity
    correct_dossier(made.desk, entity, field=FIELD, text=AFTER, reason="Khách gọi lại")
    return entity


def test_a_newer_desk_at_an_older_hub_waits_and_is_judged_after_the_update(hub, tmp_path):
    hub.is_old = True
    with newer_program(), hub.up():
        desk = a_desk(hub, tmp_path / "desk")
        entity = corrected(desk)
        other = desk.receive()
        desk.sync()
        first = standings(desk, entity), reaching.of_dossier(desk.desk, other.entity)
        waiting = [(view.kind, view.verdict) for view in held(hub.hub)]

    hub.is_old = False
    with newer_program(), hub.up():
        done = judge_opaque(hub.hub)
        desk.point_at(hub)
        desk.sync()
        after = standings(desk, entity), note_of(desk, entity), list(held(hub.hub))
        digests = desk.digests(), digests_at(hub)
        desk.close()

    assert first == ([Standing.OK, Standing.OPAQUE], Tick.JUDGED)
    assert waiting == [(FUTURE, Verdict.OPAQUE)]
    assert (done.judged, done.in_force, done.left) == (1, 1, 0)
    assert after == ([Standing.OK, Standing.OK], AFTER, [])
    assert digests[0] == digests[1]


def test_an_older_desk_keeps_what_a_newer_one_wrote_and_reads_it_after_its_update(hub, tmp_path):
    with hub.up():
        old = a_desk(hub, tmp_path / "old")
        with newer_program():
            new = a_desk(hub, tmp_path / "new")
            entity = corrected(new)
            new.sync()
        old.sync()
        own = old.receive()
        old.sync()
        told = [moment.name for moment in dossiers.timeline(old.desk, entity)]
        before = note_of(old, entity), old.desk.journal.verify_chain() > 0
        beside = reaching.of_dossier(old.desk, own.entity), old.digests() == digests_at(hub)

        with newer_program():
            old.open(hub)
            after = note_of(old, entity)
            again = [moment.name for moment in dossiers.timeline(old.desk, entity)]
        old.close()
        new.close()

    assert told == ["DossierReceived", "unknown"]
    assert before == (BEFORE, True)
    assert beside == (Tick.JUDGED, True)
    assert (after, again) == (AFTER, ["DossierReceived", "Corrected"])


def test_an_older_desk_goes_on_with_a_dossier_a_newer_one_changed(hub, tmp_path):
    with hub.up():
        old = a_desk(hub, tmp_path / "old")
        with newer_program():
            new = a_desk(hub, tmp_path / "new")
            entity = corrected(new)
            new.sync()
        old.sync()
        correct_dossier(old.desk, entity, field="applicant.phone", text="0907000222", reason="Sai")
        with newer_program():
            old.sync()
            new.sync()
            seen = new.desk.journal.dossier(entity).application
        digests = old.digests(), new.digests(), digests_at(hub)
        old.close()
        new.close()

    assert (seen.note, seen.applicant.phone) == (AFTER, "0907000222")
    assert digests[0] == digests[1] == digests[2]


@pytest.mark.parametrize("more", [("later",), (7, "later", [1, [2]])], ids=["one", "several"])
def test_fields_of_a_newer_version_are_passed_over_and_kept(hub, tmp_path, more):
    with hub.up(), pytest.MonkeyPatch.context() as patch:
        desk, other = a_desk(hub, tmp_path / "desk"), a_desk(hub, tmp_path / "other")
        entity = desk.receive().entity
        encode = codec.encode

        def longer(event):
            kind, body = encode(event)
            return kind, [*body, *more]

        patch.setattr(codec, "encode", longer)
        correct_dossier(desk.desk, entity, field=FIELD, text=AFTER, reason="Khách gọi lại")
        patch.undo()
        desk.sync()
        other.sync()
        raws = [
            made.desk.store.database.rows(
                "SELECT record FROM journal WHERE entity = ? ORDER BY number", (entity,)
            )
            for made in (desk, other)
        ]
        seen = note_of(desk, entity), note_of(other, entity)
        desk.close()
        other.close()

    assert seen == (AFTER, AFTER)
    assert raws[0] == raws[1]


def test_a_desk_too_old_is_told_first_and_then_refused_and_loses_nothing(hub, tmp_path):
    with hub.up():
        desk = a_desk(hub, tmp_path / "desk")
        require_app(hub.hub, "9.0.0", since=hub.clock.today() + timedelta(days=1))
        desk.sync()
        told = access_status(desk.desk)
        hub.clock.pass_by(days=2)
        kept = desk.receive()
        with pytest.raises(DeskTooOld) as refused:
            desk.sync()
        waiting = desk.desk.journal.waiting().changes, reaching.of_dossier(desk.desk, kept.entity)
        desk.close()

    assert (told.access, told.version) == (Access.APP_OLD, "9.0.0")
    assert refused.value.details["oldest"] == "9.0.0"
    assert waiting == (1, Tick.SAVED)


def test_what_a_newer_desk_recovered_is_read_after_the_update_too(hub, tmp_path):
    with hub.up():
        desk = a_desk(hub, tmp_path / "desk")
        entity = desk.receive().entity
        encode, origin = codec.encode, codec.Origin(epoch=1, number=9, sha256=bytes(32), by=1, at=1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                codec, "encode", lambda event: codec.wrapped(origin, FUTURE, encode(event)[1])
            )
            correct_dossier(
                desk.desk, entity, field="applicant.name", text="Trần Thị Mới", reason="Sai tên"
            )
        desk.open(hub)
        before = listed_name(desk, entity)
        with newer_program():
            desk.open(hub)
            after = listed_name(desk, entity)
        desk.close()

    assert before != "Trần Thị Mới"
    assert after == "Trần Thị Mới"


def listed_name(made, entity):
    """The applicant as the lists show it."""
    return made.desk.store.database.value(
        "SELECT applicant FROM dossiers WHERE entity = ?", (entity,)
    )
