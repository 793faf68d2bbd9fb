"""The printers' screen, from the choices that are kept to its cards, and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.papers.forms import FORMS
from desk_app.queries.printers import (
    printer_choices,
    printer_status,
    printers_set_up,
    routes_kept,
    slip_status,
)
from desk_app.routing import TRAY, label_of, layout_named
from desk_app.ui.screens.printer_route import RouteShown
from desk_app.ui.screens.printers import PrinterNow, SetUpCalls
from desk_app.ui.screens.slip_printer import WIDTHS, SlipShown
from desk_app.usecases.choose_printer import choose_printer
from desk_app.usecases.choose_slip_printer import choose_slip_printer
from desk_app.usecases.print_test_page import print_test_page, print_test_slip
from desk_app.usecases.route_form import route_form

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts


_SLIP = "slip"  # a try on the slip printer


def set_up_calls(desk: Desk, texts: Texts) -> SetUpCalls:
    return SetUpCalls(
        now=partial(_now, desk, texts),
        routes=partial(_routes, desk, texts),
        slip=partial(_slip, desk),
        known=lambda: [(one.address, _called(one.address, texts)) for one in printer_choices(desk)],
        route=partial(_route, desk, texts),
        test=partial(_test, desk, texts),
        choose_slip=partial(_choose_slip, desk, texts),
        may_choose=may(desk.user.roles, Act.MANAGE_DESK),
    )


def _now(desk: Desk, texts: Texts) -> list[PrinterNow]:
    lines = []
    for address, _name in printers_set_up(desk):
        told = printer_status(desk, address)
        facts = [
            told.model,
            texts.say("ui.printers.papers", papers=", ".join(told.papers)) if told.papers else "",
            texts.say("ui.printers.loaded", papers=", ".join(told.loaded)) if told.loaded else "",
            texts.say("ui.printers.waiting", count=told.waiting) if told.waiting else "",
        ]
        lines.append(
            PrinterNow(
                address=address,
                name=_called(address, texts),
                use=_use(desk, address, texts),
                is_ready=told.is_ready,
                state=texts[f"print_reason.{told.reason}"]
                if told.reason
                else texts["ui.printers.ready"],
                facts=" · ".join(filter(None, facts)),
                sources=told.sources,
            )
        )
    return [*lines, *_slip_now(desk, texts)]


def _slip_now(desk: Desk, texts: Texts) -> list[PrinterNow]:
    slip, told = desk.choice.slip, slip_status(desk)
    if slip is None or told is None:
        return []
    word = texts[f"print_reason.{told.reason}"] if told.reason else texts["ui.printers.ready"]
    return [
        PrinterNow(
            address=slip.name,
            name=label_of(slip.name),
            use=texts["ui.printers.slip"],
            is_ready=told.is_ready,
            state=word,
            facts=f"{slip.width_mm} mm",
            tests=(_SLIP,),
        )
    ]


def _use(desk: Desk, address: str, texts: Texts) -> str:
    used = [texts["ui.printers.default"]] if address == desk.printer_name else []
    used += [
        texts[f"ui.form.{form}"]
        for form, route in desk.choice.forms.items()
        if route.name == address
    ]
    return ", ".join(used)


def _routes(desk: Desk, texts: Texts) -> list[RouteShown]:
    kept = routes_kept(desk)
    rest = kept[""]
    lines = []
    for form in ("", *FORMS):
        route = kept.get(form)
        shown = route or rest
        how = texts[f"print_layout.{shown.layout}"]
        goes = f"{_called(shown.address, texts)} · {how}"
        lines.append(
            RouteShown(
                form=form,
                words=texts[f"ui.form.{form}"] if form else texts["ui.printers.default"],
                goes=goes if route else texts["ui.printers.as_the_rest"],
                address=route.address if route else "",
                layout=shown.layout,
                source=shown.source,
            )
        )
    return lines


def _slip(desk: Desk) -> SlipShown:
    slip = desk.choice.slip
    if slip is None:
        return SlipShown(address="", width=WIDTHS[0])
    return SlipShown(address=slip.name, width=str(slip.width_mm))


def _route(desk: Desk, texts: Texts, form: str, *chosen: str) -> str:
    """`chosen`: address, layout, paper tray."""
    address, layout, source = chosen
    lies = layout_named(layout)
    if form:
        route_form(desk, form, address, layout=lies, source=source)
    else:
        choose_printer(desk, address or desk.printer_name, layout=lies, source=source)
    return texts["ui.printer.chosen"]


def _test(desk: Desk, texts: Texts, address: str, paper: str) -> str:
    sent = print_test_slip(desk) if paper == _SLIP else print_test_page(desk, address, paper=paper)
    return texts[f"ui.prints.list.{sent.state}"]


def _choose_slip(desk: Desk, texts: Texts, address: str, width: str) -> str:
    choose_slip_printer(desk, address, width_mm=int(width))
    return texts["ui.printers.slip_chosen"]


def _called(address: str, texts: Texts) -> str:
    return texts["ui.printer.tray_short"] if address == TRAY else label_of(address)
