"""Mẫu 07: the lines of the register (sổ theo dõi hồ sơ) of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.submission import ReturnMethod
from desk_app.papers.filling import short_moment
from printing.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier

METHODS = {
    ReturnMethod.COUNTER: "Trực tiếp",
    ReturnMethod.POST: "Bưu chính",
    ReturnMethod.ONLINE: "Trực tuyến",
}


def register_rows(desk: Desk, lines: Sequence[tuple[int, int]]) -> list[dict[str, str]]:
    """A line a number, in order; what was cancelled keeps its line and says so."""
    return [_row(desk, number, desk.journal.dossier(entity)) for number, entity in lines]


def _row(desk: Desk, number: int, dossier: Dossier) -> dict[str, str]:
    application = dossier.application
    known = desk.catalogue.by_code.get(application.procedure)
    person = application.applicant
    return {
        "number": f"{number:02d}",
        "code": dossier.code,
        "procedure_name": (known.short_name or known.name) if known else application.procedure,
        "sets": count(application.sets),
        "applicant": person.name,
        "address": ", ".join(filter(None, [person.address, person.phone])),
        "handler": dossier.handed_to or dossier.competent,
        "received_at": short_moment(dossier.received_at),
        "due_at": short_moment(dossier.due_at),
        "handed_at": short_moment(dossier.handed_at),
        "result_at": short_moment(dossier.done_at),
        "returned_on": short_moment(dossier.returned_at),
        "method": METHODS[application.result_by] if dossier.returned_at else "",
        "note": _note(dossier),
    }


def _note(dossier: Dossier) -> str:
    if dossier.cancelled_at:
        return "Đã hủy"
    if dossier.refused_at:
        return "Từ chối"
    if dossier.withdrawn_at:
        return "Đã rút"
    if dossier.stopped_at:
        return "Dừng"
    return "Đã gia hạn" if dossier.extensions else ""
