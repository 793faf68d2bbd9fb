"""What stands between this desk and the province, in words."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.rights import Act, may
from desk_app.queries.syncing import sync_status
from desk_app.ui import formats, words
from desk_app.ui.connect.access import lease_words
from desk_app.ui.connect.colleagues import colleagues_shown
from desk_app.ui.connect.conflicts import review_items
from desk_app.ui.connect.line import clock_words, line_shown
from desk_app.ui.connect.outlook import outlook_words
from desk_app.ui.connect.usb import usb_calls
from desk_app.ui.screens.hub_address import HubCalls
from desk_app.ui.screens.sync_status import SyncCalls, SyncShown
from desk_app.ui.shell import Ticks
from desk_app.usecases.choose_line import choose_line
from desk_app.usecases.empty_tray import empty_tray
from desk_app.usecases.point_at_hub import point_at_hub
from desk_app.usecases.sync_now import sync_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.desk import Desk
    from desk_app.queries.syncing import SyncStatus
    from desk_app.ui.screens.review import ReviewCalls
    from locales.catalogue import Texts

_SHOWN_ROUNDS = 8


def ticks(desk: Desk) -> Ticks:
    """The four proofs of the whole desk."""
    status = sync_status(desk)
    found = desk.store.recovered.count()  # the province lacks it, and nothing sends it by itself
    is_at_province = status.held >= status.waiting and not status.files_waiting and not found
    return Ticks(
        is_on_disk=True,  # what a transaction gave back is on this disk
        has_second_copy=status.copied,
        is_at_province=is_at_province,
        is_judged=not (status.waiting or status.set_aside or status.disputed or found),
        waiting=status.waiting + status.files_waiting,
        set_aside=status.set_aside + status.disputed + found,
    )


def sync_calls(desk: Desk, texts: Texts, *, review: ReviewCalls) -> SyncCalls:
    return SyncCalls(
        load=lambda: _shown(desk, texts),
        now=partial(one_round, desk, texts),
        empty_tray=lambda: texts.say("ui.tray.emptied", count=empty_tray(desk)),
        choose=partial(choose, desk, texts),
        review=review,
        usb=usb_calls(desk, texts),
    )


def hub_calls(desk: Desk, texts: Texts) -> HubCalls:
    """Where the hub is found; another address is the admin's to tell."""
    return HubCalls(
        now=lambda: desk.journal.identity.hub_url,
        choose=lambda typed: texts.say("ui.hub.chosen", address=point_at_hub(desk, typed)),
        may_choose=may(desk.user.roles, Act.MANAGE_DESK),
    )


def choose(desk: Desk, texts: Texts, paused: bool, records_only: bool) -> str:  # noqa: FBT001 - two switches
    """Let the switches of the line stand so; what holds now, in words."""
    chosen = choose_line(desk, paused=paused, records_only=records_only)
    if chosen.is_paused:
        return texts["ui.line.now_paused"]
    return texts["ui.line.now_records_only" if chosen.records_only else "ui.line.now_all"]


def one_round(desk: Desk, texts: Texts) -> str:
    """Talk to the province once; what came of it, in words."""
    return round_words(asdict(sync_now(desk)), texts)


def round_words(counts: Mapping[str, Any], texts: Texts) -> str:
    """What one round carried, in one sentence."""
    carried = {name: counts.get(name, 0) for name in ("sent", "settled", "received")}
    carried["files"] = counts.get("files_up", 0) + counts.get("files_down", 0)
    told = [
        texts.say(f"ui.sync.round.{name}", count=count) for name, count in carried.items() if count
    ]
    if not told:
        return texts["ui.sync.round.nothing"]
    return texts.say("ui.sync.round", told=", ".join(told))


def _shown(desk: Desk, texts: Texts) -> SyncShown:
    status = sync_status(desk)
    last = status.last_rounds[0] if status.last_rounds else None
    is_linked = last is not None and last.outcome == "ok"
    return SyncShown(
        facts=_facts(desk, status, texts),
        state=texts["ui.sync.linked" if is_linked else "ui.sync.not_linked"],
        is_linked=is_linked,
        line=line_shown(status, texts),
        review=review_items(desk, texts),
        review_total=status.set_aside + status.disputed,
        rounds=_rounds(status, texts),
        near=colleagues_shown(desk, texts),
        tray=texts.say("ui.tray.pages", count=status.pages_in_clear)
        if status.pages_in_clear
        else "",
    )


def _facts(desk: Desk, status: SyncStatus, texts: Texts) -> list[tuple[str, str]]:
    since, contact = status.waiting_since, status.last_contact
    last = status.last_rounds[0] if status.last_rounds else None
    trouble = texts.error(last.outcome, {}) if last and last.outcome != "ok" else ""
    told = [
        ("waiting", str(status.waiting)),
        ("held", str(status.held) if status.held else ""),
        (
            "files",
            f"{status.files_waiting} · {formats.size(status.bytes_waiting)}"
            if status.files_waiting
            else "",
        ),
        (
            "since",
            f"{formats.moment(since)} ({words.span(desk.clock.now() - since, texts)})"
            if since
            else "",
        ),
        ("contact", formats.moment(contact) if contact else texts["ui.sync.never"]),
        ("outlook", outlook_words(desk, texts)),
        ("why", trouble),
        ("frozen", status.frozen),
        ("clock", clock_words(status, texts)),
    ]
    shown = [(texts[f"ui.sync.fact.{key}"], value) for key, value in told if value]
    lease = lease_words(desk, texts)
    return [*shown, *([(texts["ui.about.lease"], lease)] if lease else [])]


def _rounds(status: SyncStatus, texts: Texts) -> list[str]:
    """The last first; a failure that repeats is told once."""
    told: list[str] = []
    before = ""
    for mark in status.last_rounds:
        if mark.outcome == "ok" or mark.outcome != before:
            is_ok = mark.outcome == "ok"
            words_ = round_words(mark.counts, texts) if is_ok else texts.error(mark.outcome, {})
            told.append(f"{formats.moment(mark.at)} · {words_}")
        before = mark.outcome
    return told[:_SHOWN_ROUNDS]
