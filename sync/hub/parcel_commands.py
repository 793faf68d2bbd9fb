"""The hub's commands about parcels on sticks, joined to the others by `commands`."""

from pathlib import Path

import typer

from sync.hub.group import Group, asked

_ACTS = "parcel_acts"


def add_parcels(app: typer.Typer, group: Group) -> None:
    """Put the group `parcel` into the group `hub`."""
    parcels = typer.Typer(no_args_is_help=True, help=group.texts["help.hub.parcel"])
    app.add_typer(parcels, name="parcel")
    _add_import(parcels, group)
    _add_export(parcels, group)


def _add_import(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--out", "parcel_out", file_okay=False)

    @app.command("import", help=group.texts["help.hub.parcel.import"])
    def import_(
        path: Path,
        out: Path = e,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        told = asked(data, database, as_json, lang)
        group.run(told, "import_parcels", where=_ACTS, path=path, out=out)


def _add_export(app: typer.Typer, group: Group) -> None:
    a, b, c, d = group.common()
    e = group.option(..., "--to", "parcel_to", file_okay=False)
    f = group.option(False, "--all", "parcel_all")

    @app.command("export", help=group.texts["help.hub.parcel.export"])
    def export(
        dev: int | None = typer.Argument(None),
        to: Path = e,
        all_: bool = f,
        data: Path | None = a,
        database: str = b,
        as_json: bool = c,
        lang: str = d,
    ) -> None:
        if (dev is None) is not all_:
            raise typer.BadParameter(group.texts["help.hub.parcel.export"])
        told = asked(data, database, as_json, lang)
        group.run(told, "export_parcels", where=_ACTS, dev=dev, to=to)
