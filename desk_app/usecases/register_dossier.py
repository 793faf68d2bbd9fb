"""Write a visit down before reception: papers lacking, or not for this desk (mới đăng ký)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.receiving import decide_registration
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.submission import Application


def register_dossier(desk: Desk, application: Application) -> Dossier:
    """Raises as `Desk.require`, UnknownProcedure and as `application.cleaned`."""
    mandate = desk.require(Act.REGISTER, procedure=application.procedure)
    now = desk.clock.now()
    desk.catalogue.procedure(application.procedure).version_on(vietnam_day(now))
    event = decide_registration(application, organisation=desk.rules.organisation, now=now)
    with desk.journal.writing() as tx:
        entry = desk.append(tx, event, entity=None, at=now, mandate=mandate)
        return tx.dossier(entry.entity)
