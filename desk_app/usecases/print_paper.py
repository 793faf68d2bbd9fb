"""Print what the ledger has queued (in): keep the bytes, send them, note what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.forms import draw_form
from desk_app.store.prints import Print, PrintKind, PrintState
from printing.errors import PrintError
from printing.marks import mark_reprint
from printing.printers.port import JobState, follow

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from printing.printers.port import Sent

_TRIES = 20  # a laser printer warms up in less

_STATES = {
    JobState.PRINTED: PrintState.PRINTED,
    JobState.FAILED: PrintState.SPOILED,
}


def print_paper(desk: Desk, print_id: int, *, pause: Callable[[], object] = lambda: None) -> Print:
    """Print one row of the ledger; returns it as it stands after.

    The bytes are kept before anything is sent, and the row says "sent" before the printer gets
    them, so that after a power cut a person is asked and nothing is printed twice by itself. A page
    that surely did not come out goes back to the queue. `pause` waits between questions to the
    printer.

    Raises NotPermitted, UnknownPrint, WrongPrintStep, NoPaperYet, GlyphMissing, PrintError.
    """
    desk.require(Act.PRINT)
    job = desk.prints.get(print_id)
    pdf = _page(desk, job)
    by, printer = desk.user.number, desk.printer
    desk.prints.sent(print_id, printer=desk.printer_name, job="", by=by, at=desk.clock.now())
    try:
        sent = printer.send(pdf, name=page_name(desk, job))
    except PrintError as error:
        desk.prints.close(
            print_id, PrintState.QUEUED, by=by, at=desk.clock.now(), reason=error.code
        )
        raise
    desk.prints.named_job(print_id, sent.job)
    last = _followed(desk, sent, pause)
    state = _STATES.get(last.state, PrintState.UNKNOWN)
    desk.prints.close(print_id, state, by=by, at=desk.clock.now(), reason=last.reason)
    return desk.prints.get(print_id)


def page_name(desk: Desk, job: Print) -> str:
    """What the page is called at the printer: no personal data."""
    dossier = desk.journal.dossier(job.entity)
    copy = f"-{job.copy}" if job.copy else ""
    return f"{dossier.code or dossier.entity}-{job.form}{copy}"


def _page(desk: Desk, job: Print) -> bytes:
    """The page's bytes: drawn once, kept, and the same for ever; a copy is the page marked."""
    if job.sha256:
        return desk.files.read(job.sha256)
    pdf = _copy(desk, job) if job.kind is PrintKind.COPY else _anew(desk, job)
    digest = desk.files.keep(pdf, purpose="print", entity=job.entity, at=desk.clock.now())
    desk.prints.drawn(job.id, digest)
    return pdf


def _anew(desk: Desk, job: Print) -> bytes:
    return draw_form(
        desk, job.form, desk.journal.dossier(job.entity), desk.journal.timeline(job.entity)
    )


def _copy(desk: Desk, job: Print) -> bytes:
    """The last page that went out, with the mark of a copy; drawn anew where none is here."""
    pages = [
        one
        for one in desk.prints.of(job.entity)
        if one.form == job.form and one.sha256 and one.kind is not PrintKind.COPY
    ]
    is_here = pages and pages[-1].state is not PrintState.SPOILED
    page = desk.files.read(pages[-1].sha256) if is_here else _anew(desk, job)
    return mark_reprint(page, copy=job.copy)


def _followed(desk: Desk, sent: Sent, pause: Callable[[], object]) -> Sent:
    try:
        return follow(desk.printer, sent, tries=_TRIES, pause=pause)
    except PrintError:
        return sent  # the printer fell silent; a person will say what came out
