"""Looking things up in a full desk: search letter by letter, lists, one dossier with all it shows.

Asked of `queries`, as the screens ask; rows come ready to be drawn.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from desk_app.demo.people import invented_person
from desk_app.domain.dossier import Status
from desk_app.domain.report_period import Span, period_of
from desk_app.domain.standing import Figure as Column
from desk_app.domain.text import fold
from desk_app.papers.period_report import By, Pick
from desk_app.queries import dossiers, reception
from desk_app.queries.dossiers import ListFilter, Order, Sync
from desk_app.queries.handing_over import handed_to_me, to_give
from desk_app.queries.reports import behind, period_report
from desk_app.queries.today import to_enter, today
from tests.bench.figures import Figure, at_most, timed
from tests.bench.lives import HANDLERS, kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.desk import Desk
    from desk_app.domain.report_period import Period

_TURNS = 25  # of each list


def figures(desk: Desk, *, people: int) -> list[Figure]:
    """`people`: how many of each thing are looked for; every letter of each is a search."""
    chance = Random()  # noqa: S311 - a choice of questions, another in every turn
    asked = {
        "names": [*_names(desk, chance, people)],
        "codes": [*_codes(desk, chance, people)],
        "numbers": [*_numbers(desk, chance, people)],
    }
    found = []
    every = [text for texts in asked.values() for text in texts]
    for label, texts in {"as one types": every, **asked}.items():
        times = timed(lambda text=text: dossiers.search(desk, text) for text in texts)
        found.append(at_most(f"search, {label}", times, p50=5, p95=20))
    again = timed(
        lambda text=text: reception.find_people(desk, text)
        for text in (*asked["names"], *asked["numbers"])
    )
    found.append(at_most("search, people who applied before", again, p50=5, p95=20))
    kinds_typed = timed(
        lambda text=text: desk.catalogue.search(text) for text in _procedures(desk, chance, people)
    )
    found.append(at_most("search, procedures of the catalogue", kinds_typed, p50=20, p95=50))
    entities = _entities(desk, chance, people * 5)
    opened = timed(lambda entity=entity: _open(desk, entity) for entity in entities)
    found.append(at_most("one dossier: state, timeline, prints, files", opened, p95=10))
    for label, filters in _lists(desk).items():
        pages = timed(lambda asked=asked: dossiers.page(desk, asked) for asked in filters * _TURNS)
        found.append(at_most(f"first page of a list: {label}", pages, p95=20))
    return found + _tasks(desk) + _reports(desk)


def _tasks(desk: Desk) -> list[Figure]:
    """What a person's day begins with, each as one screen asks for it."""
    asked = {
        "tasks of today, every list": lambda: today(desk),
        "to type into a ministry's system": lambda: to_enter(desk),
        "hand-overs: what lies at the desk": lambda: to_give(desk),
        "hand-overs: what waits to be taken": lambda: handed_to_me(desk),
    }
    return [
        at_most(f"first page: {label}", timed(ask for _ in range(_TURNS)), p95=100)
        for label, ask in asked.items()
    ]


def _reports(desk: Desk) -> list[Figure]:
    """A month and whole years, as the screen asks for them, and the lists behind figures."""
    this = desk.clock.today().year
    years = [period_of(Span.YEAR, date(this - back, 1, 1)) for back in range(3)]
    month = period_of(Span.MONTH, desk.clock.today())
    opened = timed(lambda: period_report(desk, month).rows(By.FIELD) for _ in range(_TURNS))
    counted = timed(lambda year=year: _report(desk, year) for year in years)
    report = period_report(desk, years[-1])
    lists = timed(
        lambda column=column: behind(desk, report, Pick(figure=column)) for column in Column
    )
    return [
        at_most("report of a month: first page", opened, p95=100),
        at_most("report of a year: every table and the index", counted, p95=3_000),
        at_most("report of a year: first page behind a figure", lists, p95=100),
    ]


def _report(desk: Desk, year: Period) -> None:
    report = period_report(desk, year)
    for by in By:
        report.rows(by)
    report.shares()


