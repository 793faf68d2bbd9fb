"""The acknowledgement of a complaint or a proposal (phiếu tiếp nhận phản ánh, kiến nghị)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.feedback import FeedbackAbout, FeedbackKind
from desk_app.domain.paper_names import FEEDBACK_SLIP
from desk_app.papers.filling import draw_by_template, short_moment
from desk_app.papers.office import DeskPaper

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.feedback import Feedback

_KINDS = {FeedbackKind.COMPLAINT: "Phản ánh", FeedbackKind.PROPOSAL: "Kiến nghị"}
_ABOUT = {
    FeedbackAbout.SLOW: "Giải quyết chậm",
    FeedbackAbout.ATTITUDE: "Thái độ phục vụ",
    FeedbackAbout.PAPERS: "Đòi thêm giấy tờ",
    FeedbackAbout.MONEY: "Thu tiền",
    FeedbackAbout.PROCEDURE: "Quy định của thủ tục",
    FeedbackAbout.OTHER: "Việc khác",
}


def feedback_slip(desk: Desk, one: Feedback) -> DeskPaper:
    """Raises NoTemplate, GlyphMissing."""
    taken, answered = one.taken, one.answered
    texts = {
        "feedback_number": taken.number,
        "kind": _KINDS[FeedbackKind(taken.kind)],
        "about": _ABOUT[FeedbackAbout(taken.about)],
        "person": taken.name or "Không nêu tên",
        "person_phone": taken.phone,
        "person_address": taken.address,
        "dossier_code": taken.code,
        "words": taken.words,
        "taken_at": short_moment(one.taken_at),
        "due_on": f"{taken.due_on:%d/%m/%Y}",
        "answer": answered.words if answered else "",
        "answered_on": f"{vietnam_day(one.answered_at):%d/%m/%Y}" if one.answered_at else "",
        "answered_by": answered.signer if answered else "",
        "keeper": desk.user.name,
    }
    at = desk.clock.now()
    pdf = draw_by_template(desk, FEEDBACK_SLIP, at=at, texts=texts)
    step = "answer" if answered else "taken"
    return DeskPaper(
        form=f"{FEEDBACK_SLIP}/{taken.number.replace('/', '-')}-{step}", pdf=pdf, sheets=1
    )
