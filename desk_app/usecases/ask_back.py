"""Ask the citizen to come again (hẹn quay lại), and count the trip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.receiving import decide_asking_back, decide_registration
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.choices import BackReason
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.submission import Application


def ask_back(
    desk: Desk,
    application: Application,
    *,
    reason: BackReason,
    note: str = "",
    registered: int | None = None,
) -> Dossier:
    """Write the visit down, where it is the first for this; `registered`: where it is not.

    When the citizen comes again, what is received is this same dossier, and tells how often they
    came. Raises as `Desk.require`, UnknownProcedure, WrongStatus, as `application.cleaned`.
    """
    mandate = desk.require(Act.REGISTER, procedure=application.procedure)
    now = desk.clock.now()
    desk.catalogue.procedure(application.procedure).version_on(vietnam_day(now))
    with desk.journal.writing() as tx:
        entity = registered
        if entity is None:
            begun = decide_registration(application, organisation=desk.rules.organisation, now=now)
            entity = desk.append(tx, begun, entity=None, at=now, mandate=mandate).entity
        event = decide_asking_back(tx.dossier(entity), reason=reason, note=note, now=now)
        desk.append(tx, event, entity=entity, at=now, mandate=mandate)
        return tx.dossier(entity)
