"""What reading a full desk costs: `python -m tests.store.figures FOLDER [DOSSIERS]`.

The folder is filled on the first run. Milliseconds, warm unless it says first.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.store.lists import ListFilter, Order, Sync
from desk_app.store.opening import open_store
from desk_app.store.people import find_people
from desk_app.store.search import search
from tests.store.filling import PROCEDURES, START, fill, name
from tests.store.making import AT, PASSWORD, QUICK, new_store, places_in, receive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desk_app.store.opening import Store

_END = START + timedelta(days=3600)


def main(folder: Path, dossiers: int) -> None:
    places = places_in(folder)
    if places.database.exists():
        store = open_store(places, "Hoa", PASSWORD, now=AT, effort=QUICK)
    else:
        store = new_store(folder)
        fill(store, dossiers)
    chance = random.Random(7)  # noqa: S311 - choice of questions
    _report("search, as typed", (lambda text=text: search(store.database, text)
                                 for text in typed(chance, 60)))  # fmt: skip
    _report("search, number", (lambda n=n: search(store.database, f"09{n:05d}")
                               for n in range(0, 90_000, 900)))  # fmt: skip
    _report("people, as typed", (lambda text=text: find_people(store.database, text)
                                 for text in typed(chance, 60)))  # fmt: skip
    _report("one dossier", (lambda entity=entity: (store.journal.dossier(entity),
                                                   store.journal.timeline(entity))
                            for entity in entities(store, chance, 300)))  # fmt: skip
    for label, asked in filters().items():
        _report(f"list {label}", (lambda asked=asked: store.lists.page(asked) for _ in range(40)))
    _report("tally", (lambda: store.lists.tally(now=_END, soon=_END + timedelta(days=1))
                      for _ in range(40)))  # fmt: skip
    _report("receive", (lambda: receive(store) for _ in range(200)))
    begun, begun_own = time.perf_counter(), time.process_time()
    folded = store.journal.rebuild()
    by_clock, own = time.perf_counter() - begun, time.process_time() - begun_own
    print(f"rebuild: {folded / by_clock:,.0f} entries a second, own {folded / own:,.0f}")  # noqa: T201
    store.close()


def typed(chance: random.Random, names: int) -> Iterable[str]:
    """What stands in the field after every key while names are typed, in no order of words."""
    for _ in range(names):
        words = name(chance).split()
        chance.shuffle(words)
        whole = " ".join(words)
        yield from (whole[:end] for end in range(1, len(whole) + 1))


def entities(store: Store, chance: random.Random, count: int) -> list[int]:
    most = store.database.value("SELECT max(id) FROM dossiers")
    numbers = [chance.randrange(1, most) for _ in range(count)]
    return [
        store.database.value("SELECT entity FROM dossiers WHERE id = ?", (number,))
        for number in numbers
    ]


def filters() -> dict[str, ListFilter]:
    return {
        "all": ListFilter(),
        "returned": ListFilter(statuses=(Status.RETURNED,)),
        "two states": ListFilter(statuses=(Status.RECEIVED, Status.DONE)),
        "by due": ListFilter(order=Order.DUE),
        "overdue": ListFilter(due_before=_END, order=Order.DUE),
        "received by due": ListFilter(statuses=(Status.RECEIVED,), order=Order.DUE),
        "one procedure": ListFilter(procedures=PROCEDURES[-1:]),
        "a field of 30": ListFilter(procedures=PROCEDURES[:30]),
        "a rare field, returned": ListFilter(
            procedures=PROCEDURES[-30:], statuses=(Status.RETURNED,)
        ),
        "a handler": ListFilter(handler="Văn phòng HĐND và UBND"),
        "waiting": ListFilter(sync=Sync.WAITING),
    }


def _report(label: str, acts: Iterable[Callable[[], object]]) -> None:
    """Times by the clock and, where other programs were busy too, of this process alone."""
    by_clock, own = [], []
    for act in acts:
        begun, begun_own = time.perf_counter(), time.process_time()
        act()
        own.append((time.process_time() - begun_own) * 1000)
        by_clock.append((time.perf_counter() - begun) * 1000)
    print(f"{label:24} {_spread(by_clock)}   own {_spread(own)}")  # noqa: T201


def _spread(spent: list[float]) -> str:
    first, spent = spent[0], sorted(spent)
    p50, p95 = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
    return f"first {first:6.1f} p50 {p50:6.2f} p95 {p95:6.2f} max {spent[-1]:6.1f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
