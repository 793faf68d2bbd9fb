"""What an act's fields offer or begin with on one dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.correction import CORRECTABLE, field_text
from desk_app.domain.events import SupplementRequested
from desk_app.domain.rights import Act
from desk_app.ui import formats
from desk_app.ui.screens.dossier.data import Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.queries.dossiers import Moment
    from locales.catalogue import Texts


def choices(
    desk: Desk, act: Act, dossier: Dossier, timeline: Sequence[Moment], texts: Texts
) -> Choices:
    """Nothing special where the act's own beginning will do."""
    initial: dict[str, str] = {}
    match act:
        case Act.CORRECT:
            return _correctable(dossier, texts)
        case Act.REQUEST_SUPPLEMENT if not dossier.supplement_requests:
            return Choices(hidden=frozenset({"override_reason"}))
        case Act.ADD_SUPPLEMENT:
            initial["papers"] = "\n".join(_asked_for(timeline))
        case Act.RECORD_PAYMENT:
            initial["amount"] = str(_to_pay(dossier) or "")
        case Act.EXTEND:
            initial["signer"] = desk.user.name
        case Act.COMPETENT_RECEIPT:
            initial["received_at"] = formats.moment(desk.clock.now())
        case _:
            pass
    return Choices(initial=initial)


def _correctable(dossier: Dossier, texts: Texts) -> Choices:
    """Each field with what it says now; those of a submitter only where there is one."""
    application = dossier.application
    fields = [
        field
        for field in CORRECTABLE
        if application.submitter is not None or not field.startswith("submitter.")
    ]
    options = []
    for field in fields:
        now = field_text(application, field)
        name = texts[f"field.{field}"]
        options.append((field, f"{name}: {now}" if now else name))
    return Choices(options={"field": options}, initial={"field": fields[0]})


def _asked_for(timeline: Sequence[Moment]) -> Sequence[str]:
    asked = [one.event for one in timeline if isinstance(one.event, SupplementRequested)]
    return asked[-1].items if asked else ()


def _to_pay(dossier: Dossier) -> int:
    return max((dossier.required_vnd or dossier.fee_vnd or 0) - dossier.paid_vnd, 0)
