"""Our own rows: bytes a change, a day on a thin line, a line that goes away, scans, a month."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from hashlib import sha256
from random import Random
from time import monotonic, sleep
from typing import TYPE_CHECKING

import httpx

from desk_app.clock import WallClock
from sync import record
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from sync.client.loop import SyncLoop
from sync.protocol import compression
from sync.protocol.frame import ClockMark, make_frame
from tests.bench.sync import corpus, province
from tests.bench.sync.figures import BYTES_S, RTT_S, Row, floor_s
from tests.support.link import BadLine, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.sync.province import Province
    from tests.sync.small_replica import SmallReplica

THIN = Shape(rtt_s=RTT_S, bytes_s=BYTES_S)
_BATCH = 8
_IDLE_BYTES = 700
_SEED = 99
_DROP_S = 180.0


def bytes_a_change() -> list[Row]:
    """Frames alone, packed as a desk packs them; the mean over a day's batches of eight."""
    day = corpus.days(1, seed=_SEED)
    raws, heads = corpus.raws(day, dev=37, ep=1)
    whole = _frame_bytes(raws, heads, 0, len(raws)) / len(raws)
    starts = range(0, len(raws), _BATCH)
    small = [_frame_bytes(raws, heads, at, at + _BATCH) / _BATCH for at in starts]
    mean = sum(small) / len(small)
    bound = f"bound of the corpus {day.bound:.1f} B; salts that can be erased 2.0 B more"
    return [
        Row(
            name="bytes a change, 320 in one frame",
            ours=f"{whole:.1f} B",
            promised="≤ 25 B",
            holds=whole <= 25,
            floor=bound,
        ),
        Row(
            name="bytes a change, batches of 8, each with its frame",
            ours=f"{mean:.1f} B (longest {max(small):.1f} B)",
            promised="≤ 45 B",
            holds=mean <= 45,
            floor=bound,
        ),
    ]


def _frame_bytes(raws: Sequence[bytes], heads: Sequence[bytes], start: int, end: int) -> int:
    frame = make_frame(
        raws[start:end],
        hub_id=bytes(8),
        author=(37, 1),
        first=start + 1,
        heads=(heads[start], heads[end]),
        clock=ClockMark(now=1_795_000_000, offset_s=-2, age_s=300, boot=bytes(4)),
        signer=lambda _: bytes(64),
        dictionary=compression.FRAMES,
    )
    assert frame is not None
    return len(frame)


def a_day(at: Province, *, with_tls: bool, changes: int = corpus.CHANGES_A_DAY) -> list[Row]:
    """A day's changes over a cold line, then a round with nothing to do."""
    dossiers = changes // corpus.STEPS
    province.warm(at)
    machine = at.writer(corpus.days(1, seed=_SEED, dossiers=dossiers))
    with (
        _behind(at, with_tls=with_tls) as place,
        BadLine(*place, THIN) as line,
        _link(line, with_tls=with_tls) as link,
    ):
        began = monotonic()
        done = exchange_once(machine, link)
        spent = monotonic() - began
        carried, turns = line.counted.up + line.counted.down, line.counted.turns
        first = line.counted.up, line.counted.down
        began = monotonic()
        idle = exchange_once(machine, link)
        idle_s = monotonic() - began
        idle_up, idle_down = line.counted.up - first[0], line.counted.down - first[1]
    assert done.sent == len(machine.verdicts()) == changes
    floor = floor_s(carried, turns=3 if with_tls else 2)
    promise = 3.6 if with_tls else 2.3
    tls = ", TLS 1.3" if with_tls else ""
    rows = [
        Row(
            name=f"{changes} changes at 64 kbit/s, 600 ms, connection set-up included{tls}",
            ours=f"{spent:.2f} s, {first[0]:,} B up, {first[1]:,} B down, {turns} turns",
            promised=f"≤ {promise} s",
            holds=spent <= promise,
            seconds=spent,
            floor=f"floor {floor:.2f} s = {carried:,} B ÷ 8 kB/s + {3 if with_tls else 2} × 0.6 s",
        )
    ]
    if not with_tls:
        both = idle_up + idle_down
        rows.append(
            Row(
                name="nothing to do",
                ours=f"{both} B both ways, {idle_s:.2f} s, one turn",
                promised="≤ 700 B, one turn",
                holds=both <= _IDLE_BYTES and idle.sent == 0,
                floor=f"floor {floor_s(both, turns=1):.2f} s",
            )
        )
    return rows