def _names(desk: Desk, chance: Random, people: int) -> Iterator[str]:
    """With and without accents, from the front and the given name first."""
    for n in range(people):
        name = invented_person(chance, unit=desk.place.unit).name
        if n % 3 == 1:
            name = fold(name)
        if n % 3 == 2:
            name = " ".join(reversed(name.lower().split()))
        yield from _letter_by_letter(name)


def _codes(desk: Desk, chance: Random, people: int) -> Iterator[str]:
    """Whole, its end as people read it out, and the running number alone."""
    for n, entity in enumerate(_entities(desk, chance, people)):
        code = desk.journal.dossier(entity).code
        _, day, running = code.rsplit("-", 2)
        yield from _letter_by_letter((code, f"{day}-{running}", running.lstrip("0"))[n % 3])


def _numbers(desk: Desk, chance: Random, people: int) -> Iterator[str]:
    for n, entity in enumerate(_entities(desk, chance, people)):
        person = desk.journal.dossier(entity).application.applicant
        yield from _letter_by_letter((person.phone, person.personal_id)[n % 2])


def _procedures(desk: Desk, chance: Random, people: int) -> Iterator[str]:
    """The first three words of a procedure's name, without accents in every second."""
    every = desk.catalogue.procedures
    for n in range(people):
        words = " ".join(chance.choice(every).name.split()[:3])
        yield from _letter_by_letter(fold(words) if n % 2 else words.lower())


def _letter_by_letter(text: str) -> Iterator[str]:
    yield from (text[:end] for end in range(1, len(text) + 1))


def _entities(desk: Desk, chance: Random, count: int) -> list[int]:
    """Dossiers from all the years."""
    last = desk.store.database.value("SELECT max(id) FROM dossiers")
    return [
        desk.store.database.value(
            "SELECT entity FROM dossiers WHERE id = ?", (chance.randint(1, last),)
        )
        for _ in range(count)
    ]


def _open(desk: Desk, entity: int) -> None:
    """What the screen of one dossier asks for."""
    dossier = dossiers.dossier(desk, str(entity))
    dossiers.timeline(desk, dossier.entity)
    dossiers.prints(desk, dossier.entity)
    dossiers.files(desk, dossier.entity)


def _lists(desk: Desk) -> dict[str, list[ListFilter]]:
    now = desk.clock.now()
    procedures = tuple(kind.procedure for kind in kinds(desk))
    soon = now + timedelta(days=1)
    return {
        "all": [ListFilter()],
        "by status": [ListFilter(statuses=(status,)) for status in Status],
        "by several statuses": [
            ListFilter(statuses=(Status.RECEIVED, Status.IN_PROGRESS)),
            ListFilter(statuses=(Status.STOPPED, Status.NOT_RECEIVED, Status.RETURNED)),
        ],
        "by urgency": [
            ListFilter(due_before=now, order=Order.DUE),
            ListFilter(due_from=now, due_before=soon, order=Order.DUE),
            ListFilter(due_before=now),
            ListFilter(statuses=(Status.IN_PROGRESS,), due_before=soon, order=Order.DUE),
        ],
        "by promise": [
            ListFilter(order=Order.DUE),
            ListFilter(statuses=(Status.RECEIVED,), order=Order.DUE),
        ],
        "of a handler": [ListFilter(handler=handler) for handler in HANDLERS],
        "of a procedure": [
            ListFilter(procedures=procedures[:1]),
            ListFilter(procedures=procedures[-1:]),
            ListFilter(procedures=procedures, statuses=(Status.RETURNED,)),
            ListFilter(procedures=procedures[-3:], order=Order.DUE),
        ],
        "to be signed": [ListFilter(is_to_sign=True), ListFilter(is_to_sign=True, order=Order.DUE)],
        "not settled": [
            ListFilter(sync=Sync.WAITING),
            ListFilter(sync=Sync.ASIDE),
            ListFilter(sync=Sync.WAITING, statuses=(Status.RETURNED,)),
        ],
    }
