"""Results to hand over: found by code or name, given to whom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.domain.submission import ReturnMethod
from desk_app.queries import dossiers as queries
from desk_app.queries.books import given_to_post
from desk_app.ui import formats, words
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.screens.return_result import Handover, ReturnCalls, ToReturn
from desk_app.ui.widgets.pick import Choice
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.rate_service import ask_satisfaction
from desk_app.usecases.return_result import originals_of, return_result, take_back_parcel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.queries.dossiers import DossierRow
    from locales.catalogue import Texts


def return_calls(desk: Desk, texts: Texts) -> ReturnCalls:
    return ReturnCalls(
        find=lambda typed: _find(desk, typed, texts),
        load=lambda id_: _to_return(desk, int(id_), texts),
        give=partial(_give, desk, texts),
        take_back=partial(_take_back, desk, texts),
        waiting_post=lambda: len(given_to_post(desk)),
        print_post=partial(_print_post, desk, texts),
    )


def _find(desk: Desk, typed: str, texts: Texts) -> list[Choice]:
    """What was typed or scanned; without a word, those whose result waits, the oldest first."""
    rows: Sequence[DossierRow]
    if typed.strip():
        rows = queries.search(desk, typed.strip(), limit=12)
    else:
        rows = queries.page(desk, queries.ListFilter(statuses=(Status.DONE,)), size=12).rows
    return [
        Choice(
            id=str(row.entity),
            title=f"{row.applicant} · {row.procedure_name}",
            detail=f"{row.code} · {texts[f'status.{row.status}']}",
        )
        for row in rows
    ]


def _to_return(desk: Desk, entity: int, texts: Texts) -> ToReturn:
    dossier = queries.dossier(desk, str(entity))
    application = dossier.application
    submitter = application.submitter
    receiver = submitter.person if submitter else application.applicant
    known = desk.catalogue.by_code.get(application.procedure)
    facts = [
        (texts["ui.fact.person.personal_id"], application.applicant.personal_id),
        (texts["ui.fact.person.phone"], application.applicant.phone),
        (
            texts["ui.fact.submitter"],
            f"{submitter.person.name} ({submitter.relation})" if submitter else "",
        ),
        (texts["ui.fact.fee"], words.money_or(dossier.fee_vnd, texts=texts)),
        (texts["ui.fact.paid"], formats.money(dossier.paid_vnd) if dossier.paid_vnd else ""),
    ]
    return ToReturn(
        id=str(entity),
        code=dossier.code,
        name=application.applicant.name,
        procedure=known.name if known else application.procedure,
        facts=[(label, value) for label, value in facts if value],
        method=application.result_by,
        receiver=receiver.name,
        paper=receiver.personal_id,
        originals=originals_of(dossier),
        parcel=dossier.parcel if dossier.status is Status.DONE else "",
        trouble=_trouble(dossier, texts),
    )


def _trouble(dossier: Dossier, texts: Texts) -> str:
    if dossier.status is Status.DONE:
        return ""
    word = texts[f"status.{dossier.status}"]
    return texts.say("ui.return.not_now", status=word)


def _give(desk: Desk, texts: Texts, handover: Handover) -> str:
    method = ReturnMethod(handover.method)
    is_sent = method is ReturnMethod.POST and not handover.receiver.strip()
    there = originals_of(queries.dossier(desk, handover.id))
    given = [name for place, name in enumerate(there) if place not in handover.kept]
    dossier = return_result(
        desk,
        int(handover.id),
        receiver=handover.receiver,
        paper=handover.paper,
        method=method,
        relation=handover.relation if handover.is_proxy else "",
        parcel=handover.parcel,
        authorisation=handover.authorisation if handover.is_proxy else "",
        originals=given,
        why_kept=handover.why_kept,
    )
    if method is ReturnMethod.COUNTER:
        ask_satisfaction(desk)
    return texts.say("ui.return.sent" if is_sent else "ui.return.done", code=dossier.code)


def _take_back(desk: Desk, texts: Texts, handover: Handover) -> str:
    dossier = take_back_parcel(desk, int(handover.id), reason=handover.came_back)
    return texts.say("ui.return.taken_back", code=dossier.code)


def _print_post(desk: Desk, texts: Texts) -> str:
    codes = tuple(given_to_post(desk))
    row = draw_desk_paper(desk, Wanted(form="post-minutes", codes=codes, is_to_post=True))
    return texts[f"ui.print.{print_paper(desk, row, pause=wait_for_printer).state}"]
