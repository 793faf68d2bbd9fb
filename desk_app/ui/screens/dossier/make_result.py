"""Making a result (Lập kết quả): the template and its fields left, the page as it would be right.

What is kept is the page that was looked at, byte for byte: after a change it is drawn again first.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import flet as ft

from desk_app.ui import keys, state, text, theme
from desk_app.ui.component import component, use_fold, use_value
from desk_app.ui.screens.dossier.make_data import Wanted
from desk_app.ui.strip import strip
from desk_app.ui.widgets import buttons, layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.document import Document
from desk_app.ui.widgets.field import Field
from desk_app.ui.widgets.file_choice import FileChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desk_app.ui.screens.dossier.data import FileLine
    from desk_app.ui.screens.dossier.make_data import (
        FieldShown,
        MakeCalls,
        PageMade,
    )
    from desk_app.ui.widgets.file_choice import ChosenFile
    from locales.catalogue import Texts

_DAY = "dd/mm/yyyy"


@component
def MakeResult(
    *,
    texts: Texts,
    calls: MakeCalls,
    files: Sequence[FileLine],
    bar: str,
    on_done: Callable[[str], Any],
    on_cancel: Callable[[], Any],
) -> ft.Control:
    """`files`: those of the dossier, any of which may be a scan to copy."""
    offers = ft.use_memo(calls.offers, [])
    variant, set_variant = use_value(offers[0].variant)
    typed, change = use_fold(cast("Mapping[str, str]", {}))
    scan, set_scan = use_value("")
    file, set_file = use_value(cast("ChosenFile | None", None))
    made, set_made = use_value(cast("PageMade | None", None))
    running = state.use_running(texts)
    chosen = next(one for one in offers if one.variant == variant)
    begun = {one.name: one.begun for one in chosen.fields}
    wanted = Wanted(
        variant=variant,
        values=begun | {name: said for name, said in typed.items() if name in begun},
        scan=scan if chosen.is_of_scan else "",
        file=file if chosen.is_of_scan else None,
    )
    is_current = made is not None and made.wanted == wanted

    def put(name: str) -> Callable[[str], None]:
        return lambda value: change(lambda now: {**now, name: value})

    def take_file(taken: ChosenFile) -> None:
        set_file(taken)
        set_scan("")

    def take_scan(sha256: str) -> None:
        set_scan(sha256)
        set_file(None)

    def confirm() -> Any:
        if running.is_busy or bar:
            return None
        if made is not None and is_current:
            return running.start(partial(calls.keep, made), on_done)
        return running.start(partial(calls.draw, wanted), set_made)

    keys.use_keys({keys.CONFIRM: confirm, keys.BACK: on_cancel}, modal=True)
    left: list[ft.Control] = [
        choose(
            [(one.variant, one.name) for one in offers],
            label=texts["ui.make.template"],
            name="make.template",
            value=variant,
            on_change=set_variant,
            upright=True,
        )
    ]
    if chosen.is_of_scan:
        left += _scans(texts, calls, files, scan=scan, file=file, take=(take_scan, take_file))
    left += [
        _field(one, variant=variant, value=wanted.values[one.name], put=put(one.name), focus=not at)
        for at, one in enumerate(chosen.fields)
    ]
    ft.use_dialog(
        ft.AlertDialog(
            modal=True,
            title=ft.Text(texts["ui.make.title"], size=theme.LARGE, weight=ft.FontWeight.W_600),
            content=ft.Container(
                ft.Row(
                    [
                        layout.column(left, width=500, scroll=True, spacing=10),
                        _page(texts, calls, made=made, is_current=is_current, running=running),
                    ],
                    spacing=14,
                    vertical_alignment=ft.CrossAxisAlignment.STRETCH,
                ),
                width=1220,
                height=560,
            ),
            actions=[
                buttons.plain(
                    texts["ui.cancel"], name="make.cancel", press=on_cancel, shortcut="Esc"
                ),
                buttons.primary(
                    texts["ui.make.keep"] if is_current else texts["ui.make.look"],
                    name="make.confirm",
                    press=confirm,
                    shortcut=keys.CONFIRM,
                    disabled=running.is_busy,
                    bar=bar,
                ),
            ],
            shape=ft.RoundedRectangleBorder(radius=theme.RADIUS + 2),
            bgcolor=theme.SURFACE,
            inset_padding=ft.Padding.symmetric(horizontal=24, vertical=16),
            semantics_label=texts["ui.make.title"],
        )
    )
    return ft.Container(width=0, height=0)


def _field(
    one: FieldShown, *, variant: str, value: str, put: Callable[[str], None], focus: bool
) -> ft.Control:
    label = f"{one.label} *" if one.is_required else one.label
    name = f"make.{one.name}"
    if one.kind == "choice":
        return choose(
            [(option, option) for option in one.options],
            label=label,
            name=name,
            value=value,
            on_change=put,
            upright=True,
        )
    return Field(
        key=f"{variant}.{one.name}",
        label=label,
        name=name,
        initial=value,
        hint=_DAY if one.kind == "date" else one.hint or None,
        lines=4 if one.kind == "lines" else 1,
        focus=focus,
        on_change=put,
    )


def _scans(
    texts: Texts,
    calls: MakeCalls,
    files: Sequence[FileLine],
    *,
    scan: str,
    file: ChosenFile | None,
    take: tuple[Callable[[str], Any], Callable[[ChosenFile], Any]],
) -> list[ft.Control]:
    """A scanned paper of the dossier, or a file from this machine."""
    take_scan, take_file = take
    listed = [(one.sha256, f"{one.name} · {one.detail}") for one in files]
    own = [
        choose(
            listed,
            label=texts["ui.make.scan"],
            name="make.scan",
            value=scan,
            on_change=take_scan,
            upright=True,
        )
    ]
    return [
        *(own if listed else []),
        FileChoice(
            texts=texts,
            label=texts["ui.make.scan_file"],
            name="make.file",
            kinds=calls.kinds,
            chosen=file,
            on_choose=take_file,
        ),
    ]


def _page(
    texts: Texts,
    calls: MakeCalls,
    *,
    made: PageMade | None,
    is_current: bool,
    running: state.Running,
) -> ft.Control:
    told: list[ft.Control] = []
    if running.message is not None:
        told.append(strip(running.message))
    elif made is not None and not is_current:
        told.append(text.muted(texts["ui.make.changed"]))
    if running.is_busy:
        told.append(layout.busy(texts["ui.sign.loading"]))
    if made is None:
        empty = layout.empty(texts["ui.make.hint"], icon=ft.Icons.DESCRIPTION_OUTLINED)
        return layout.column([*told, empty], expand=True)
    shown = Document(
        key=f"page-{hash(made.pdf)}",
        texts=texts,
        pages=made.pages,
        picture=partial(calls.picture, made.pdf),
    )
    return layout.column([*told, shown], expand=True)
