"""`desk print`: paper from the command line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands import documents
from desk_app.commands.console import Console, console, write_bytes
from desk_app.commands.errors import CodeMissing, NoSuchForm
from desk_app.commands.opening import opened, opened_sample
from desk_app.commands.options import Options
from desk_app.domain.paper_names import form_of
from desk_app.domain.print_reasons import AskedBecause
from desk_app.domain.rights import Act
from desk_app.papers.forms import FORMS
from desk_app.papers.sample import draw_sample
from desk_app.queries import dossiers as queries
from desk_app.routing import printing_on
from desk_app.store.prints import PrintState
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.reprint_paper import reprint_paper

if TYPE_CHECKING:
    from typing import Any

    from desk_app.desk import Desk
    from desk_app.store.prints import Print
    from locales.catalogue import Texts

_PAUSE_SECONDS = 0.5


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)

    @app.command("print", help=texts["help.print"])
    def print_(
        form: str = typer.Argument("", help=texts["help.print.form"]),
        code: str = typer.Argument("", help=texts["help.print.code"]),
        out: Path | None = typer.Option(None, "--out", help=texts["help.print.out"]),
        printer: str = typer.Option("", "--printer", help=texts["help.print.printer"]),
        why: AskedBecause | None = typer.Option(None, "--why", help=texts["help.print.why"]),
        words: str = typer.Option("", "--why-words", help=texts["help.print.why_words"]),
        sample: bool = typer.Option(False, "--sample", help=texts["help.print.sample"]),
        list_: bool = typer.Option(False, "--list", help=texts["help.print.list"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            if list_:
                for name in FORMS:
                    voice.give({"form": name})
                    voice.tell(f"{name:<20} {voice.texts[f'form.{name}']}")
                return
            if form not in FORMS:
                raise NoSuchForm(form=form[:40])
            if sample:
                _print_sample(voice, form, out=out, data=data)
                return
            if not code:
                raise CodeMissing
            with opened(voice, data) as desk:
                desk.require(Act.PRINT)
                there = printing_on(desk, printer) if printer else desk
                _print(voice, there, form, code, out=out, why=why, words=words)


def wait_for_printer() -> None:
    """Between two questions whether a page is out."""
    time.sleep(_PAUSE_SECONDS)


def _print(
    voice: Console,
    desk: Desk,
    form: str,
    code: str,
    *,
    out: Path | None,
    why: AskedBecause | None,
    words: str,
) -> None:
    dossier = queries.dossier(desk, code)
    queued = [
        job
        for job in desk.prints.of(dossier.entity)
        if form_of(job.form) == form and job.state is PrintState.QUEUED
    ]
    if queued:
        number = queued[0].id
    else:
        number = reprint_paper(desk, dossier.entity, form, why=why, words=words)
    print_row(voice, desk, number, out=out)


def print_row(voice: Console, desk: Desk, number: int, *, out: Path | None) -> None:
    """Print a row of the ledger and say what became of it."""
    done = print_paper(desk, number, pause=wait_for_printer)
    if out is not None:
        write_bytes(out, desk.files.read(done.sha256))
    voice.give(_print_document(desk, done, out))
    words = voice.texts[f"form.{form_of(done.form)}"]
    voice.tell(voice.texts.say("print.done", form=words, state=done.state, job=done.job))


def _print_document(desk: Desk, done: Print, out: Path | None) -> dict[str, Any]:
    page = out.absolute() if out else documents.tray_file(desk, done)
    return {
        "print": done.id,
        "form": done.form,
        "kind": done.kind,
        "copy": done.copy,
        "state": done.state,
        "printer": done.printer,
        "job": done.job,
        "sha256": done.sha256,
        "file": str(page) if page else None,
    }


def _print_sample(voice: Console, form: str, *, out: Path | None, data: Path | None) -> None:
    """An invented dossier, marked as a sample across the page; no account is needed."""
    pdf = draw_sample(opened_sample(data), form)
    target = (out or Path(f"{form}-sample.pdf")).absolute()
    write_bytes(target, pdf)
    voice.give({"form": form, "sample": True, "file": str(target)})
    voice.tell(str(target))
