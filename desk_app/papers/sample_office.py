"""Papers of the desk itself with invented lines, to see how a template looks; nobody exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from desk_app.domain.paper_names import BOARD, REGISTER, TICKET, TILL_CLOSING, VILLAGE_SUMMARY
from desk_app.papers.board import PORTAL, procedure_rows
from desk_app.papers.filling import draw_by_template, issuer_texts
from desk_app.papers.forms import FORMS
from desk_app.papers.sample import draw_sample
from desk_app.papers.sample_result import draw_result_sample
from printing.amounts import amount_in_words
from printing.shelf import Shelf, Shelved
from printing.vocabularies import RESULT, VOCABULARIES
from printing.wording import vnd

if TYPE_CHECKING:
    from desk_app.papers.sample import SampleDesk
    from printing.filled import Rows
    from printing.template import Template

_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_LINES = 3
_FEE = 42_000
_NAMES = ("Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Công Tằng Tôn Nữ Thị Phương Mẫu")
_TEXTS = {
    "period": "Ngày 23/11/2026",
    "clerk": "Trần Thị Mẫu",
    "giver": "Trần Thị Mẫu",
    "keeper": "Trần Thị Mẫu",
    "transfer": vnd(0),
    "outside": vnd(0),
    "first_slip": "PT1-00001",
    "waiting": "1",
    "voided": "0",
    "list_number": "BG1-261123-01",
    "record_number": "KQ1-151",
    "witness": "Nguyễn Văn Mẫu",
    "float": vnd(0),
    "left": vnd(0),
    "minutes_number": "BB1-261123-01",
    "direction": "Từ Bưu điện sang Trung tâm",
    "year": "2026",
    "book": "1/2026",
    "opened_on": "ngày 02 tháng 01 năm 2026",
    "closed_on": "ngày 31 tháng 12 năm 2026",
    "first": "01",
    "ticket": "007",
    "field": "Hộ tịch",
    "priority": "Người cao tuổi",
    "at": "09:05 23/11/2026",
    "portal": PORTAL,
    "machine": "1",
    "feedback_number": "PA1/26-0001",
    "kind": "Kiến nghị",
    "about": "Đòi thêm giấy tờ",
    "person": "Nguyễn Văn Mẫu",
    "person_phone": "0900 000 001",
    "person_address": "Thôn Mẫu, xã Hùng Sơn",
    "dossier_code": "H17.20443-261123-0001",
    "words": "Không nên yêu cầu nộp thêm bản sao sổ hộ khẩu.",
    "taken_at": "09:05 23/11/2026",
    "due_on": "08/12/2026",
    "answer": "Quầy đã thôi yêu cầu giấy này.",
    "answered_on": "25/11/2026",
    "answered_by": "Trần Thị Mẫu",
}
_ROW = {
    "code": "H17.20443-261123-{n:04d}",
    "slip_number": "PT1-{n:05d}",
    "number": "{n}",
    "request": "Thủ tục đăng ký khai sinh",
    "procedure_name": "Thủ tục đăng ký khai sinh",
    "address": "Thôn Mẫu, xã Hùng Sơn, 0900 000 {n:03d}",
    "handler": "Công chức tư pháp - hộ tịch",
    "received_at": "09:{minute:02d} 23/11/2026",
    "due_at": "16:30 23/11/2026",
    "handed_at": "10:{minute:02d} 23/11/2026",
    "at": "09:{minute:02d} 23/11/2026",
    "what": "Lệ phí hộ tịch",
    "method": "Tiền mặt",
    "amount": "42.000",
    "symbol": "AB/26P",
    "way": "Trực tiếp",
    "receiver": "Nguyễn Văn Mẫu",
    "proof": "Căn cước 001190000001",
    "receipt": "{n:07d}",
    "book": "Quyển {n}",
    "first": "0000001",
    "last": "0000050",
    "issuer": "Chi cục Thuế (mẫu)",
    "used": "3",
    "voided": "0",
    "left": "47",
    "outage": "Mất kết nối với tỉnh",
    "since": "09:{minute:02d} 23/11/2026",
    "until": "10:{minute:02d} 23/11/2026",
    "lasted": "1 giờ 00 phút",
    "sets": "01",
    "papers": "5",
    "qr": "H17.20443-261123-{n:04d}",
}


_TEXTS_OF_FORM = {
    VILLAGE_SUMMARY: {
        "place": "Thôn Mẫu",
        "day": "23/11/2026",
        "purpose": "Đăng ký hộ tịch lưu động",
        "people": "Trần Thị Mẫu, Nguyễn Văn Mẫu",
        "opened_at": "08:05 23/11/2026",
        "closed_at": "16:40 23/11/2026",
        "other": vnd(0),
        "receipts": "3",
        "at_province": "2",
        "without_scan": "1",
        "without_receipt": "0",
        "unprinted": "0",
    },
}
_OF_FORM = {
    VILLAGE_SUMMARY: {"state": "Có bản thứ hai"},
    REGISTER: {
        "method": "Trực tiếp",
        "result_at": "15:{minute:02d} 23/11/2026",
        "returned_on": "23/11/2026",
    },
}
_WORTHS = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)


def draw_preview(
    desk: SampleDesk, form: str, *, template: Template | None = None, variant: str = ""
) -> bytes:
    """Any form as a sample, by the template given or the one in force; `variant`: which result.

    Raises UnknownForm, NoTemplate, GlyphMissing.
    """
    if form == RESULT:
        return draw_result_sample(desk, template=template, variant=variant)
    if template is not None:
        at_all_times = replace(
            template, since=date.min, until=None, procedures=frozenset(), fields=frozenset()
        )
        shelved = Shelved(template=at_all_times, file="", is_own=False)
        desk = replace(desk, templates=Shelf(templates=(shelved,)))
    if form in FORMS:
        return draw_sample(desk, form)
    texts, lists = office_sample(form, lines=_LINES)
    if form == BOARD:
        texts |= {
            "version": str(desk.catalogue.version),
            "as_of": f"{desk.catalogue.as_of:%d/%m/%Y}",
            "count": str(len(desk.catalogue.procedures)),
            "fields_count": str(len(desk.catalogue.fields)),
            "desk_upper": desk.place.desk_kind.upper(),
        }
        lists = {"procedures": procedure_rows(desk.catalogue)[:12]}
    return draw_by_template(
        desk,
        form,
        at=_AT,
        texts=texts | issuer_texts(desk, _AT),
        lists=lists,
        is_sample=form != TICKET,
    )


def office_sample(form: str, *, lines: int) -> tuple[dict[str, str], dict[str, Rows]]:
    """The texts and lists of a paper with so many lines, that agree with each other."""
    vocabulary = VOCABULARIES[form]
    said = {"dossiers": str(lines)} if form == VILLAGE_SUMMARY else {}
    said |= _TEXTS | _counted(lines) | _TEXTS_OF_FORM.get(form, {})
    texts = {name: said.get(name, "") for name in vocabulary.texts}
    own = _OF_FORM.get(form, {})
    lists: dict[str, Rows] = {
        name: [_row(names, number, own) for number in range(1, lines + 1)]
        for name, names in vocabulary.lists.items()
    }
    if form == TILL_CLOSING:
        lists = {"notes": _notes(lines * _FEE)}
    return texts, lists


def _counted(lines: int) -> dict[str, str]:
    """What is said of so many lines, each of them paid for."""
    total = lines * _FEE
    return {
        "count": f"{lines:02d}",
        "count_dossiers": str(lines),
        "count_money": str(lines),
        "total": vnd(total),
        "total_in_words": amount_in_words(total),
        "cash": vnd(total),
        "expected": vnd(total),
        "handed_on": vnd(total),
        "handed_on_in_words": amount_in_words(total),
        "last": f"{lines:02d}",
        "last_slip": f"PT1-{lines:05d}",
        "by_way": f"{lines}, 0, 0",
    }


def _notes(total: int) -> Rows:
    """Notes that make up the amount, the largest first."""
    counted: list[tuple[int, int]] = []
    for worth in _WORTHS:
        notes, total = divmod(total, worth)
        counted += [(worth, notes)] if notes else []
    return [
        {
            "number": str(number),
            "denomination": _figures(worth),
            "notes": str(notes),
            "amount": _figures(worth * notes),
        }
        for number, (worth, notes) in enumerate(counted, start=1)
    ]


def _figures(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _row(names: frozenset[str], number: int, own: dict[str, str]) -> dict[str, str]:
    said = _ROW | own
    row = {name: said.get(name, "").format(n=number, minute=number % 60) for name in names}
    for name in ("applicant", "payer"):
        if name in names:
            row[name] = _NAMES[(number - 1) % len(_NAMES)]
    return row
