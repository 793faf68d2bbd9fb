"""An invented dossier for every form, to see how a paper looks; nobody on it exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from desk_app.domain import events, submission
from desk_app.domain.folding import apply
from desk_app.domain.rights import Role
from desk_app.papers.forms import draw_form
from desk_app.store.books import Payment
from desk_app.store.entries import Entry
from desk_app.store.users import User
from printing.shelf import Shelf, own_shelf

if TYPE_CHECKING:
    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.desk import Place
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.procedure import ProcedureVersion
    from sync.proof.citizen_code import Purpose
    from sync.proof.paper import Statement
    from sync.proof.stub import StubRecord

PROCEDURE = "1.001193"  # đăng ký khai sinh
_MORNING = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
_CLERK = User(number=1, name="Trần Thị Mẫu", roles=(Role.CLERK,), is_active=True, since=_MORNING)


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleDesk:
    """A desk that issues samples: it has a place and a catalogue, and one clerk."""

    place: Place
    catalogue: Catalogue
    templates: Shelf = field(default_factory=own_shelf)

    def version_of(self, dossier: Dossier) -> ProcedureVersion:
        return self.catalogue.procedure_version(dossier.application.version)

    def writer_of(self, entry: Entry) -> User | None:
        del entry
        return _CLERK

    def payments(self, entity: int) -> list[Payment]:
        """One, of the sample's fee."""
        del entity
        return [Payment(entry=_entry(2, _PAID), event=_PAID, serial=1)]

    def prove(self, statement: Statement) -> str:
        """A sample proves nothing: its QR says the code alone."""
        return statement.code

    def citizen_code(self, entity: int, purpose: Purpose) -> str:
        """A sample opens nothing."""
        del entity, purpose
        return ""

    def seal_stub(self, record: StubRecord) -> str:
        del record
        return ""


def draw_sample(desk: SampleDesk, form: str) -> bytes:
    """The form of an invented dossier, marked as a sample across the page; raises UnknownForm."""
    dossier, timeline = story_of(desk, form)
    return draw_form(desk, form, dossier, timeline, is_sample=True)


def story_of(desk: SampleDesk, form: str) -> tuple[Dossier, list[Entry]]:
    """An invented dossier on which everything the form tells of was done."""
    happened: list[events.DossierEvent] = [_reception(desk), *_TOLD.get(form, ())]
    timeline = [_entry(number, event) for number, event in enumerate(happened, start=1)]
    dossier = apply(None, happened[0], at=_MORNING, entity=1)
    for entry, event in zip(timeline[1:], happened[1:], strict=True):
        dossier = apply(dossier, event, at=entry.at, entity=1)
    return dossier, timeline


def _entry(number: int, event: events.DossierEvent) -> Entry:
    """The entries of the story follow each other by the hour."""
    at = _MORNING + timedelta(hours=number - 1)
    return Entry(
        author=1, epoch=0, number=number, entity=1, event=event, at=at, actor=1, catalogue=0
    )


def _reception(desk: SampleDesk) -> events.DossierReceived:
    version = desk.catalogue.procedure(PROCEDURE).version_on(date(2026, 11, 23))
    papers = tuple(
        submission.PaperTaken(name=paper.name, originals=paper.originals, copies=paper.copies)
        for paper in version.papers
    )
    return events.DossierReceived(
        application=submission.Application(
            procedure=PROCEDURE,
            version=version.id,
            applicant=submission.Person(
                name="Nguyễn Văn Mẫu",
                personal_id="048090000001",
                address=f"Thôn Mẫu, {desk.place.unit}",
                phone="0900 000 000",
                email="mau@example.vn",
            ),
            papers=papers,
        ),
        code=f"{desk.place.organisation or 'H00.00000'}-261123-0001",
        temporary=False,
        organisation=desk.place.organisation,
        competent="",
        received_at=_MORNING,
        due_at=_MORNING + timedelta(hours=8),
        limit="",
        calendar="",
        fee_vnd=0,
        fee_lines=(),
        register_year=2026,
        register_number=1,
    )


_PAID = events.PaymentRecorded(amount_vnd=8000, method="cash", what="Lệ phí hộ tịch")
_HANDED = tuple(
    events.HandedOn(to=to, hand_over_by=_MORNING + timedelta(hours=5))
    for to in ("Công chức tư pháp - hộ tịch", "Văn phòng HĐND và UBND xã")
)
_TOLD: dict[str, tuple[events.DossierEvent, ...]] = {
    "collection-slip": (_PAID,),
    "control-sheet": _HANDED,
    "supplement-request": (
        events.SupplementRequested(
            items=("Giấy chứng sinh bản chính", "Chữ ký của người yêu cầu trên tờ khai"),
            reason="Hồ sơ chưa đủ thành phần theo quy định",
            respond_by=date(2026, 12, 7),
        ),
    ),
    "refusal": (
        events.Refused(
            ground="Quy định về thẩm quyền giải quyết",
            reason="Yêu cầu không thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã",
        ),
    ),
    "extension-apology": (
        events.Extended(
            due_at=_MORNING + timedelta(days=7),
            reason="Cần xác minh thông tin tại nơi cư trú trước đây",
            signer="Lê Văn Mẫu",
        ),
    ),
    "stop-notice": (
        events.Stopped(
            ground=events.StopGround.REQUEST,
            reason="Người nộp hồ sơ không còn nhu cầu",
            money="Không phát sinh",
        ),
    ),
}
