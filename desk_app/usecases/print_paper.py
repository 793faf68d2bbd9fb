"""Print what the ledger has queued (in): keep the bytes, send them, note what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.forms import draw_form
from desk_app.papers.outcome import close_as_told, page_name
from desk_app.store.prints import Print, PrintKind, PrintState
from printing.errors import PrintError
from printing.imposing import laid_out
from printing.marks import mark_reprint
from printing.printers.port import follow

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk, Route
    from printing.printers.port import Printer, Sent

_TRIES = 20  # a laser printer warms up in less


def print_paper(
    desk: Desk,
    print_id: int,
    *,
    pause: Callable[[], object] = lambda: None,
    route: Route | None = None,
) -> Print:
    """Print one row of the ledger; returns it as it stands after.

    The bytes are kept before anything is sent, and the row says "sent" before the printer gets
    them, so that after a power cut a person is asked and nothing is printed twice by itself. A page
    that surely did not come out goes back to the queue. `pause` waits between questions to the
    printer. `route`: a person chose another printer for this page than its form goes to.

    Raises NotPermitted, UnknownPrint, WrongPrintStep, NoPaperYet, GlyphMissing, PrintError.
    """
    desk.require(Act.PRINT)
    job = desk.prints.get(print_id)
    pdf = _page(desk, job)
    route = route or desk.route(job.form)
    page = laid_out(pdf, route.layout)
    by = desk.user.number
    desk.prints.sent(
        print_id, printer=route.name, job="", by=by, at=desk.clock.now(), layout=route.layout
    )
    try:
        sent = route.printer.send(
            page,
            name=page_name(desk, job),
            told=lambda name: desk.prints.named_job(print_id, name),
        )
    except PrintError as error:
        desk.prints.close(
            print_id, PrintState.QUEUED, by=by, at=desk.clock.now(), reason=error.code
        )
        raise
    if sent.job:
        desk.prints.named_job(print_id, sent.job)
    return close_as_told(desk, print_id, _followed(route.printer, sent, pause))


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


def _followed(printer: Printer, sent: Sent, pause: Callable[[], object]) -> Sent:
    try:
        return follow(printer, sent, tries=_TRIES, pause=pause)
    except PrintError:
        return sent  # the printer fell silent; a person will say what came out
