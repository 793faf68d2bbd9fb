"""The till in the words of the window, and its closing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.rights import Act, may
from desk_app.domain.till import DENOMINATIONS
from desk_app.papers.money import method_name, slip_number
from desk_app.papers.till import record_number
from desk_app.queries.till import last_closings, till_now, witnesses
from desk_app.ui import formats
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.screens.till_data import ClosedLine, TakenLine, TillCalls, TillShown
from desk_app.usecases.close_till import close_till
from desk_app.usecases.print_paper import print_paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.queries.till import Closing, Payment
    from desk_app.ui.screens.till_data import Counting
    from locales.catalogue import Texts


def till_calls(
    desk: Desk,
    texts: Texts,
    *,
    open_dossier: Callable[[str], Any],
    open_receipts: Callable[[], Any],
) -> TillCalls:
    return TillCalls(
        load=partial(_shown, desk, texts),
        close=partial(_close, desk, texts),
        open_dossier=open_dossier,
        denominations=DENOMINATIONS,
        may_close=may(desk.user.roles, Act.CLOSE_TILL),
        open_receipts=open_receipts,
    )


def _shown(desk: Desk, texts: Texts) -> TillShown:
    now = till_now(desk)
    since = texts["ui.till.from_the_start"]
    if now.last is not None:
        since = texts.say("ui.till.since", at=formats.moment(now.last.entry.at))
    return TillShown(
        since=since,
        facts=[
            (texts["ui.till.payments"], str(now.payments)),
            (texts["ui.till.float"], formats.money(now.float_vnd)),
            (texts["ui.till.cash"], formats.money(now.cash_vnd)),
            (texts["ui.till.transfer"], formats.money(now.transfer_vnd)),
            (texts["ui.till.outside"], formats.money(now.outside_vnd)),
        ],
        expected_vnd=now.expected_vnd,
        lines=[_line(one) for one in now.latest],
        more=now.payments - len(now.latest),
        closed=[_closed(desk, one, texts) for one in last_closings(desk)],
        witnesses=witnesses(desk),
    )


def _line(one: Payment) -> TakenLine:
    return TakenLine(
        id=str(one.entry.entity),
        at=formats.moment(one.entry.at),
        slip=slip_number(one),
        payer=one.payer,
        method=method_name(one.event.method),
        amount=formats.money(one.event.amount_vnd),
    )


def _closed(desk: Desk, one: Closing, texts: Texts) -> ClosedLine:
    person = desk.writer_of(one.entry)
    difference = one.event.difference_vnd
    word = "ui.till.over" if difference > 0 else "ui.till.short"
    return ClosedLine(
        number=record_number(one),
        told=texts.say(
            "ui.till.closed_by",
            at=formats.moment(one.entry.at),
            person=person.name if person else "…",
            witness=one.event.witness,
        ),
        counted=formats.money(one.event.counted_vnd),
        difference=f"{texts[word]} {formats.money(abs(difference))}" if difference else "",
    )


def _close(desk: Desk, texts: Texts, typed: Counting) -> str:
    row = close_till(
        desk,
        counts=typed.counts,
        left_vnd=typed.left_vnd,
        reason=typed.reason,
        witness=typed.witness,
    )
    printed = print_paper(desk, row, pause=wait_for_printer)
    return texts.say("ui.till.closed", printed=texts[f"ui.print.{printed.state}"])
