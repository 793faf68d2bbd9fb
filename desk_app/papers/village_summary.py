"""What a session in a village brought home (bảng tổng hợp phiên lưu động), and what is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.paper_names import VILLAGE_SUMMARY
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.office import DeskPaper
from desk_app.store.listed import Tick
from desk_app.store.receipts import granted_at, receipts_since, without_receipt
from desk_app.store.villages import listed_in, paid_in, written
from printing.wording import vnd

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.village import Village
    from desk_app.store.listed import ListedDossier

_REACHED = {
    Tick.SAVED: "Chỉ ở máy này",
    Tick.COPIED: "Có bản thứ hai",
    Tick.HELD: "Tỉnh đã có",
    Tick.JUDGED: "Tỉnh đã nhận",
    Tick.ASIDE: "Cần xem lại",
}
_WITH_PROVINCE = (Tick.HELD, Tick.JUDGED, Tick.ASIDE)
_CASH = "cash"


@dataclass(frozen=True, kw_only=True, slots=True)
class VillageSummary:
    """A session as this machine knows it now; what is left to do, as it stands now."""

    village: Village
    dossiers: tuple[ListedDossier, ...]  # in the order they were received
    cash_vnd: int
    other_vnd: int
    receipts: int  # written in the session, at this machine
    without_scan: int  # dossiers without one scanned page
    without_receipt: int  # payments
    unprinted: int  # papers of these dossiers that wait, or that nobody is sure of
    by_tick: Counter[Tick]

    @property
    def at_province(self) -> int:
        return sum(self.by_tick[tick] for tick in _WITH_PROVINCE)

    @property
    def waiting(self) -> int:
        """Dossiers whose last change the province does not have."""
        return len(self.dossiers) - self.at_province

    @property
    def copied(self) -> int:
        """Of those, how many have a second copy: at a colleague's machine, in a backup."""
        return self.by_tick[Tick.COPIED]


def village_summary(desk: Desk, one: Village) -> VillageSummary:
    database = desk.store.database
    dossiers = listed_in(database, desk.store.lists, one)
    entities = {dossier.entity for dossier in dossiers}
    payments = paid_in(database, one)
    return VillageSummary(
        village=one,
        dossiers=dossiers,
        cash_vnd=sum(paid.amount_vnd for paid in payments if paid.method == _CASH),
        other_vnd=sum(paid.amount_vnd for paid in payments if paid.method != _CASH),
        receipts=_receipts(desk, one),
        without_scan=sum(1 for entity in entities if not desk.journal.dossier(entity).scans),
        without_receipt=_without_receipt(desk, one),
        unprinted=sum(1 for page in desk.prints.open() if page.entity in entities),
        by_tick=Counter(dossier.tick for dossier in dossiers),
    )


def _receipts(desk: Desk, one: Village) -> int:
    if one.opened_by is None or one.opened_by.machine != desk.machine:
        return 0
    found, _ = receipts_since(desk.store.database, one.opened_by.machine, one.opened_by.place)
    return sum(1 for receipt in found if one.holds(written(receipt.entry)))


def _without_receipt(desk: Desk, one: Village) -> int:
    machine = desk.machine or 0
    since = granted_at(desk.store.database, machine)
    if one.opened_by is None or since is None:
        return 0
    owed = without_receipt(desk.store.database, machine, since=since)
    return sum(1 for payment in owed if one.holds(written(payment.entry)))


def summary_paper(desk: Desk, summary: VillageSummary, *, number: int) -> DeskPaper:
    """Raises NoTemplate, GlyphMissing."""
    one = summary.village
    planned, closed = one.planned, one.closed
    texts = {
        "place": planned.place,
        "day": f"{planned.day:%d/%m/%Y}",
        "purpose": planned.purpose,
        "people": ", ".join(planned.people),
        "opened_at": short_moment(one.opened_by.at) if one.opened_by else "",
        "closed_at": short_moment(one.closed_by.at) if one.closed_by else "chưa đóng",
        "machine": str(one.opened_by.machine if one.opened_by else desk.machine or 0),
        "dossiers": str(len(summary.dossiers)),
        "cash": vnd(summary.cash_vnd),
        "other": vnd(summary.other_vnd),
        "receipts": str(summary.receipts),
        "at_province": str(summary.at_province),
        "waiting": str(summary.waiting),
        "without_scan": str(summary.without_scan),
        "without_receipt": str(summary.without_receipt),
        "unprinted": str(summary.unprinted),
        "note": closed.note if closed else "",
        "keeper": desk.user.name,
    }
    rows = [_row(desk, at, row) for at, row in enumerate(summary.dossiers, start=1)]
    pdf = draw_by_template(
        desk, VILLAGE_SUMMARY, at=desk.clock.now(), texts=texts, lists={"dossiers": rows}
    )
    return DeskPaper(form=f"{VILLAGE_SUMMARY}/{one.entity}-{number}", pdf=pdf, sheets=1)


def _row(desk: Desk, number: int, one: ListedDossier) -> dict[str, str]:
    known = desk.catalogue.by_code.get(one.procedure)
    return {
        "number": str(number),
        "code": one.code,
        "applicant": one.applicant,
        "procedure_name": known.name if known else one.procedure,
        "state": _REACHED[one.tick],
    }
