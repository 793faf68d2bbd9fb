"""Sticks that behave as sticks do: full, read-only, pulled out, counterfeit."""

import errno
import os
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.parcels import export_parcel
from sync.errors import MalformedMessage
from sync.parcel.errors import (
    NotAParcel,
    ParcelCancelled,
    ParcelDamaged,
    ParcelIsFolder,
    StickFull,
    StickGone,
    StickReadOnly,
)
from sync.parcel.items import Run
from sync.parcel.packing import pack_parts
from sync.parcel.sequence import Splitter
from sync.parcel.stick import Stick, opened, stick_of
from sync.protocol.fields import pack
from sync.sealing import new_seal_key, open_stream, seal_stream
from tests.sync import looks
from tests.sync.carrying import (
    Fails,
    Forgets,
    FullAfter,
    PulledOut,
    acked_at,
    bring,
    carrying,
    write_to,
)
from tests.sync.test_exchange import day

SCAN = bytes(range(256)) * 700
SCAN_ID = sha256(SCAN).hexdigest()


@pytest.fixture
def desk(prepared, hub):
    desk = carrying(prepared, hub, 0)
    day(desk)
    desk.add_file(SCAN_ID, SCAN)
    return desk


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "usb"
    place.mkdir()
    return place


@pytest.mark.parametrize("most_bytes", [0, 1, 70_000, 180_000])
def test_a_stick_that_fills_up_is_told_and_tidied(desk, folder, most_bytes):
    with pytest.raises(StickFull):
        export_parcel(desk, FullAfter(folder, most_bytes))

    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("size", [0, 10, 70_000])
def test_an_error_of_the_last_write_is_never_lost(size):
    key = new_seal_key()
    whole = BytesIO()
    seal_stream(BytesIO(bytes(size)), whole, [key.recipient])

    sealed, opened_ = Few(size + 100), Few(size - 1)

    with pytest.raises(OSError, match="no room"):
        seal_stream(BytesIO(bytes(size)), sealed, [key.recipient])
    if size:
        with pytest.raises(OSError, match="no room"):
            open_stream(BytesIO(whole.getvalue()), opened_, [key.private])


class Few(BytesIO):
    """Room for so many bytes."""

    def __init__(self, most_bytes):
        super().__init__()
        self.most_bytes = most_bytes

    def write(self, content):
        if self.tell() + len(content) > self.most_bytes:
            raise OSError(errno.ENOSPC, "no room")
        return super().write(content)


def test_a_stick_without_room_is_told_before_a_byte_is_written(desk, folder):
    class Small(FullAfter):
        def free_bytes(self):
            return 100_000

        def create(self, name):
            raise AssertionError(name)

    with pytest.raises(StickFull) as told:
        export_parcel(desk, Small(folder, 0))

    assert int(told.value.details["need"]) > 180_000
    assert told.value.details["free"] == "100000"


@pytest.mark.parametrize("most_bytes", [0, 70_000, 180_000])
def test_a_stick_pulled_out_costs_nothing_and_the_next_one_has_it_all(
    hub, desk, folder, tmp_path, most_bytes
):
    with pytest.raises(StickGone):
        export_parcel(desk, PulledOut(folder, most_bytes))
    assert not list(folder.glob("*.vnb"))

    (path,) = write_to(desk, tmp_path / "another")
    bring(hub, path)

    assert acked_at(hub, desk) == 15


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EROFS, StickReadOnly),
        (errno.EACCES, StickReadOnly),
        (errno.ENODEV, StickGone),
        (errno.EFBIG, StickFull),
    ],
)
def test_what_the_system_says_is_told_as_what_to_do(desk, folder, number, error):
    with pytest.raises(error):
        export_parcel(desk, Fails(folder, number))


def test_a_counterfeit_stick_is_found_out(desk, folder):
    with pytest.raises(ParcelDamaged):
        export_parcel(desk, Forgets(folder))

    assert list(folder.iterdir()) == []


