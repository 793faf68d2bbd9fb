"""A hub put back from an older copy, or built anew: the desks refill it and nothing is lost."""

import shutil
from datetime import timedelta

import pytest

from desk_app.domain.events import ResultAttached
from desk_app.queries import recovered as queries
from desk_app.store.settings import counter
from desk_app.usecases.accept_recovered import accept_recovered
from desk_app.usecases.hand_on import hand_on
from sync.errors import HubExists, HubNotKnown, MachineUnknown
from sync.hub.backup import back_up, require_whole, verify
from sync.hub.errors import BackupUnknown, CopyDamaged, HubPutBack
from sync.hub.files import file_path
from sync.hub.hub import open_hub
from sync.hub.restoring import renew, restore_hub
from sync.hub.results import publish_file, send_result
from sync.protocol.receipt import Answer
from tests.sync.real_desks import RealHub, a_new_desk, codes_at, digests_at

PDF = b"%PDF-1.4 ket qua"


@pytest.fixture
def hub(tmp_path):
    return RealHub(tmp_path / "hub")


def put_back(hub, copy):
    """The disk is lost; the operator restores the newest copy there is."""
    shutil.rmtree(hub.folder)
    return restore_hub(copy, hub.folder, hub.province)


def all_equal(hub, *desks):
    """Everybody reads to the end; then all feeds end alike."""
    for desk in desks * 3:
        desk.sync()
    for desk in desks:
        assert desk.digests() == digests_at(hub)


def test_two_desks_ahead_refill_a_hub_put_back_from_an_older_copy(hub, tmp_path):
    result = tmp_path / "ket-qua.pdf"
    result.write_bytes(PDF)
    with hub.up():
        one, two = (a_new_desk(hub, tmp_path / name) for name in ("one", "two"))
        first = one.receive()
        hand_on(one.desk, first.entity, to="Văn phòng")
        all_equal(hub, one, two)
        copy = back_up(hub.hub, tmp_path / "copies")
        hub.clock.at += timedelta(hours=1)
        later = [one.receive(), two.receive(), one.receive()]
        all_equal(hub, one, two)
        send_result(hub.hub, first.code, result)
        publish_file(hub.hub, result)
        all_equal(hub, one, two)
        assert one.desk.journal.dossier(first.code).result is not None
        before = digests_at(hub)

    put_back(hub, copy.folder)
    with hub.up():
        for desk in (one, two):
            desk.point_at(hub)
        assert codes_at(hub) == [first.code]
        later.append(two.receive())
        all_equal(hub, one, two)

        assert codes_at(hub) == sorted([first.code, *(dossier.code for dossier in later)])
        assert digests_at(hub) != before
        for desk in (one, two):
            assert desk.codes() == codes_at(hub)
            digest = desk.desk.journal.dossier(first.code).result.sha256
            assert file_path(hub.hub, digest).read_bytes() == PDF
            assert desk.desk.journal.waiting().changes == 0
            assert queries.waiting(desk.desk) == []
            desk.desk.journal.verify_chain()
            desk.close()


def test_what_a_hub_says_after_a_restore_stands_beside_what_it_said_before(hub, tmp_path):
    result, other = tmp_path / "ket-qua.pdf", tmp_path / "khac.pdf"
    result.write_bytes(PDF)
    other.write_bytes(PDF + b" khac")
    with hub.up():
        one = a_new_desk(hub, tmp_path / "one")
        dossiers = [one.receive() for _ in range(2)]
        for dossier in dossiers:
            hand_on(one.desk, dossier.entity, to="Văn phòng")
        one.sync()
        copy = back_up(hub.hub, tmp_path / "copies")
        send_result(hub.hub, dossiers[0].code, result)
        one.sync()
        one.sync()

    put_back(hub, copy.folder)
    with hub.up():
        one.point_at(hub)
        send_result(hub.hub, dossiers[1].code, other)
        all_equal(hub, one)

        results = [one.desk.journal.dossier(dossier.code).result for dossier in dossiers]
        assert [found.name for found in results] == ["ket-qua.pdf", "khac.pdf"]
        [attached] = [
            entry
            for entry in one.desk.journal.timeline(dossiers[0].entity)
            if isinstance(entry.event, ResultAttached)
        ]
        assert attached.standing == "ok"
        one.close()


def test_a_machine_enrolled_after_the_copy_is_known_again(hub, tmp_path):
    with hub.up():
        one = a_new_desk(hub, tmp_path / "one")
        copy = back_up(hub.hub, tmp_path / "copies")
        two = a_new_desk(hub, tmp_path / "two")
        dossier = two.receive()
        all_equal(hub, one, two)

    put_back(hub, copy.folder)
    with hub.up():
        for desk in (one, two):
            desk.point_at(hub)
        fresh = a_new_desk(hub, tmp_path / "three")
        all_equal(hub, one, two, fresh)

        assert codes_at(hub) == [dossier.code]
        authors = {desk.desk.journal.identity.author for desk in (one, two, fresh)}
        assert len(authors) == 3
        for desk in (one, two, fresh):
            desk.close()


