"""The book of results (sổ trả kết quả): whom each result of a period was given to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from desk_app.domain.events import OriginalsKept, ResultReturned
from desk_app.domain.paper_names import RESULTS_BOOK
from desk_app.domain.submission import ReturnMethod
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.office import DeskPaper, NothingToList
from desk_app.papers.register import METHODS
from desk_app.papers.spreadsheet import Leaf, as_workbook
from desk_app.papers.training_mark import training_mark
from desk_app.store.results_book import given_back

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.desk import Desk
    from desk_app.store.entries import Entry
    from locales.catalogue import Texts

_HEADS = (
    "number",
    "code",
    "applicant",
    "procedure_name",
    "due_at",
    "at",
    "way",
    "receiver",
    "proof",
    "note",
)
_WIDTHS = (6, 26, 30, 40, 17, 17, 14, 30, 40, 40)


def results_book(
    desk: Desk, *, since: datetime, before: datetime, period: str, name: str
) -> DeskPaper:
    """`name`: what of it, in the print ledger. Raises NothingToList, NoTemplate, GlyphMissing."""
    found = given_back(desk.store.database, desk.machine or 0, since=since, before=before)
    if not found.returned and not found.posted and not found.came_back:
        raise NothingToList
    ways = Counter(_returned(one).method for one in found.returned)
    texts = {
        "period": period,
        "keeper": desk.user.name,
        "count": str(len(found.returned)),
        "by_way": ", ".join(str(ways[way]) for way in ReturnMethod),
        "in_post": str(_in_post(desk, found.posted) or ""),
        "came_back": str(len(found.came_back) or ""),
    }
    rows = [_row(desk, number, one) for number, one in enumerate(found.returned, start=1)]
    pdf = draw_by_template(
        desk, RESULTS_BOOK, at=desk.clock.now(), texts=texts, lists={"results": rows}
    )
    return DeskPaper(form=f"{RESULTS_BOOK}/{name}", pdf=pdf, sheets=1)


def results_workbook(
    desk: Desk, texts: Texts, *, since: datetime, before: datetime, period: str
) -> bytes:
    """The same lines for Excel."""
    found = given_back(desk.store.database, desk.machine or 0, since=since, before=before)
    rows = [_row(desk, number, one) for number, one in enumerate(found.returned, start=1)]
    return as_workbook(
        [
            Leaf(
                title=texts["ui.form.results-book"],
                above=(f"{texts['ui.form.results-book']}: {period}", desk.place.unit),
                heads=[texts[f"results.head.{head}"] for head in _HEADS],
                widths=_WIDTHS,
                rows=[tuple(row[head] for head in _HEADS) for row in rows],
            )
        ],
        mark=training_mark(desk, texts),
    )


def posted_codes(desk: Desk, *, since: datetime, before: datetime) -> list[str]:
    """Codes of the dossiers given to the post in that time and still there, each once."""
    found = given_back(desk.store.database, desk.machine or 0, since=since, before=before)
    entities = dict.fromkeys(one.entity for one in found.posted)
    dossiers = [desk.journal.dossier(entity) for entity in entities]
    return [one.code for one in dossiers if one.parcel and one.returned_at is None]


def _row(desk: Desk, number: int, entry: Entry) -> dict[str, str]:
    event, dossier = _returned(entry), desk.journal.dossier(entry.entity)
    known = desk.catalogue.by_code.get(dossier.application.procedure)
    procedure = (known.short_name or known.name) if known else dossier.application.procedure
    return {
        "number": str(number),
        "code": dossier.code,
        "applicant": dossier.application.applicant.name,
        "procedure_name": procedure,
        "due_at": short_moment(dossier.due_at),
        "at": short_moment(entry.at),
        "way": METHODS[event.method],
        "receiver": event.receiver,
        "proof": ", ".join(filter(None, (event.paper, event.relation, event.parcel))),
        "note": "" if event.originals_back else _kept(desk, entry.entity),
    }


def _kept(desk: Desk, entity: int) -> str:
    """Which originals lie at the desk still."""
    for one in reversed(desk.journal.timeline(entity)):
        if isinstance(one.event, OriginalsKept):
            return f"Còn giữ bản chính: {', '.join(one.event.papers)} ({one.event.reason})"
    return "Còn giữ bản chính"


def _in_post(desk: Desk, posted: tuple[Entry, ...]) -> int:
    dossiers = [desk.journal.dossier(entity) for entity in {one.entity for one in posted}]
    return sum(1 for one in dossiers if one.parcel and one.returned_at is None)


def _returned(entry: Entry) -> ResultReturned:
    assert isinstance(entry.event, ResultReturned)  # noqa: S101 - `given_back` says so
    return entry.event