def test_stopping_leaves_nothing_behind(desk, folder):
    told = []

    with pytest.raises(ParcelCancelled):
        export_parcel(
            desk, Stick(folder), tell=told.append, should_stop=lambda: told and told[-1].done > 9
        )

    assert list(folder.iterdir()) == []


def test_parts_written_before_a_failure_are_taken_back(desk, folder):
    with pytest.raises(StickFull):
        export_parcel(desk, FullSecond(folder), most_bytes=70_000)

    assert list(folder.iterdir()) == []


class FullSecond(Stick):
    """Takes one file and then no more."""

    def __init__(self, folder):
        super().__init__(folder)
        self.created = 0

    def create(self, name):
        self.created += 1
        if self.created > 1:
            raise OSError(errno.ENOSPC, "no room")
        return super().create(name)


def test_other_things_on_a_stick_are_left_alone(desk, folder):
    write_to(desk, folder)
    (folder / "photo.jpg").write_bytes(b"x")
    (folder / "._x.vnb").write_bytes(b"x")
    (folder / "half.vnb.part").write_bytes(b"x")
    (folder / "folder.vnb").mkdir()
    (folder / "link.VNB").symlink_to(folder / "photo.jpg")
    os.mkfifo(folder / "pipe.vnb")

    refused = {one.path.name: one.refused for one in Stick(folder).parcels()}

    assert sorted(refused.values()) == ["", "not_a_parcel", "not_a_parcel", "parcel_is_folder"]
    for name in ("link.VNB", "pipe.vnb"):
        with pytest.raises(NotAParcel), opened(folder / name):
            pass
    with pytest.raises(ParcelIsFolder), opened(folder / "folder.vnb"):
        pass


def test_a_folder_that_is_not_there_is_a_stick_that_is_gone(folder):
    with pytest.raises(StickGone):
        stick_of(folder / "nowhere")
    with pytest.raises(StickGone):
        Stick(folder / "nowhere").parcels()


def test_what_was_written_is_for_its_owner_alone(desk, folder):
    (path,) = write_to(desk, folder)

    assert path.stat().st_mode & 0o777 == 0o600


@given(
    items=st.lists(st.binary(max_size=300), max_size=20),
    portions=st.lists(st.integers(1, 700), max_size=30),
)
def test_a_sequence_gives_the_same_items_however_it_is_portioned(items, portions):
    told = [pack(7, item, (1, (item, 2)), None, "tên") for item in items]
    content = b"".join(told)
    splitter = Splitter()
    found = []

    for size in [*portions, len(content) or 1]:
        found += splitter.feed(content[:size])
        content = content[size:]
    found += splitter.feed(content)

    assert found == told
    assert not splitter.has_left_over


@given(st.binary(max_size=200))
def test_anything_at_all_is_items_or_refused(content):
    splitter = Splitter()

    try:
        found = list(splitter.feed(content))
    except MalformedMessage:
        return
    assert content.startswith(b"".join(found))


@given(
    messages=st.lists(st.integers(0, 3_000), max_size=20),
    files=st.lists(st.integers(0, 200_000), max_size=12),
    most=st.integers(4_096, 200_000),
)
def test_parts_hold_everything_once_and_in_order(messages, files, most):
    runs = [
        Run(sha256=f"{number:064x}", size=size, offset=0, length=size)
        for number, size in enumerate(files)
    ]

    loads = pack_parts([bytes(size) for size in messages], runs, most_bytes=most)

    assert [loads[0].start, loads[-1].stop] == [0, len(messages)]
    assert all(one.stop == other.start for one, other in pairwise(loads))
    for run in runs:
        parts = [one for load in loads for one in load.runs if one.sha256 == run.sha256]
        assert parts
        assert [one.offset for one in parts] == [
            sum(one.length for one in parts[:number]) for number in range(len(parts))
        ]
        assert sum(one.length for one in parts) == run.size


def test_a_parcel_taken_from_a_stick_leaves_the_hub_as_a_round_would(hub, desk, folder):
    (path,) = write_to(desk, folder)

    bring(hub, path)

    assert len(looks.dossiers(hub)) == 5
