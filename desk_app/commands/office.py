"""`desk paper …`: how forms look, papers of the desk itself, and thermal slips."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.catalogue.templates import shelf_at
from desk_app.clock import WallClock
from desk_app.commands.console import Console, console, data_folder, read_bytes, write_bytes
from desk_app.commands.errors import NoSuchForm
from desk_app.commands.opening import opened, opened_sample
from desk_app.commands.options import Options
from desk_app.commands.paper import print_row
from desk_app.domain.paper_names import OFFICE_FORMS
from desk_app.domain.queueing import parse_priority
from desk_app.papers.sample_office import draw_preview
from desk_app.routing import printing_on
from desk_app.usecases.draw_desk_paper import Wanted, draw_desk_paper
from desk_app.usecases.make_slip import make_slip
from desk_app.usecases.send_slip import send_slip
from printing.shelf import Shelf, Shelved
from printing.template_file import read_template
from printing.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.slips import Slip
    from locales.catalogue import Texts

_DAY = "%Y-%m-%d"


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the group `paper` into the group `desk`."""
    options = Options(texts)
    group = typer.Typer(no_args_is_help=True, help=texts["help.paper"])
    app.add_typer(group, name="paper")
    _add_list(group, texts, options)
    _add_preview(group, texts, options)
    _add_print(group, texts, options)
    _add_slip(group, texts, options)


def _add_list(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("templates", help=texts["help.paper.templates"])
    def templates(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            shelf = _shelf(data)
            today = WallClock().today()
            for form in VOCABULARIES:
                for shelved in shelf.variants(form, on=today):
                    voice.give(_document(shelved))
                    voice.tell(_line(shelved, voice.texts))
            for fault in shelf.faults:
                voice.give({"fault": str(fault)})
                voice.tell(str(fault))


def _add_preview(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("preview", help=texts["help.paper.preview"])
    def preview(
        form: str = typer.Argument(..., help=texts["help.print.form"]),
        template: Path | None = typer.Option(None, "--template", help=texts["help.paper.template"]),
        variant: str = typer.Option("", "--variant", help=texts["help.paper.variant"]),
        out: Path | None = typer.Option(None, "--out", help=texts["help.print.out"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            if form not in VOCABULARIES:
                raise NoSuchForm(form=form[:40])
            read = None
            if template is not None:
                read = read_template(read_bytes(template), file=template.name)
                if read.form != form:
                    raise NoSuchForm(form=read.form)
            desk = replace(opened_sample(data), templates=_shelf(data))
            target = (out or Path(f"{form}-sample.pdf")).absolute()
            write_bytes(target, draw_preview(desk, form, template=read, variant=variant))
            voice.give({"form": form, "sample": True, "file": str(target)})
            voice.tell(str(target))


def _add_print(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("print", help=texts["help.paper.print"])
    def print_(
        form: str = typer.Argument(..., help=texts["help.paper.print.form"]),
        day: datetime | None = typer.Option(
            None, "--day", formats=[_DAY], help=texts["help.paper.day"]
        ),
        to_day: datetime | None = typer.Option(
            None, "--to-day", formats=[_DAY], help=texts["help.paper.to_day"]
        ),
        year: int = typer.Option(0, "--year", help=texts["help.paper.year"]),
        first: int = typer.Option(1, "--from", min=1, help=texts["help.paper.from"]),
        last: int = typer.Option(0, "--to", min=0, help=texts["help.paper.to"]),
        code: list[str] = typer.Option([], "--code", help=texts["help.paper.code"]),
        to_post: bool = typer.Option(False, "--to-post", help=texts["help.paper.to_post"]),
        a4: bool = typer.Option(False, "--a4", help=texts["help.paper.a4"]),
        out: Path | None = typer.Option(None, "--out", help=texts["help.print.out"]),
        printer: str = typer.Option("", "--printer", help=texts["help.print.printer"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        wanted = Wanted(
            form=form,
            first_on=_day(day),
            last_on=_day(to_day),
            year=year,
            first=first,
            last=last,
            codes=tuple(code),
            is_to_post=to_post,
            is_a4=a4,
        )
        with console(lang=lang, as_json=as_json) as voice:
            if form not in OFFICE_FORMS:
                raise NoSuchForm(form=form[:40])
            with opened(voice, data) as desk:
                print_row(
                    voice,
                    printing_on(desk, printer) if printer else desk,
                    draw_desk_paper(desk, wanted),
                    out=out,
                )


def _add_slip(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("slip", help=texts["help.paper.slip"])
    def slip(
        code: str = typer.Argument("", help=texts["help.paper.slip.code"]),
        field: str = typer.Option("", "--field", help=texts["help.paper.field"]),
        priority: str = typer.Option("", "--priority", help=texts["help.paper.priority"]),
        width: int = typer.Option(0, "--width", help=texts["help.paper.width"]),
        out: Path | None = typer.Option(None, "--out", help=texts["help.paper.slip.out"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            made = make_slip(
                desk, code, field=field, priority=parse_priority(priority), width_mm=width
            )
            _send(voice, desk, made, out=out)


def _send(voice: Console, desk: Desk, made: Slip, *, out: Path | None) -> None:
    if out is not None:
        target = out.absolute()
        write_bytes(target, made.pdf if out.suffix == ".pdf" else made.dots)
        voice.give({"slip": made.name, "file": str(target)})
        voice.tell(str(target))
        return
    sent = send_slip(desk, made.dots, name=made.name)
    voice.give({"slip": made.name, "state": sent.state})
    voice.tell(voice.texts.say("slip.sent", name=made.name))


def _shelf(data: Path | None) -> Shelf:
    return shelf_at(data_folder(data))


def _document(shelved: Shelved) -> dict[str, object]:
    template = shelved.template
    return {
        "form": template.form,
        "variant": template.offer.variant if template.offer else "",
        "number": template.number,
        "from": template.since.isoformat(),
        "until": template.until and template.until.isoformat(),
        "mark": template.mark,
        "basis": template.basis,
        "procedures": sorted(template.procedures),
        "fields": sorted(template.fields),
        "file": shelved.file,
        "own": shelved.is_own,
    }


def _line(shelved: Shelved, texts: Texts) -> str:
    template = shelved.template
    variant = [template.offer.variant] if template.offer else []
    only = ", ".join([*variant, *sorted(template.fields), *sorted(template.procedures)])
    mark = texts[f"template.mark.{template.mark}"]
    said = f"{template.form:<18} {template.since:%d/%m/%Y}  {mark}  {shelved.file}"
    return f"{said}  ({only})" if only else said


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