def test_an_epoch_granted_after_the_copy_is_known_again(hub, tmp_path):
    with hub.up():
        one = a_new_desk(hub, tmp_path / "one")
        first = one.receive()
        one.sync()
        copy = back_up(hub.hub, tmp_path / "copies")
        second = one.receive()
        one.sync()
        one.desk.replica.stop_writing(Answer.EPOCH)
        one.open()
        one.ask()
        third = one.receive()
        one.sync()

    put_back(hub, copy.folder)
    with hub.up():
        one.point_at(hub)
        all_equal(hub, one)
        for found in queries.waiting(one.desk):
            accept_recovered(one.desk, found.key)
        all_equal(hub, one)

        assert codes_at(hub) == sorted([first.code, second.code, third.code]) == one.codes()
        one.desk.journal.verify_chain()
        one.close()


def test_a_hub_built_anew_from_its_keys_alone_is_refilled(hub, tmp_path):
    with hub.up():
        empty = back_up(hub.hub, tmp_path / "copies")
        hub.clock.at += timedelta(hours=1)
        one, two = (a_new_desk(hub, tmp_path / name) for name in ("one", "two"))
        written = [one.receive(), two.receive()]
        all_equal(hub, one, two)

    put_back(hub, empty.folder)
    with hub.up():
        for desk in (one, two):
            desk.point_at(hub)
        all_equal(hub, one, two)

        assert codes_at(hub) == sorted(dossier.code for dossier in written)
        for desk in (one, two):
            desk.close()


def test_another_hub_in_its_place_is_not_believed_and_nothing_is_lost(hub, tmp_path):
    with hub.up():
        one = a_new_desk(hub, tmp_path / "one")
        dossier = one.receive()
        one.sync()

    with RealHub(tmp_path / "another", hub.clock).up() as another:
        one.point_at(another)
        with pytest.raises((HubNotKnown, MachineUnknown)):
            one.sync()

    assert one.codes() == [dossier.code]
    assert one.receive().code
    one.close()


def test_only_a_copy_that_reads_back_makes_work_durable(hub, tmp_path):
    with hub.up():
        one = a_new_desk(hub, tmp_path / "one")
        one.receive()
        one.sync()
        before = counter(one.desk.store.database, "durable.1")
        copy = back_up(hub.hub, tmp_path / "copies")
        one.receive()
        one.sync()
        after = counter(one.desk.store.database, "durable.1")
        acked = one.desk.replica.acked()

    assert copy.is_verified
    assert (before, after, acked) == (0, acked - 1, acked)
    require_whole(copy.folder)
    with pytest.raises(HubExists):
        restore_hub(copy.folder, hub.folder, hub.province)
    one.close()


@pytest.mark.parametrize("part", ["hub.db", "hub.key", "manifest.json"])
def test_a_damaged_copy_is_not_put_back(hub, tmp_path, part):
    with hub.up():
        copy = back_up(hub.hub, tmp_path / "copies")
    content = bytearray((copy.folder / part).read_bytes())
    content[len(content) // 2] ^= 1
    (copy.folder / part).write_bytes(content)

    with pytest.raises(CopyDamaged):
        restore_hub(copy.folder, tmp_path / "elsewhere", hub.province)

    assert not (tmp_path / "elsewhere").exists()


def test_a_copy_nobody_made_cannot_be_called_good(hub):
    with hub.up(), pytest.raises(BackupUnknown):
        verify(hub.hub, 7)


def test_a_database_put_back_by_hand_is_not_opened_before_the_hub_is_told(hub, tmp_path):
    with hub.up():
        one = a_new_desk(hub, tmp_path / "one")
        one.receive()
        one.sync()
    kept = tmp_path / "kept.db"
    shutil.copyfile(hub.folder / "hub.db", kept)
    with hub.up():
        one.point_at(hub)
        one.receive()
        one.sync()
        hub.hub.vigil.note(hub.hub.database, now=hub.hub.now())
        before = hub.hub.hub_ep
    for leftover in hub.folder.glob("hub.db*"):
        leftover.unlink()
    shutil.copyfile(kept, hub.folder / "hub.db")

    with pytest.raises(HubPutBack):
        open_hub(hub.folder, hub.province)
    renew(hub.folder, hub.province)

    with hub.up():
        assert hub.hub.hub_ep != before
        one.point_at(hub)
        all_equal(hub, one)
        assert one.codes() == codes_at(hub)
        one.close()
