"""What may be done instead of receiving: ask for what is lacking (Mẫu 02), or refuse (Mẫu 03)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.ui.component import component, use_value
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import flet as ft

    from desk_app.ui.screens.receive.data import Done, ReceiveCalls
    from desk_app.ui.screens.receive.form import Form
    from locales.catalogue import Texts


def before_dialog(
    asking: str,
    *,
    texts: Texts,
    form: Form,
    calls: ReceiveCalls,
    close: Callable[[str], None],
) -> list[ft.Control]:
    """The open dialog, if one is: `supplement` or `refuse`."""
    if not asking:
        return []

    def finish(done: Done) -> None:
        close("")
        form.finish(done)

    def ask(items: Sequence[str], reason: str) -> Any:
        return form.running.start(lambda: calls.ask_supplement(form.draft, items, reason), finish)

    def refuse(ground: str, reason: str) -> Any:
        return form.running.start(lambda: calls.refuse(form.draft, ground, reason), finish)

    if asking == "refuse":
        return [Refuse(texts=texts, on_refuse=refuse, on_cancel=lambda: close(""))]
    return [
        AskSupplement(
            texts=texts,
            missing=_missing(form),
            on_ask=ask,
            on_cancel=lambda: close(""),
        )
    ]


def _missing(form: Form) -> Sequence[str]:
    """What the checklist asks for without a condition and was not brought."""
    taken = {paper.id for paper in form.draft.papers if paper.is_taken}
    papers = form.preview.papers if form.preview else ()
    return [p.name for p in papers if p.id not in taken and not p.condition]


@component
def AskSupplement(
    *,
    texts: Texts,
    missing: Sequence[str],
    on_ask: Callable[[Sequence[str], str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """One thing a line; asked for once and in full."""
    items, set_items = use_value("\n".join(missing))
    reason, set_reason = use_value("")

    def confirm() -> Any:
        named = [line.strip() for line in items.splitlines() if line.strip()]
        return on_ask(named, reason)

    return Dialog(
        title=texts["act.request-supplement"],
        content=[
            Field(
                label=texts["ui.field.items"],
                name="supplement.items",
                initial=items,
                lines=6,
                on_change=set_items,
            ),
            Field(
                label=texts["ui.field.reason"],
                name="supplement.reason",
                lines=2,
                focus=True,
                on_change=set_reason,
            ),
        ],
        confirm=texts["act.request-supplement"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_cancel,
    )


@component
def Refuse(
    *, texts: Texts, on_refuse: Callable[[str, str], Any], on_cancel: Callable[[], Any]
) -> ft.Control:
    ground, set_ground = use_value("")
    reason, set_reason = use_value("")
    return Dialog(
        title=texts["act.refuse"],
        content=[
            Field(
                label=texts["ui.field.ground"],
                name="refuse.ground",
                focus=True,
                on_change=set_ground,
            ),
            Field(
                label=texts["ui.field.reason"],
                name="refuse.reason",
                lines=3,
                on_change=set_reason,
            ),
        ],
        confirm=texts["act.refuse"],
        cancel=texts["ui.cancel"],
        on_confirm=lambda: on_refuse(ground, reason),
        on_cancel=on_cancel,
        is_danger=True,
    )
