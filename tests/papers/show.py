"""`python -m tests.papers.show FOLDER [FORM ...]`: every form, shortest and longest, to look at.

Each as a PDF and a picture a page, as a printer of 203 dpi has it. The shortest says the least that
a dossier can say; the longest has a procedure of 308 characters, 40 papers, a list of 60 lines.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from desk_app.commands.opening import SAMPLE, catalogue_at, place_of
from desk_app.domain.paper_names import BOARD
from desk_app.papers.board import procedure_rows
from desk_app.papers.filling import draw_by_template, issuer_texts
from desk_app.papers.forms import FORMS, draw_form
from desk_app.papers.sample import SampleDesk, story_of
from desk_app.papers.sample_office import draw_preview
from printing.rastering import pictures
from printing.vocabularies import RESULT, VOCABULARIES
from tests.papers.stories import long_form, long_office

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DPI = 203
_LINES = 60
_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def main(folder: Path, wanted: Iterable[str]) -> None:
    """Write what is wanted, and tell how many pages each has."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data:
        catalogue = catalogue_at(Path(data))
        place = place_of(catalogue, SAMPLE, {}, data=Path(data))
        desk = SampleDesk(place=place, catalogue=catalogue)
        for form in [*wanted] or VOCABULARIES:
            for name, pdf in _cases(desk, form):
                (folder / f"{name}.pdf").write_bytes(pdf)
                sys.stdout.write(f"{name}: {_write_pictures(folder / name, pdf)} pages\n")


def _write_pictures(beside: Path, pdf: bytes) -> int:
    number = 0
    for number, page in enumerate(pictures(pdf, most_dpi=_DPI), start=1):
        page.image.save(beside.with_name(f"{beside.name}-{number}.png"))
    return number


def _cases(desk: SampleDesk, form: str) -> Iterator[tuple[str, bytes]]:
    if form in FORMS:
        yield f"{form}-shortest", _short_form(desk, form)
        yield f"{form}-longest", long_form(desk, form)
        return
    yield f"{form}-shortest", draw_preview(desk, form)
    if form == RESULT:
        for shelved in desk.templates.variants(RESULT, on=_AT.date()):
            offer = shelved.template.offer
            if offer is not None:
                name = f"{form}-{offer.variant}"
                yield name, draw_preview(desk, form, template=shelved.template)
    else:
        yield f"{form}-longest", _long_list(desk, form)


def _short_form(desk: SampleDesk, form: str) -> bytes:
    dossier, timeline = story_of(desk, form)
    application = dossier.application
    applicant = replace(application.applicant, name="Hồ Ý", address="", phone="", email="")
    short = replace(application, applicant=applicant, papers=application.papers[:1])
    return draw_form(desk, form, replace(dossier, application=short), timeline)


def _long_list(desk: SampleDesk, form: str) -> bytes:
    """Sixty lines as a busy day has them; every fourth is of the longest name and procedure."""
    texts, lists = long_office(form, desk, lines=_LINES)
    if form == BOARD:
        lists = {"procedures": procedure_rows(desk.catalogue)}
    return draw_by_template(desk, form, at=_AT, texts=texts | issuer_texts(desk, _AT), lists=lists)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
