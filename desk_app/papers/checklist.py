"""The list of papers to bring, from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.procedure import Channel, PaperGroup
from desk_app.domain.text import fold
from desk_app.papers import head
from printing.checklist import Asked, Checklist, draw
from printing.pictograms import Pictogram

if TYPE_CHECKING:
    from collections.abc import Collection

    from desk_app.desk import Desk
    from desk_app.domain.fee import Fee
    from desk_app.domain.procedure import ProcedureVersion, RequiredPaper
    from desk_app.domain.submission import Application

_BY_WORDS = (
    (Pictogram.CARD, ("can cuoc", "tuy than", "ho chieu", "the bao hiem")),
    (Pictogram.PHOTO, ("anh chan dung", "anh the", "anh 3x4", "anh 4x6", "anh mau")),
    (Pictogram.HOUSE, ("quyen su dung dat", "so huu nha", "thua dat", "cho o hop phap")),
    (Pictogram.FORM, ("to khai", "don ", "phieu ", "van ban de nghi", "giay de nghi")),
)


def draw_checklist(
    desk: Desk,
    application: Application,
    version: ProcedureVersion,
    *,
    fee: Fee | None,
    brought: Collection[str],
) -> bytes:
    """The PDF, in Vietnamese; `brought`: ids of papers that are there. Raises GlyphMissing."""
    case = next((one.name for one in version.cases if one.id == application.case), "")
    papers = version.papers_for(application.case or None, channel=Channel(application.channel))
    now = desk.clock.now()
    return draw(
        Checklist(
            letterhead=head.letterhead(desk, number="", at=now),
            procedure=desk.catalogue.procedure(application.procedure).name,
            case=case,
            limit=version.time_limit_for(application.case or None).text,
            fee=_fee(fee),
            asked=tuple(_asked(paper, is_there=paper.id in brought) for paper in papers),
            foot="Ô đã gạch chéo: giấy tờ đã có. Mang đủ các giấy còn lại khi quay lại.",
        )
    )


def pictogram_of(paper: RequiredPaper) -> Pictogram:
    """By the words of its name; what is only copied, by that."""
    name = f"{fold(paper.name)} "
    for pictogram, words in _BY_WORDS:
        if any(word in name for word in words):
            return pictogram
    return Pictogram.COPIES if paper.copies and not paper.originals else Pictogram.PAPER


def _asked(paper: RequiredPaper, *, is_there: bool) -> Asked:
    notes = [paper.condition[:1].upper() + paper.condition[1:]] if paper.condition else []
    if paper.waived_when:
        notes.append(f"Không cần khi {paper.waived_when}")
    if paper.alternatives:
        notes.append(f"Hoặc: {'; '.join(other.name for other in paper.alternatives)}")
    return Asked(
        name=paper.name,
        pictogram=pictogram_of(paper),
        how=_how(paper),
        notes=tuple(notes),
        is_there=is_there,
    )


def _how(paper: RequiredPaper) -> str:
    if paper.group is PaperGroup.SHOW:
        return "xuất trình, xem rồi trả lại"
    counts = ((paper.originals, "bản chính"), (paper.copies, "bản sao"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _fee(fee: Fee | None) -> str:
    if fee is None or fee.total_vnd is None:
        return "hỏi tại quầy"
    return "không thu" if fee.total_vnd == 0 else f"{fee.total_vnd:,} đ".replace(",", ".")
