"""`desk parcel export · import · status`: work to and from the province on a stick."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desk_app.commands.console import COULD_NOT, Console, console
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.papers.parcel_slip import size_in_words, spaced
from desk_app.queries.parcels import parcel_status
from desk_app.usecases.export_parcel import export_parcel
from desk_app.usecases.import_parcels import import_parcels
from desk_app.usecases.print_slip import print_slip

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.parcels import ParcelNote
    from desk_app.usecases.import_parcels import TakenParcels
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the group `parcel` into the group `desk`."""
    options = Options(texts)
    group = typer.Typer(no_args_is_help=True, help=texts["help.parcel"])
    app.add_typer(group, name="parcel")
    _add_export(group, texts, options)
    _add_import(group, texts, options)
    _add_status(group, texts, options)


def _add_export(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("export", help=texts["help.parcel.export"])
    def export(
        folder: Path = typer.Argument(..., help=texts["help.parcel.folder"]),
        slip: bool = typer.Option(False, "--slip", help=texts["help.parcel.slip"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            note = export_parcel(desk, folder.expanduser().absolute())
            page = print_slip(desk, note).job if slip else None
            voice.give({**_written(note), "slip": _page(desk, page)})
            voice.tell(
                voice.texts.say(
                    "parcel.written",
                    changes=note.changes,
                    files=note.files,
                    size=size_in_words(note.bytes),
                    code=spaced(note.code),
                    names=", ".join(name for name, _size in note.parts),
                )
            )


def _add_import(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("import", help=texts["help.parcel.import"])
    def import_(
        path: Path = typer.Argument(..., help=texts["help.parcel.path"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            taken = import_parcels(desk, path.expanduser().absolute())
            voice.give(
                asdict(taken)
                | {
                    "torn": list(taken.torn),
                    "left_alone": [{"file": name, "code": code} for name, code in taken.left_alone],
                }
            )
            _tell_taken(voice, taken)
            if taken.torn or taken.has_gap:
                raise typer.Exit(COULD_NOT)


def _add_status(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("status", help=texts["help.parcel.status"])
    def status(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            told = parcel_status(desk)
            voice.give(
                {
                    "changes_waiting": told.changes_waiting,
                    "files_waiting": told.files_waiting,
                    "changes_on_stick": told.changes_on_stick,
                    "files_on_stick": told.files_on_stick,
                    "written_at": told.since.isoformat() if told.since else None,
                    "parcels": [_written(note) for note in told.last],
                }
            )
            counts = {name: value for name, value in asdict(told).items() if type(value) is int}
            voice.tell(voice.texts.say("parcel.status", **counts))


def _written(note: ParcelNote) -> dict[str, Any]:
    return {
        "parcel": note.parcel,
        "written_at": note.made_at.isoformat(),
        "files": [str(Path(note.place) / name) for name, _size in note.parts],
        "first": note.first,
        "last": note.last,
        "changes": note.changes,
        "attachments": note.files,
        "bytes": note.bytes,
        "code": note.code,
    }


def _page(desk: Desk, job: str | None) -> str | None:
    """Where the slip lies, where it went to the tray."""
    if job is None or desk.printer is not desk.tray:
        return None
    return str(desk.tray.folder / job)


def _tell_taken(voice: Console, taken: TakenParcels) -> None:
    texts = voice.texts
    voice.tell(
        texts.say(
            "parcel.taken",
            parcels=taken.parcels,
            acked=taken.acked,
            settled=taken.settled,
            received=taken.received,
            files=taken.files,
        )
    )
    for name in taken.torn:
        voice.warn(texts.say("parcel.torn", name=name))
    for name, code in taken.left_alone:
        voice.warn(f"{name}: {texts.error(code, {'name': name})}")
    if taken.has_gap:
        voice.warn(texts["parcel.gap"])
