"""Báo cáo: what a desk received, solved and has open in a period, and its part of the index."""

from dataclasses import dataclass

from printing.blocks import (
    Letterhead,
    Signatory,
    field,
    gap,
    heading,
    letterhead,
    plain,
    signatures,
)
from printing.edges import Edges
from printing.fonts import Face
from printing.form import Form, draw_form
from printing.page import Paper, Sheet
from printing.strips import Strip, held
from printing.table import Column, table

TITLE = ("BÁO CÁO TÌNH HÌNH TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ",)
_NAME_SHARE = 0.22
_CAME, _DONE, _OPEN = "Tiếp nhận", "Đã giải quyết", "Đang giải quyết"
_FIGURES = (
    ("Tổng số", _CAME),
    ("Trực tuyến", _CAME),
    ("Trực tiếp, bưu chính", _CAME),
    ("Kỳ trước chuyển sang", _CAME),
    ("Tổng số", _DONE),
    ("Trước hạn", _DONE),
    ("Đúng hạn", _DONE),
    ("Quá hạn", _DONE),
    ("Không có hạn", _DONE),
    ("Tổng số", _OPEN),
    ("Trong hạn", _OPEN),
    ("Quá hạn", _OPEN),
    ("Chưa có hạn", _OPEN),
)
_INDEX = (
    Column(head="Nhóm chỉ số", share=0.17, is_centred=False),
    Column(head="Nội dung", share=0.23, is_centred=False),
    Column(head="Đạt", share=0.06),
    Column(head="Trên tổng", share=0.07),
    Column(head="Tỷ lệ", share=0.08),
    Column(head="Điểm ước tính", share=0.1),
    Column(head="Ghi chú", share=0.29, is_centred=False),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A table of the report; each row has a name and a number for every column."""

    head: str  # of the first column: "Lĩnh vực"
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodReport:
    """What the report says."""

    letterhead: Letterhead
    period: str
    about: tuple[str, ...]
    tables: tuple[Counted, ...]
    index: tuple[tuple[str, ...], ...]  # rows with a cell a column
    index_note: str
    clerk: str  # who drew it up


def draw(report: PeriodReport) -> bytes:
    """The PDF; the same report gives the same bytes. Raises GlyphMissing, FontsDamaged."""
    return draw_form(
        Form(
            strips_on=lambda sheet: _strips(sheet, report),
            paper=Paper.A4_LANDSCAPE,
            edges=Edges(foot="Báo cáo giải quyết hồ sơ", is_letter=False),
            letterhead=report.letterhead,
            title=f"Báo cáo giải quyết hồ sơ, {report.period}",
            number="Báo cáo",
        )
    )


def _strips(sheet: Sheet, report: PeriodReport) -> list[Strip]:
    strips = [
        letterhead(sheet, report.letterhead),
        heading(sheet, TITLE),
        *field(sheet, "Kỳ báo cáo", report.period, face=Face.BOLD),
    ]
    for line in report.about:
        strips += plain(sheet, line)
    for one in report.tables:
        strips += [gap(sheet, 0.4), *table(sheet, _columns(one.head), one.rows, foot=one.foot)]
    strips += [
        gap(sheet, 0.6),
        *plain(
            sheet, "Bộ chỉ số phục vụ người dân, doanh nghiệp (phần quầy tính được)", face=Face.BOLD
        ),
        *plain(sheet, report.index_note),
        gap(sheet, 0.3),
        *table(sheet, _INDEX, report.index),
        gap(sheet, 0.4),
    ]
    signed = signatures(sheet, None, Signatory(titles=("NGƯỜI LẬP BÁO CÁO",), name=report.clerk))
    return [*held(strips, page=sheet.bottom - sheet.top), signed]


def _columns(head: str) -> tuple[Column, ...]:
    share = (1 - _NAME_SHARE) / len(_FIGURES)
    return (
        Column(head=head, share=_NAME_SHARE, is_centred=False),
        *(Column(head=name, share=share, group=group) for name, group in _FIGURES),
    )
