"""Files in slices: records between them, the most urgent first, one that fails by itself."""

import itertools
from hashlib import sha256
from io import BytesIO

import pytest

from sync.client.exchange import exchange_once
from sync.client.files import Progress, Transfer
from sync.client.pace import Pace
from sync.client.replica import FileToSend, Modes
from sync.errors import FileDamaged, FileTooLarge, HubUnreachable
from sync.hub import tables
from sync.protocol.file_pass import MOST_ASKED
from tests.sync import looks
from tests.sync.conftest import ORG
from tests.sync.rules import CREATED
from tests.sync.wires import AtOnce, DirectLink

SLICE = 16 * 2**10  # the least there is


class Narrow(Pace):
    """The pace of a line that carries the least slice at once, however fast this machine is."""

    def slice_bytes(self):
        return SLICE

    def part_bytes(self, left):
        return min(left, SLICE)


def scan(number, slices=4):
    return bytes([number]) * (SLICE * slices)


def put(desk, *scans):
    for content in scans:
        desk.db.execute(
            "INSERT INTO files VALUES (?, ?, 0)", (sha256(content).hexdigest(), content)
        )


class Watched(DirectLink):
    """Tells what went over the line, and lets something happen after each slice."""

    def __init__(self, hub, after_slice=lambda: None):
        super().__init__(hub)
        self.went = []
        self.after_slice = after_slice
        self.asked = 0

    def exchange(self, body):
        self.went.append("records")
        return super().exchange(body)

    def have(self, digests, file_pass):
        self.asked += 1
        return super().have(digests, file_pass)

    def send_part(self, sha256, file_pass, content, *, offset, length):
        self.went.append((sha256[:6], offset))
        told = super().send_part(sha256, file_pass, content, offset=offset, length=length)
        self.after_slice()
        return told


def test_what_is_written_while_a_scan_goes_up_goes_out_before_the_next_slice(hub, desk):
    put(desk, scan(1))
    written = iter(range(1, 3))

    def write():
        number = next(written, None)
        if number is not None:
            desk.write(CREATED, (f"{ORG}-261123-{number:04d}",))

    link = Watched(hub, after_slice=write)

    exchange_once(desk, link, pace=Narrow())

    kinds = ["records" if one == "records" else "slice" for one in link.went]
    assert kinds == ["records", "slice", "records", "slice", "records", "slice", "slice"]
    assert desk.acked() == 2


def test_news_of_the_hub_are_heard_while_a_long_scan_goes_up(hub, desk):
    put(desk, scan(1))
    clock = iter(range(0, 10_000, 20))  # seconds, twenty a look

    link = Watched(hub)
    exchange_once(desk, link, pace=Narrow(now=lambda: float(next(clock))))

    assert link.went.count("records") > 1


def test_the_most_urgent_file_goes_on_after_every_slice(hub, desk):
    put(desk, scan(1))
    urgent = scan(2, slices=1)

    def hurry():
        if not desk.one("SELECT count(*) FROM files WHERE content = ?", urgent):
            put(desk, urgent)

    class UrgentFirst(type(desk)):
        def files_to_send(self):
            return sorted(super().files_to_send(), key=lambda file: file.size)

    desk.__class__ = UrgentFirst
    link = Watched(hub, after_slice=hurry)

    exchange_once(desk, link, pace=Narrow())

    names = [one[0] for one in link.went if one != "records"]
    first, second = (sha256(content).hexdigest()[:6] for content in (scan(1), urgent))
    assert names == [first, second, first, first, first]


def test_how_far_the_hub_has_many_files_is_asked_once(hub, desk):
    put(desk, *(scan(number, slices=1) for number in range(20)))
    link = Watched(hub)

    done = exchange_once(desk, link)

    assert (done.files_up, link.asked) == (20, 1)


def test_more_files_than_one_question_holds_are_all_sent(hub, desk):
    put(desk, *(number.to_bytes(2, "big") for number in range(MOST_ASKED + 5)))

    done = exchange_once(desk, DirectLink(hub))

    assert done.files_up == MOST_ASKED + 5
    assert looks.count(hub, tables.files) == MOST_ASKED + 5


def test_a_file_the_hub_has_already_costs_no_byte_of_it(hub, desk, colleague):
    put(desk, scan(1))
    put(colleague, scan(1))
    exchange_once(desk, DirectLink(hub))
    link = Watched(hub)

    done = exchange_once(colleague, link)

    assert done.files_up == 1
    assert [one for one in link.went if one != "records"] == []


def test_without_files_a_round_carries_records_alone(hub, desk):
    put(desk, scan(1))
    desk.write(CREATED, (f"{ORG}-261123-0001",))

    asked = exchange_once(desk, DirectLink(hub), records_only=True)
    desk.chosen = Modes(records_only=True)
    chosen = exchange_once(desk, DirectLink(hub))

    assert (asked.sent, asked.files_up, chosen.files_up) == (1, 0, 0)


