"""A reception beside its floor, in turns, so that both meet the same disk and the same neighbours.

Counted: the use case `receive_dossier` (rights, rules, fee, promise, code, register number, journal
entry with its chain, lists, search, print job; one transaction on disk; the witness), then the
receipt as `print_paper` makes it: dossier and timeline read back, the form filled, laid out, drawn.
Not counted there, and told beside: keeping the page in the encrypted files, the ledger's steps
around the printer, and the page in the tray, each synced to the disk on its own.
"""

from __future__ import annotations

from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from desk_app.demo.people import invented_person
from desk_app.desk import RECEIPT
from desk_app.domain import submission
from desk_app.papers.forms import draw_form
from desk_app.papers.receipt import receipt_form
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from tests.bench.bare import BareStore, draw_bare, laid_out
from tests.bench.figures import Figure, Times, against, timed
from tests.bench.lives import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.desk import Desk

_MOST = 2.0  # times the floor
_WARM = 5  # the first of a process read fonts and prepare statements


def figures(desk: Desk, *, receptions: int) -> list[Figure]:
    chance = Random()  # noqa: S311 - invented people
    _measured(desk, _applications(desk, chance, _WARM))
    ours, floor = _measured(desk, _applications(desk, chance, receptions))
    printed = timed(
        lambda application=application: _receive_and_print(desk, application)
        for application in _applications(desk, chance, receptions // 4)
    )
    received, drawn = (_times(part) for part in zip(*ours, strict=True))
    inserted, bare = (_times(part) for part in zip(*floor, strict=True))
    whole = _times(sum(parts) for parts in ours)
    least = _times(sum(parts) for parts in floor)
    return [
        against("receive with receipt, p95", whole.p95, least.p95, most=_MOST),
        against("receive with receipt, p50", whole.p50, least.p50, most=_MOST),
        Figure(name="  of it the use case", measured=str(received)),
        Figure(name="  of it the page", measured=str(drawn)),
        Figure(name="  floor: committed insert", measured=str(inserted)),
        Figure(name="  floor: page by bare reportlab", measured=str(bare)),
        Figure(name="  received and printed to the tray", measured=str(printed)),
    ]


def _measured(
    desk: Desk, applications: Iterator[submission.Application]
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Seconds of each reception in its two parts, and of its floor in the same."""
    ours: list[tuple[float, float]] = []
    floor: list[tuple[float, float]] = []
    bare = BareStore(desk.store.places.data / "bare.db", desk.store.unlocked.key)
    for application in applications:
        begun = perf_counter()
        entity = receive_dossier(desk, application).dossier.entity
        received = perf_counter()
        draw_form(desk, RECEIPT, desk.journal.dossier(entity), desk.journal.timeline(entity))
        ours.append((received - begun, perf_counter() - received))

        dossier, timeline = desk.journal.dossier(entity), desk.journal.timeline(entity)
        page = laid_out(receipt_form(desk, dossier, timeline))
        record = desk.store.database.value("SELECT record FROM journal WHERE entity = ?", (entity,))
        begun = perf_counter()
        bare.insert(record)
        inserted = perf_counter()
        draw_bare(page)
        floor.append((inserted - begun, perf_counter() - inserted))
    bare.close()
    return ours, floor


def _receive_and_print(desk: Desk, application: submission.Application) -> None:
    print_id = receive_dossier(desk, application).print_id
    assert print_id is not None
    print_paper(desk, print_id)


def _applications(desk: Desk, chance: Random, count: int) -> Iterator[submission.Application]:
    """What people bring this morning, in the mix of every other."""
    known = kinds(desk)
    for _ in range(count):
        kind = chance.choices(known, [one.share for one in known])[0]
        yield submission.Application(
            procedure=kind.procedure,
            version=kind.version,
            applicant=invented_person(chance, unit=desk.place.unit),
            papers=kind.papers,
            pages=chance.randint(1, 6),
            copies=chance.randint(1, 3),
        )


def _times(seconds: Iterator[float] | tuple[float, ...]) -> Times:
    return Times(all_ms=tuple(second * 1000 for second in seconds))
