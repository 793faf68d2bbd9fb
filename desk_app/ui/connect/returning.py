"""Results to hand over: found by code or name, given to whom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.dossier import Status
from desk_app.domain.submission import PaperState, ReturnMethod
from desk_app.queries import dossiers as queries
from desk_app.ui import formats, words
from desk_app.ui.screens.return_result import Handover, ReturnCalls, ToReturn
from desk_app.ui.widgets.pick import Choice
from desk_app.usecases.return_result import return_result

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
        originals=[
            paper.name
            for paper in application.papers
            if paper.originals and paper.state is PaperState.ORIGINAL
        ],
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
    dossier = return_result(
        desk,
        int(handover.id),
        receiver=handover.receiver,
        paper=handover.paper,
        method=method,
        relation=handover.relation if handover.is_proxy else "",
        parcel=handover.parcel,
        originals_back=handover.originals_back,
    )
    return texts.say("ui.return.sent" if is_sent else "ui.return.done", code=dossier.code)