def test_a_file_that_cannot_be_read_here_stops_no_other(hub, desk):
    put(desk, scan(1, slices=1), scan(2, slices=1))
    broken = sha256(scan(1, slices=1)).hexdigest()

    class Broken(type(desk)):
        def files_to_send(self):
            def opened():
                raise FileDamaged(sha256=broken)

            return [
                FileToSend(sha256=file.sha256, size=file.size, open=opened)
                if file.sha256 == broken
                else file
                for file in super().files_to_send()
            ]

    desk.__class__ = Broken

    done = exchange_once(desk, DirectLink(hub))

    assert (done.files_up, done.files_failed) == (1, 1)
    assert desk.failed == [(broken, "file_damaged")]


def test_a_fault_of_the_disk_that_no_file_names_is_told_too(hub, desk):
    put(desk, scan(1, slices=1))

    class Gone(type(desk)):
        def files_to_send(self):
            return [
                FileToSend(sha256=file.sha256, size=file.size, open=lambda: BytesIO(None).missing)
                for file in super().files_to_send()
            ]

    desk.__class__ = Gone

    done = exchange_once(desk, DirectLink(hub))

    assert done.files_failed == 1
    assert desk.failed[0][1] == "file_unreadable"


def test_bytes_that_arrive_wrong_are_told_and_begun_anew(hub, desk):
    put(desk, scan(1))

    class Flipping(DirectLink):
        def send_part(self, sha256, file_pass, content, *, offset, length):
            wrong = bytes(len(content))
            return super().send_part(sha256, file_pass, wrong, offset=offset, length=length)

    flipped = exchange_once(desk, Flipping(hub))
    sound = exchange_once(desk, DirectLink(hub))

    assert (flipped.files_up, flipped.files_failed) == (0, 1)
    assert desk.failed == [(sha256(scan(1)).hexdigest(), "file_damaged")]
    assert (sound.files_up, sound.files_failed) == (1, 0)


def test_who_watches_hears_before_every_slice_what_is_left(hub, desk):
    put(desk, scan(1))
    heard = []

    exchange_once(desk, DirectLink(hub), pace=Narrow(), progress=heard.append)

    left = [(progress.files_left, progress.bytes_left) for progress in heard]
    assert left == [(1, SLICE * 4), (1, SLICE * 3), (1, SLICE * 2), (1, SLICE), (0, 0)]
    assert [progress.bytes_done for progress in heard] == [SLICE * n for n in range(5)]


@pytest.mark.parametrize(("left", "rate", "seconds"), [(80_000, 8_000.0, 10), (5, 0.0, 0)])
def test_the_time_left_follows_from_the_rate(left, rate, seconds):
    told = Progress(files_left=1, bytes_left=left, bytes_done=0, rate=rate)

    assert told.seconds_left == seconds


def test_a_line_that_drops_often_gets_smaller_slices():
    now = [0.0]
    pace = Pace(now=lambda: now[0])
    steady = pace.slice_bytes()

    for _ in range(12):
        pace.measure(0, since=now[0])
        now[0] += 10.0
        pace.drop()

    assert pace.slice_bytes() < steady / 2


def test_a_line_that_never_was_up_teaches_nothing_of_how_long_it_holds():
    pace = Pace()

    pace.drop()

    assert pace.holds_s == Pace().holds_s


def test_a_drop_costs_the_hub_and_the_desk_no_more_than_its_slice(hub, desk):
    put(desk, scan(1))

    class Dropping(Watched):
        def send_part(self, sha256, file_pass, content, *, offset, length):
            told = super().send_part(sha256, file_pass, content, offset=offset, length=length)
            if offset == SLICE:
                raise HubUnreachable(reason="dropped")
            return told

    with pytest.raises(HubUnreachable):
        exchange_once(desk, Dropping(hub), pace=Narrow())
    link = Watched(hub)
    exchange_once(desk, link, pace=Narrow())

    assert [one[1] for one in link.went if one != "records"] == [SLICE * 2, SLICE * 3]


class Held(DirectLink):
    """Parts arrive at the hub when they are let go, in the order in which that is done."""

    def __init__(self, hub):
        super().__init__(hub)
        self.began = []

    def begin_part(self, sha256, file_pass, content, *, offset, length):
        sent = super().send_part
        part = Part(lambda: sent(sha256, file_pass, content, offset=offset, length=length))
        self.began.append(((sha256[:6], offset), part))
        return part

    def let_go(self, *places):
        for place in places:
            self.began[place][1].arrive()

    def places(self):
        return [place for place, _ in self.began]


class Part:
    """On its way until it is let go."""

    def __init__(self, send):
        self.send = send
        self.done = None

    def arrive(self):
        self.done = self.done or AtOnce(self.send)

    def is_answered(self, *, within_s):
        if within_s is None:
            self.arrive()
        return self.done is not None

    def told(self):
        self.arrive()
        return self.done.told()


@pytest.fixture
def sending(hub, desk):
    """A link whose parts wait, and the files of a round over it."""
    exchange_once(desk, DirectLink(hub))
    link = Held(hub)
    counter = desk.one("SELECT value FROM numbers")
    idle = Narrow(free_at=0.0, rate=1e12)  # the line is free as soon as a slice is begun
    told = {"counter": lambda: counter, "should_stop": lambda: False}
    return link, Transfer(desk, link, idle, **told)