def coming_and_going(at: Province, *, changes: int) -> Row:
    """Everything through a line that holds 20 s and is away 5 s, by the loop that desks run."""
    days = max(1, changes // corpus.CHANGES_A_DAY)
    dossiers = changes // days // corpus.STEPS
    machine = at.writer(corpus.days(days, seed=_SEED, dossiers=dossiers))
    shape = Shape(rtt_s=RTT_S, bytes_s=BYTES_S, up_s=20.0, down_s=5.0)
    with BadLine(*at.host, shape) as line:
        spent = _looped(machine, line.url, lambda: machine.acked() == machine.last(), most_s=280)
        carried = line.counted.up + line.counted.down
    return Row(
        name=f"{machine.last():,} changes, 64 kbit/s, 600 ms, 20 s up / 5 s down",
        ours=f"{spent:.1f} s, {line.counted.up:,} B up, {line.counted.connections} connections",
        promised="≤ 15 s",
        holds=spent <= 15,
        seconds=spent,
        floor=f"floor {floor_s(carried, turns=2):.1f} s without a drop",
    )


def scans(at: Province, *, size: int, shape: Shape = THIN, seed: int = 7) -> Row:
    """Pages of scans through a line that drops every three minutes on average."""
    machine = at.machine()
    chance = Random(seed)  # noqa: S311  a repeatable line
    pages = [chance.randbytes(80_000) for _ in range(max(1, size // 80_000))]
    total = sum(map(len, pages))
    for page in pages:
        machine.db.execute("INSERT INTO files VALUES (?, ?, 0)", (sha256(page).hexdigest(), page))
    with BadLine(*at.host, shape) as line, _dropping(line) as drops:
        waiting = "SELECT count(*) FROM files WHERE NOT at_hub"
        spent = _looped(machine, line.url, lambda: machine.one(waiting) == 0, most_s=2_400)
        up = line.counted.arrived_up
    share = total / spent / BYTES_S
    again = max(0.0, up - total * (1 + _OVERHEAD)) / total
    turns = 2 * (1 + drops[0])
    floor = floor_s(total, turns=turns)
    return Row(
        name=f"{total / 1e6:.1f} MB of scans at 64 kbit/s, drops every 180 s on average",
        ours=f"{share:.0%} of the line, {again:.1%} sent again, {drops[0]} drops, {spent:.0f} s",
        promised="≥ 90 % of the line, ≤ 1 % sent again",
        holds=share >= 0.9 and again <= 0.01,
        floor=f"floor {floor:.0f} s = {total:,} B ÷ 8 kB/s + {turns} × 0.6 s: a connection and a"
        " hello, anew after each drop",
    )


_DROP_SEED = 51
_OVERHEAD = 0.012  # headers with their pass, and records between the slices


def thirty_days(at: Province, *, dossiers: int) -> Row:
    """A month that could not be sent, one dossier in twenty poisoned, over 1 Mbit/s."""
    story = corpus.days(30, seed=_SEED, dossiers=max(1, dossiers // 30))
    machine = at.machine()
    granted = machine.granted
    raws, heads = corpus.raws(story, dev=granted.dev, ep=granted.ep)
    poisoned, broken = _poisoned(story, raws)
    fill_heads = _heads(story, poisoned, dev=granted.dev, ep=granted.ep)
    province.fill(machine, [broken.get(n, raw) for n, raw in enumerate(poisoned)], fill_heads)
    del heads
    shape = Shape(rtt_s=0.1, bytes_s=125_000.0)
    with BadLine(*at.host, shape) as line:
        spent = _looped(
            machine,
            line.url,
            lambda: machine.acked() == machine.last() == len(machine.verdicts()),
            most_s=600,
        )
        carried = line.counted.up + line.counted.down
    verdicts = machine.verdicts()
    aside = sum(verdict != "ok" for verdict, _ in verdicts.values())
    return Row(
        name=f"thirty days dark: {len({step.dossier for step in story.steps}):,} dossiers,"
        f" {len(raws):,} changes, 1 Mbit/s",
        ours=f"{spent:.0f} s until every one has its verdict; {aside:,} set aside",
        promised="≤ 300 s",
        holds=spent <= 300,
        floor=f"floor {floor_s(carried, turns=2, bytes_s=125_000, rtt_s=0.1):.1f} s",
    )


def _poisoned(story: corpus.Corpus, raws: Sequence[bytes]) -> tuple[list[bytes], dict[int, bytes]]:
    """The log with one dossier in twenty spoilt, and the places whose bytes are no change at all.

    Four kinds in turn: a body of the wrong shape, a kind nobody knows, a step out of order, and
    damage on the disk.
    """
    changed, broken = list(raws), {}
    for number, step in enumerate(story.steps):
        if step.dossier % 20:
            continue
        change = record.decode(raws[number])
        how = step.dossier // 20 % 4
        if change.salt is not None or (how == 3 and change.seq % 3):
            continue
        if how == 0:
            changed[number] = record.encode(change._replace(body=(True,)))
        elif how == 1:
            changed[number] = record.encode(change._replace(kind=9_999))
        elif how == 2:
            changed[number] = record.encode(change._replace(kind=14, body=("",)))
        else:
            broken[number] = b"\xff" * 20
    return changed, broken


def _heads(story: corpus.Corpus, raws: Sequence[bytes], *, dev: int, ep: int) -> list[bytes]:
    """The chain over a log as it was written, before any damage."""
    head = record.first_head(dev, ep)
    heads, salts = [head], dict[int, bytes]()
    for step, raw in zip(story.steps, raws, strict=True):
        change = record.decode(raw)
        if change.salt is not None:
            salts[step.dossier] = change.salt
        head = record.link(head, dev, ep, raw, salts[step.dossier], change.seq)
        heads.append(head)
    return heads


def _looped(
    machine: SmallReplica, url: str, is_done: Callable[[], bool], *, most_s: float
) -> float:
    """Seconds until it is done, by the loop that desks run."""
    began = monotonic()
    loop = SyncLoop(machine, lambda: HttpLink(url), clock=WallClock().now).start()
    try:
        while not is_done() and monotonic() - began < most_s:
            sleep(0.02)
        return monotonic() - began
    finally:
        loop.stop()


@contextmanager
def _dropping(line: BadLine) -> Iterator[list[int]]:
    """Cuts the line at random moments; how often so far.

    The seed is one whose first gap is short enough for a run of two minutes.
    """
    drops, is_over = [0], threading.Event()
    chance = Random(_DROP_SEED)  # noqa: S311  a repeatable line

    def run() -> None:
        while not is_over.wait(chance.expovariate(1 / _DROP_S)):
            drops[0] += 1
            line.cut()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield drops
    finally:
        is_over.set()
        thread.join()


@contextmanager
def _behind(at: Province, *, with_tls: bool) -> Iterator[tuple[str, int]]:
    """Where the line leads: the hub, or what speaks TLS before it."""
    if not with_tls:
        yield at.host
        return
    from tests.bench.sync.tls import before  # noqa: PLC0415  makes keys; only where they are wanted

    with before(at.host) as place:
        yield place


def _link(line: BadLine, *, with_tls: bool) -> HttpLink:
    if not with_tls:
        return HttpLink(line.url)
    from tests.bench.sync.tls import trusting  # noqa: PLC0415  as above

    transport = httpx.HTTPTransport(verify=trusting())
    return HttpLink(line.url.replace("http://127.0.0.1", "https://localhost"), transport=transport)
