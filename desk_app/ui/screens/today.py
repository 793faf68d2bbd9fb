"""Today's work (Hôm nay): what waits for this person, in the order of the harm of waiting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import flet as ft

from desk_app.ui import text
from desk_app.ui.component import component
from desk_app.ui.state import use_watched
from desk_app.ui.theme import Tone
from desk_app.ui.widgets import buttons, layout, status
from desk_app.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locales.catalogue import Texts


class TaskKind(StrEnum):
    """In the order of harm."""

    PRINT_UNSURE = "print_unsure"  # tờ giấy chưa rõ đã ra
    OVERDUE = "overdue"  # quá hạn
    FEEDBACK_LATE = "feedback_late"  # phản ánh, kiến nghị quá hạn trả lời
    FEEDBACK_TODAY = "feedback_today"  # phản ánh, kiến nghị phải trả lời hôm nay
    DUE_TODAY = "due_today"  # đến hạn hôm nay
    APOLOGY = "apology"  # văn bản xin lỗi chờ ký
    SUPPLEMENT_ENDS = "supplement_ends"  # chờ bổ sung sắp hết
    TO_TAKE = "to_take"  # bàn giao chờ nhận
    NOT_TAKEN = "not_taken"  # đã bàn giao, chưa ai nhận
    DUE_SOON = "due_soon"  # sắp đến hạn
    NO_RECEIPT = "no_receipt"  # thu rồi, chưa có biên lai
    LYING = "lying"  # kết quả để lâu
    TO_RETURN = "to_return"  # kết quả chờ trả
    TO_SIGN = "to_sign"  # chờ ký
    TO_HAND_ON = "to_hand_on"  # chờ chuyển xử lý
    TO_ENTER = "to_enter"  # chờ nhập phần mềm ngành
    SET_ASIDE = "set_aside"  # cần xử lý


_TONES: dict[TaskKind, Tone] = {
    TaskKind.OVERDUE: Tone.LATE,
    TaskKind.DUE_TODAY: Tone.SOON,
    TaskKind.FEEDBACK_LATE: Tone.LATE,
    TaskKind.FEEDBACK_TODAY: Tone.SOON,
    TaskKind.PRINT_UNSURE: Tone.ATTENTION,
    TaskKind.SUPPLEMENT_ENDS: Tone.SOON,
    TaskKind.APOLOGY: Tone.SOON,
    TaskKind.TO_TAKE: Tone.SOON,
    TaskKind.NOT_TAKEN: Tone.LATE,
    TaskKind.DUE_SOON: Tone.WORKING,
    TaskKind.LYING: Tone.SOON,
    TaskKind.TO_ENTER: Tone.WAITING,
    TaskKind.TO_RETURN: Tone.DONE,
    TaskKind.NO_RECEIPT: Tone.ATTENTION,
    TaskKind.TO_SIGN: Tone.WAITING,
    TaskKind.TO_HAND_ON: Tone.WORKING,
    TaskKind.SET_ASIDE: Tone.ATTENTION,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    id: str  # what opens it
    kind: TaskKind
    name: str
    procedure: str
    code: str
    how_long: str


_LOOK_SECONDS = 5.0


@component
def Today(
    *,
    texts: Texts,
    look: Callable[[], Sequence[Task]],
    day: str,
    empty: str,  # said when nothing waits
    on_open: Callable[[str], Any],
    on_books: Callable[[], Any] | None = None,  # to the books of the desk
) -> ft.Control:
    tasks = use_watched(look, seconds=_LOOK_SECONDS)
    columns = (
        Column(title=texts["ui.today.what"], width=190),
        Column(title=texts["ui.column.name"], share=3),
        Column(title=texts["ui.column.procedure"], share=5),
        Column(title=texts["ui.column.code"], width=180),
        Column(title=texts["ui.today.how_long"], width=150),
    )
    rows = [
        Row(
            id=task.id,
            cells=(
                status.badge(_TONES[task.kind], texts[f"ui.task.{task.kind}"]),
                text.body(task.name, bold=True, lines=1),
                text.body(task.procedure, lines=2),
                text.code(task.code),
                text.body(task.how_long, lines=1),
            ),
            spoken=_spoken(task, texts),
        )
        for task in tasks
    ]
    head = layout.row(
        [
            ft.Container(text.title(texts["ui.place.today"]), expand=True),
            *([_books_button(texts, on_books)] if on_books else []),
            text.muted(day),
        ]
    )
    listed = Table(
        columns=columns,
        rows=rows,
        on_open=on_open,
        name="today.list",
        empty=empty,
    )
    return layout.screen([head, listed])


def _books_button(texts: Texts, on_books: Callable[[], Any]) -> ft.Control:
    return buttons.quiet(texts["ui.today.books"], name="today.books", press=on_books)


def _spoken(task: Task, texts: Texts) -> str:
    """The row as a screen reader says it."""
    parts = (texts[f"ui.task.{task.kind}"], task.how_long, task.code, task.name, task.procedure)
    return ". ".join(part for part in parts if part)