def test_the_next_slice_goes_out_before_the_last_is_answered(desk, sending):
    link, transfer = sending
    put(desk, scan(1))

    transfer.step()
    transfer.step()

    name = sha256(scan(1)).hexdigest()[:6]
    assert link.places() == [(name, 0), (name, SLICE)]
    assert not any(part.done for _, part in link.began)


def test_no_more_than_two_slices_are_under_way(desk, sending):
    link, transfer = sending
    put(desk, scan(1))

    for _ in range(3):
        transfer.step()

    assert len(link.began) == 2
    assert [part.done is not None for _, part in link.began] == [True, False]


def test_the_first_slice_of_the_next_file_goes_before_the_last_answer_of_this_one(desk, sending):
    link, transfer = sending
    put(desk, scan(1, slices=1), scan(2, slices=1))

    transfer.step()
    transfer.step()
    noted_early = desk.one("SELECT sum(at_hub) FROM files")
    while transfer.step():
        pass

    assert [offset for _, offset in link.places()] == [0, 0]
    assert (noted_early, desk.one("SELECT sum(at_hub) FROM files"), transfer.up) == (0, 2, 2)


def test_a_slice_that_overtakes_the_one_before_is_sent_again(desk, sending):
    link, transfer = sending
    put(desk, scan(1))
    transfer.step()
    transfer.step()

    link.let_go(1, 0)
    while transfer.step():
        pass

    assert desk.files_to_send() == []
    assert transfer.failed == 0
    assert [offset // SLICE for _, offset in link.places()] == [0, 1, 1, 2, 3]


def test_two_slices_at_a_hub_that_lost_the_file_begin_it_anew(hub, desk, sending):
    link, transfer = sending
    put(desk, scan(1))
    transfer.step()
    link.let_go(0)
    transfer.step()
    transfer.step()
    for part in (hub.files / "parts").iterdir():
        part.unlink()

    link.let_go(1, 2)
    while transfer.step():
        pass

    assert desk.files_to_send() == []
    assert [offset // SLICE for _, offset in link.places()] == [0, 1, 2, 0, 1, 2, 3]


def test_a_file_given_up_does_not_come_back_by_a_late_answer(desk, sending):
    link, transfer = sending
    put(desk, scan(1))
    transfer.step()
    transfer.step()
    link.began[0][1].done = AtOnce(lambda: _raise(FileTooLarge(most_bytes=1)))

    link.let_go(1)
    while transfer.step():
        pass

    assert (transfer.up, transfer.failed) == (0, 1)
    assert desk.one("SELECT at_hub FROM files") == 0


def _raise(error):
    raise error


def test_what_is_written_while_the_line_is_busy_goes_before_the_next_slice(hub, desk):
    put(desk, scan(1))
    link = Held(hub)
    now = [0.0]

    class Busy(Part):
        def is_answered(self, *, within_s):
            if not self.done and within_s:
                now[0] += within_s
                if desk.last() == 0:
                    desk.write(CREATED, (f"{ORG}-261123-0001",))
            return super().is_answered(within_s=within_s)

    def begin_part(sha256, file_pass, content, *, offset, length):
        sent = DirectLink.send_part
        part = Busy(lambda: sent(link, sha256, file_pass, content, offset=offset, length=length))
        link.began.append(((sha256[:6], offset), part))
        acked.append(desk.acked())
        return part

    acked = []
    link.begin_part = begin_part

    exchange_once(desk, link, pace=Narrow(now=lambda: now[0], rtt_s=0.1))

    assert acked == [0, 1, 1, 1]
    assert desk.files_to_send() == []


def test_two_parts_under_way_keep_records_waiting_no_longer_than_a_window():
    for rtt_s, left in itertools.product((0.05, 0.6, 3.0), (20_000, 80_000, 10**6, 10**7)):
        pace = Pace(rtt_s=rtt_s, now=lambda: 100.0)
        window_s = pace.slice_bytes() / pace.rate

        pace.begin(pace.part_bytes(left))
        end_of_the_first_s = pace.free_at - pace.now() - pace.spare_s()
        second_s = pace.part_bytes(left) / pace.rate

        assert end_of_the_first_s + second_s <= window_s + 0.01


def test_a_rate_is_learnt_from_slices_that_follow_each_other_without_a_gap():
    now = [100.0]
    pace = Pace(now=lambda: now[0])

    for _ in range(20):  # each is begun a second before the line is free, at 4,000 bytes a second
        pace.begin(40_000)
        began = now[0] - 1.0
        now[0] += 10.0
        pace.answered(40_000, since=began, left=0)

    assert pace.rate == pytest.approx(4_000, rel=0.05)


def test_an_exchange_behind_slices_teaches_nothing_of_the_delay():
    now = [100.0]
    pace = Pace(now=lambda: now[0])
    pace.begin(80_000)

    began = now[0]
    now[0] += 9.0
    pace.measure(600, since=began)

    assert pace.rtt_s == Pace().rtt_s
