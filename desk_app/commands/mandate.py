"""`desk mandate give · end · list`: whom of the post the chairman lets stand in here."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desk_app.commands.console import Console, console
from desk_app.commands.errors import WrongValue
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.mandate import Mandate
from desk_app.queries.mandates import MandateShown, mandates
from desk_app.usecases.end_mandate import end_mandate
from desk_app.usecases.give_mandate import give_mandate

if TYPE_CHECKING:
    from locales.catalogue import Texts

_HOURS = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
_DAY = ["%Y-%m-%d"]


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    mandate = typer.Typer(no_args_is_help=True, help=texts["help.mandate"])
    app.add_typer(mandate, name="mandate")
    _add_give(mandate, texts, options)
    _add_end(mandate, texts, options)
    _add_list(mandate, texts, options)


def _add_give(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.mandate.give"])
    def give(
        number: str = typer.Argument(..., help=texts["help.mandate.number"]),
        issuer: str = typer.Option(..., "--issuer", help=texts["help.option.mandate.issuer"]),
        since: datetime = typer.Option(
            ..., "--from", formats=_DAY, help=texts["help.option.mandate.from"]
        ),
        until: datetime = typer.Option(
            ..., "--until", formats=_DAY, help=texts["help.option.mandate.until"]
        ),
        person: str = typer.Option("", "--person", help=texts["help.option.mandate.person"]),
        procedure: list[str] = typer.Option(
            [], "--procedure", help=texts["help.option.mandate.procedure"]
        ),
        weekdays: str = typer.Option(
            "12345", "--weekdays", help=texts["help.option.mandate.weekdays"]
        ),
        hours: str = typer.Option(
            "00:00-24:00", "--hours", help=texts["help.option.mandate.hours"]
        ),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            begins, ends = _hours(hours)
            given = give_mandate(
                desk,
                Mandate(
                    number=number,
                    issuer=issuer,
                    person=person,
                    since=since.date(),
                    until=until.date(),
                    procedures=tuple(procedure),
                    weekdays=_weekdays(weekdays),
                    begins=begins,
                    ends=ends,
                ),
            )
            shown = next(one for one in mandates(desk) if one.mandate == given)
            voice.give(_document(shown))
            voice.tell(voice.texts.say("ui.mandates.given", number=given.number))


def _add_end(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.mandate.end"])
    def end(
        number: str = typer.Argument(..., help=texts["help.mandate.number"]),
        reason: str = typer.Option("", "--reason", help=texts["help.option.reason"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            end_mandate(desk, number, reason=reason)
            voice.give({"number": number, "force": "withdrawn"})
            voice.tell(voice.texts.say("ui.mandates.ended", number=number))


def _add_list(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command("list", help=texts["help.mandate.list"])
    def list_(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            found = mandates(desk)
            for one in found:
                voice.give(_document(one))
                _tell(voice, one)
            if not found:
                voice.tell(voice.texts["ui.mandates.none"])


def _tell(voice: Console, shown: MandateShown) -> None:
    mandate = shown.mandate
    begins, ends = mandate.hours
    bounds = voice.texts.say(
        "ui.mandates.bounds",
        since=_written(mandate.since),
        until=_written(mandate.until),
        days=", ".join(voice.texts[f"ui.weekday.{day + 1}"] for day in sorted(mandate.weekdays)),
        begins=begins,
        ends=ends,
    )
    whom = mandate.person or voice.texts["ui.mandates.everybody"]
    force = voice.texts[f"ui.mandates.force.{shown.force}"]
    voice.tell(f"{mandate.number} · {whom} · {bounds} · {force}")


def _document(shown: MandateShown) -> dict[str, Any]:
    mandate = shown.mandate
    return {
        "number": mandate.number,
        "issuer": mandate.issuer,
        "person": mandate.person,
        "from": mandate.since.isoformat(),
        "until": mandate.until.isoformat(),
        "procedures": list(mandate.procedures),
        "weekdays": "".join(str(day + 1) for day in sorted(mandate.weekdays)),
        "hours": "-".join(mandate.hours),
        "force": shown.force,
        "ours": shown.is_ours,
    }


def _weekdays(typed: str) -> frozenset[int]:
    if not re.fullmatch(r"[1-7]+", typed.strip()):
        raise WrongValue(key="weekdays")
    return frozenset(int(day) - 1 for day in typed.strip())


def _hours(typed: str) -> tuple[int, int]:
    found = _HOURS.fullmatch(typed.strip())
    if found is None:
        raise WrongValue(key="hours")
    first, first_minute, last, last_minute = map(int, found.groups())
    return first * 60 + first_minute, last * 60 + last_minute


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
