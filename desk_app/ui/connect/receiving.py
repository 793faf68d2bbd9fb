"""The buttons of reception: receive and print, write down with a request or a refusal, reprint."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.choices import BackReason
from desk_app.domain.handling import NothingAskedFor, ReasonMissing
from desk_app.domain.rights import Act
from desk_app.queries import reception as queries
from desk_app.ui import state
from desk_app.ui.connect import preview, reception, visits
from desk_app.ui.connect.once_more import row_to_print
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.connect.queue import counter_of
from desk_app.ui.screens.receive.data import Done, ReceiveCalls
from desk_app.ui.screens.receive.draft import Draft, from_text, to_text
from desk_app.ui.strip import Kind, Message
from desk_app.usecases.ask_back import ask_back
from desk_app.usecases.print_checklist import print_checklist
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import Reused, receive_dossier
from desk_app.usecases.refuse_dossier import refuse_dossier
from desk_app.usecases.register_dossier import register_dossier
from desk_app.usecases.request_supplement import request_supplement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.desk import Desk
    from desk_app.ui.screens.receive.draft import PersonTyped
    from desk_app.usecases.receive_dossier import Received
    from locales.catalogue import Texts

FORM = "receive"  # the draft's name in the store

_TEMPORARY = (
    "temporary_number",
    "no_lane",
    "lane_exhausted",
    "clock_behind",
)  # of the receipt's code


def receive_calls(desk: Desk, texts: Texts, *, open_dossier: Callable[[str], Any]) -> ReceiveCalls:
    return ReceiveCalls(
        find_people=partial(reception.find_people, desk),
        person=partial(_person, desk),
        read_card=partial(reception.read_card, desk),
        find_procedures=partial(reception.find_procedures, desk),
        procedure=lambda code: preview.procedure_shown(desk, code, texts),
        preview=lambda draft: preview.preview(desk, draft, texts),
        people_notes=lambda draft: visits.people_notes(desk, draft, texts),
        receive=lambda draft: _receive(desk, draft, texts),
        ask_supplement=lambda draft, items, reason: _ask(desk, draft, items, reason, texts),
        refuse=lambda draft, ground, reason: _refuse(desk, draft, ground, reason, texts),
        ask_back=lambda draft, reason: _back(desk, draft, reason, texts),
        print_checklist=lambda draft: _checklist(desk, draft, texts),
        keep_draft=partial(keep_draft, desk),
        reprint=lambda entity, why, words: _reprint(desk, int(entity), why, words, texts),
        open_dossier=open_dossier,
    )


def kept_draft(desk: Desk) -> Draft:
    kept = desk.store.drafts.get(desk.user.number, FORM)
    return from_text(json.dumps(kept[0])) if kept else Draft()


def keep_draft(desk: Desk, draft: Draft) -> None:
    if draft.is_empty:
        desk.store.drafts.drop(desk.user.number, FORM)
    else:
        desk.store.drafts.keep(
            desk.user.number, FORM, json.loads(to_text(draft)), at=desk.clock.now()
        )


def print_told(desk: Desk, print_id: int, texts: Texts) -> tuple[Kind, str]:
    """Print one row of the ledger; what became of it, as words that never hide trouble."""
    outcome = state.attempt_now(
        lambda: print_paper(desk, print_id, pause=wait_for_printer), texts=texts
    )
    if outcome.trouble is not None:
        return Kind.WARNING, outcome.trouble.words
    printed = outcome.value
    if printed is None or printed.state == "unknown":
        return Kind.WARNING, texts["ui.print.unknown"]
    return Kind.DONE, texts[f"ui.print.{printed.state}"]


def _person(desk: Desk, choice: str) -> PersonTyped:
    """The choice carries what was typed and the place in what that found."""
    place, _, typed = choice.partition("|")
    return reception.typed_person(queries.find_people(desk, typed)[int(place)].person)


def _receive(desk: Desk, draft: Draft, texts: Texts) -> Done:
    received = receive_dossier(
        desk,
        reception.application_of(draft),
        registered=visits.begun(desk, draft),
        competent=draft.competent.strip().upper(),
        counter=counter_of(desk),
        reused=_reused(draft),
        linked=reception.linked_of(draft),
    )
    return _told(desk, received, texts)


def _reused(draft: Draft) -> list[Reused]:
    """Papers from the store; one whose state was changed since is none."""
    found: list[Reused] = []
    for paper in draft.papers:
        if paper.is_taken and paper.state == "reused" and paper.reused:
            source, _, sha256 = paper.reused.partition(":")
            found.append(
                Reused(source=int(source), sha256=sha256, paper=paper.name, paper_id=paper.id)
            )
    return found


def _told(desk: Desk, received: Received, texts: Texts) -> Done:
    kind, words = Kind.DONE, texts["ui.receive.saved"]
    if received.print_id is not None:
        kind, printed = print_told(desk, received.print_id, texts)
        words = f"{words} {printed}"
    for warning in received.warnings:
        if warning in _TEMPORARY:
            kind, words = Kind.WARNING, f"{words} {texts[f'warning.{warning}']}"
    message = Message(kind=kind, words=words, code=received.dossier.code)
    return Done(message=message, entity=str(received.dossier.entity))


def _ask(desk: Desk, draft: Draft, items: Sequence[str], reason: str, texts: Texts) -> Done:
    desk.require(Act.REQUEST_SUPPLEMENT)  # before anything is written down
    if not any(item.strip() for item in items):
        raise NothingAskedFor
    _require_reason(reason)
    entity = _registered(desk, draft)
    request_supplement(desk, entity, items=items, reason=reason)
    return _noted(desk, entity, texts["ui.receive.asked"], texts)


def _refuse(desk: Desk, draft: Draft, ground: str, reason: str, texts: Texts) -> Done:
    desk.require(Act.REFUSE)
    _require_reason(reason)
    entity = _registered(desk, draft)
    refuse_dossier(desk, entity, ground=ground, reason=reason)
    return _noted(desk, entity, texts["ui.receive.refused"], texts)


def _back(desk: Desk, draft: Draft, reason: str, texts: Texts) -> Done:
    dossier = ask_back(
        desk,
        reception.application_of(draft),
        reason=BackReason(reason),
        registered=visits.begun(desk, draft),
    )
    words = texts.say("ui.back.told", reason=texts[f"ui.back.{reason}"], count=dossier.asked_back)
    return Done(message=Message(kind=Kind.DONE, words=words))


def _checklist(desk: Desk, draft: Draft, texts: Texts) -> Done:
    application = reception.application_of(draft.without_people())
    print_checklist(desk, application)
    return Done(message=Message(kind=Kind.DONE, words=texts["ui.receive.checklist_sent"]))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(field="reason")


def _registered(desk: Desk, draft: Draft) -> int:
    begun = visits.begun(desk, draft)
    if begun is not None:
        return begun
    return register_dossier(desk, reception.application_of(draft)).entity


def _noted(desk: Desk, entity: int, words: str, texts: Texts) -> Done:
    """The paper that goes with it is printed at once."""
    kind = Kind.DONE
    for job in desk.prints.of(entity):
        if job.state == "queued":
            kind, printed = print_told(desk, job.id, texts)
            words = f"{words} {printed}"
    return Done(message=Message(kind=kind, words=words), entity=str(entity))


def _reprint(desk: Desk, entity: int, why: str, words: str, texts: Texts) -> Done | None:
    row = row_to_print(desk, entity, "receipt", why, words)
    if row is None:
        return None
    kind, told = print_told(desk, row, texts)
    code = desk.journal.dossier(entity).code
    return Done(message=Message(kind=kind, words=told, code=code), entity=str(entity))
