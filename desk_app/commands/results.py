"""`desk result …`: results made at this desk, by the templates their procedures offer."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desk_app.commands.console import Console, console, read_bytes, write_bytes
from desk_app.commands.errors import WrongValue
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries import dossiers as queries
from desk_app.queries.made_results import results_to_make
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.draw_result import draw_result

if TYPE_CHECKING:
    from desk_app.papers.made_result import Offered
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the group `result` into the group `desk`."""
    options = Options(texts)
    group = typer.Typer(no_args_is_help=True, help=texts["help.result"])
    app.add_typer(group, name="result")
    _add_list(group, texts, options)
    _add_make(group, texts, options)


def _add_list(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("list", help=texts["help.result.list"])
    def list_(
        code: str = typer.Argument(..., help=texts["help.code"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            for one in results_to_make(desk, queries.dossier(desk, code).entity):
                voice.give(_document(one))
                for line in _lines(one):
                    voice.tell(line)


def _add_make(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("make", help=texts["help.result.make"])
    def make(
        code: str = typer.Argument(..., help=texts["help.code"]),
        template: str = typer.Option(..., "--template", help=texts["help.result.template"]),
        set_: list[str] = typer.Option([], "--set", help=texts["help.result.set"]),
        scan: Path | None = typer.Option(None, "--scan", help=texts["help.result.scan"]),
        out: Path | None = typer.Option(None, "--out", help=texts["help.print.out"]),
        only_look: bool = typer.Option(False, "--look", help=texts["help.result.look"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            values = _values(set_)
            scanned = read_bytes(scan) if scan is not None else None
            with opened(voice, data) as desk:
                entity = queries.dossier(desk, code).entity
                made = draw_result(desk, entity, template, values, scan=scanned)
                if out is not None:
                    write_bytes(out, made.pdf)
                if not only_look:
                    attach_result(desk, entity, pdf=made.pdf, name=made.name, number=made.number)
            _tell(voice, template, made.name, made.number, made.pdf, out=out, is_kept=not only_look)


def _tell(
    voice: Console,
    template: str,
    name: str,
    number: str,
    pdf: bytes,
    *,
    out: Path | None,
    is_kept: bool,
) -> None:
    voice.give(
        {
            "template": template,
            "name": name,
            "number": number,
            "sha256": sha256(pdf).hexdigest(),
            "attached": is_kept,
            "file": str(out.absolute()) if out else None,
        }
    )
    words = voice.texts["result.made"] if is_kept else voice.texts["result.drawn"]
    voice.tell(f"{words} {name} · {number}")


def _values(given: list[str]) -> dict[str, str]:
    """`field=value`, the two characters backslash and n a new line; raises WrongValue."""
    values = {}
    for one in given:
        name, is_given, value = one.partition("=")
        if not is_given:
            raise WrongValue(key="--set")
        values[name.strip()] = value.replace("\\n", "\n")
    return values


def _document(one: Offered) -> dict[str, Any]:
    return {
        "template": one.variant,
        "name": one.name,
        "of_scan": one.is_of_scan,
        "fields": [
            {
                "name": asked.name,
                "label": asked.label,
                "kind": asked.kind,
                "required": asked.is_required,
                "value": one.begun[asked.name],
                "options": list(asked.options),
            }
            for asked in one.asks
        ],
    }


def _lines(one: Offered) -> list[str]:
    head = f"{one.variant:<28} {one.name}"
    fields = [
        f"    {'*' if asked.is_required else ' '} {asked.name:<20} {asked.label}"
        + (f": {said}" if (said := one.begun[asked.name]) else "")
        for asked in one.asks
    ]
    return [head, *fields]
