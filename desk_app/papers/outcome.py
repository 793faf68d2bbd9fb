"""What a printer says of a page, written into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.paper_names import NO_DOSSIER, STROKE
from desk_app.store.prints import PrintState
from printing.printers.port import JobState

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.prints import Print
    from printing.printers.port import Sent

_STATES = {JobState.PRINTED: PrintState.PRINTED, JobState.FAILED: PrintState.SPOILED}
_ENDED = {PrintState.PRINTED, PrintState.SPOILED}


def page_name(desk: Desk, job: Print) -> str:
    """What the page is called at the printer: no personal data."""
    form = job.form.replace(STROKE, "-")
    copy = f"-{job.copy}" if job.copy else ""
    if job.entity == NO_DOSSIER:
        return f"{form}{copy}"
    dossier = desk.journal.dossier(job.entity)
    return f"{dossier.code or dossier.entity}-{form}{copy}"


def close_as_told(desk: Desk, print_id: int, sent: Sent) -> Print:
    """Close the row by the printer's word; what it cannot tell is left to a person.

    What a person has answered meanwhile stands.
    """
    row = desk.prints.get(print_id)
    if row.state in _ENDED:
        return row
    state = _STATES.get(sent.state, PrintState.UNKNOWN)
    desk.prints.close(print_id, state, by=desk.user.number, at=desk.clock.now(), reason=sent.reason)
    return desk.prints.get(print_id)
