"""The posted board of procedures: by field, with the catalogue's version; and queue tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.paper_names import BOARD, TICKET
from desk_app.domain.procedure import LimitUnit
from desk_app.domain.queueing import Priority
from desk_app.domain.text import field_key
from desk_app.papers import head
from desk_app.papers.filling import draw_by_template
from desk_app.papers.office import DeskPaper

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.domain.queueing import Ticket
    from desk_app.papers.head import Issuer
    from printing.page import Paper

PORTAL = "https://dichvucong.gov.vn"
_PRIORITIES = {
    Priority.NONE: "",
    Priority.ELDERLY: "người cao tuổi",
    Priority.DISABLED: "người khuyết tật",
    Priority.PREGNANT: "phụ nữ mang thai, có con nhỏ",
    Priority.MERIT: "người có công",
}


def board(desk: Issuer, *, at: datetime, number: int, paper: Paper | None = None) -> DeskPaper:
    """Every procedure by field, the largest field first; raises NoTemplate, GlyphMissing."""
    catalogue = desk.catalogue
    rows = procedure_rows(catalogue)
    texts = {
        "version": str(catalogue.version),
        "as_of": f"{catalogue.as_of:%d/%m/%Y}",
        "count": str(len(rows)),
        "fields_count": str(len(catalogue.fields)),
        "portal": desk.place.citizens or PORTAL,
        "desk_upper": head.paper_desk(desk).full_name.upper(),
    }
    pdf = draw_by_template(desk, BOARD, at=at, texts=texts, lists={"procedures": rows}, paper=paper)
    return DeskPaper(form=f"{BOARD}/{catalogue.version}/{number}", pdf=pdf, sheets=1)


def procedure_rows(catalogue: Catalogue) -> list[dict[str, str]]:
    by_field = {
        field: [one for one in catalogue.procedures if one.field == field]
        for field in catalogue.fields
    }
    fields = sorted(by_field, key=lambda field: (-len(by_field[field]), field))
    return [
        {
            "field": field,
            "field_key": field_key(field),
            "number": str(number),
            "procedure": one.code,
            "name": one.name,
            "limit": _limit(one.versions[-1].time_limit.unit, one.versions[-1].time_limit.text),
            "count": str(len(by_field[field])),
        }
        for field in fields
        for number, one in enumerate(by_field[field], start=1)
    ]


def ticket(desk: Issuer, one: Ticket, *, ahead: int, paper: Paper | None) -> DeskPaper:
    """A queue ticket of the day; raises NoTemplate, GlyphMissing."""
    moment = one.issued_at.astimezone(VIETNAM)
    texts = {
        "ticket": f"{one.number:03d}",
        "field": one.field,
        "priority": _PRIORITIES[one.priority],
        "at": f"{moment:%H:%M %d/%m/%Y}",
        "waiting": str(ahead) if ahead else "",
    }
    pdf = draw_by_template(desk, TICKET, at=one.issued_at, texts=texts, paper=paper)
    return DeskPaper(form=f"{TICKET}/{moment:%Y-%m-%d}/{one.number:03d}", pdf=pdf, sheets=1)


def _limit(unit: LimitUnit, text: str) -> str:
    return "" if unit is LimitUnit.NOT_STATED else f", {text[0].lower()}{text[1:]}"
