"""The paper of the sample agency: an invented result, drawn like a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.demo.people import LEADER_NAME
from desk_app.papers.head import letterhead
from printing.letter import Signer
from printing.result import ResultForm, draw

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def result_page(desk: Desk, dossier: Dossier) -> bytes:
    """A one-page result for the applicant."""
    person = dossier.application.applicant
    procedure = desk.catalogue.procedure(dossier.application.procedure)
    version = desk.version_of(dossier)
    at = desk.clock.now()
    born = f", sinh ngày {person.birth_on:%d/%m/%Y}" if person.birth_on else ""
    return draw(
        ResultForm(
            letterhead=letterhead(desk, number=f"{dossier.register_number:04d}/UBND", at=at),
            title="KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
            about=version.result or procedure.name,
            paragraphs=(
                f"{desk.place.office} giải quyết hồ sơ mã {dossier.code} như sau:",
                f"Ông (bà) {person.name}{born}, số định danh {person.personal_id}.",
                f"Nơi ở: {person.address}.",
                f"Nội dung: {procedure.name}.",
                "Giấy này là mẫu để trình diễn, không có giá trị pháp lý.",
            ),
            copies_to=("Người đề nghị", "Lưu: VT"),
            signer=Signer(titles=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name=LEADER_NAME),
        )
    )
