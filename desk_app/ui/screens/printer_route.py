"""Where one form goes: its printer, how it lies on the paper there, and the paper tray."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.ui.component import component, use_value
from desk_app.ui.strip import Message, strip
from desk_app.ui.widgets import layout
from desk_app.ui.widgets.choose import choose
from desk_app.ui.widgets.dialog import Dialog
from desk_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import flet as ft

    from locales.catalogue import Texts

LAYOUTS = ("as_drawn", "two_up", "enlarged")
_DEFAULT = "default"  # a form that goes where the rest goes


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteShown:
    form: str  # empty for the default printer
    words: str
    goes: str  # where to and how, in words
    address: str  # empty where it goes where the rest goes
    layout: str
    source: str


@component
def RouteDialog(
    *,
    texts: Texts,
    route: RouteShown,
    known: Sequence[tuple[str, str]],
    sources: Mapping[str, Sequence[str]],
    message: Message | None,
    is_busy: bool,
    on_choose: Callable[[str, str, str], Any],
    on_close: Callable[[], Any],
) -> ft.Control:
    """`sources`: the paper trays of printers that told of them."""
    address, set_address = use_value(route.address or _DEFAULT)
    typed, set_typed = use_value("")
    lies, set_lies = use_value(route.layout)
    tray, set_tray = use_value(route.source)
    options = dict(known)
    if route.address:
        options.setdefault(route.address, route.address)
    choices = [(one, name or one) for one, name in options.items()]
    if route.form:
        choices.insert(0, (_DEFAULT, texts["ui.printers.as_the_rest"]))

    def confirm() -> Any:
        wanted = typed.strip() or ("" if address == _DEFAULT else address)
        return on_choose(wanted, lies, tray.strip())

    content: list[ft.Control] = [
        *([strip(message)] if message else []),
        choose(
            choices,
            label=texts["ui.printer.goes_to"],
            name="route.printer",
            value=address,
            on_change=set_address,
            upright=True,
        ),
        *([layout.busy(texts["ui.printer.busy"])] if is_busy else []),
        Field(
            label=texts["ui.printer.address"],
            name="route.address",
            hint="ipp://192.168.1.50/ipp/print",
            on_change=set_typed,
        ),
        choose(
            [(one, texts[f"print_layout.{one}"]) for one in LAYOUTS],
            label=texts["print_report.layout"],
            name="route.layout",
            value=lies,
            on_change=set_lies,
            upright=True,
        ),
        Field(
            label=texts["ui.printers.tray"],
            name="route.tray",
            initial=route.source,
            helper=", ".join(sources.get(address, ())) or texts["ui.printers.tray_help"],
            on_change=set_tray,
        ),
    ]
    return Dialog(
        title=route.words,
        content=content,
        confirm=texts["ui.printers.keep"],
        cancel=texts["ui.cancel"],
        on_confirm=confirm,
        on_cancel=on_close,
        is_busy=is_busy,
    )
