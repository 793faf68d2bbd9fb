"""`desk relay …`: sealed parcels through another machine of the commune."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import console
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries.relay import relay_status
from desk_app.relaying import PORT, RelayService, lan_address, own_code
from desk_app.usecases.join_relay import join_relay, leave_relay
from desk_app.usecases.switch_relay import switch_relay
from desk_app.usecases.visit_relay import visit_relay
from sync.relay.finding import find

if TYPE_CHECKING:
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the group `relay` into the group `desk`."""
    options = Options(texts)
    group = typer.Typer(no_args_is_help=True, help=texts["help.relay"])
    app.add_typer(group, name="relay")
    _add_switch(group, texts, options)
    _add_serve(group, texts, options)
    _add_joining(group, texts, options)
    _add_visit(group, texts, options)


def _add_switch(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("on", help=texts["help.relay.on"])
    def on(
        host: str = typer.Option("", "--host", help=texts["help.relay.host"]),
        port: int = typer.Option(PORT, "--port", help=texts["help.relay.port"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            switch_relay(desk, is_on=True, host=host, port=port)
            told = relay_status(desk)
            voice.give(asdict(told))
            voice.tell(voice.texts.say("relay.on", address=told.address, code=told.code))

    @group.command("off", help=texts["help.relay.off"])
    def off(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            switch_relay(desk, is_on=False)
            voice.give(asdict(relay_status(desk)))
            voice.tell(voice.texts["relay.off"])

    @group.command("status", help=texts["help.relay.status"])
    def status(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            told = asdict(relay_status(desk))
            voice.give(told)
            voice.tell(voice.texts.say("relay.status", **told))


def _add_serve(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("serve", help=texts["help.relay.serve"])
    def serve(
        host: str = typer.Option("", "--host", help=texts["help.relay.host"]),
        port: int = typer.Option(PORT, "--port", help=texts["help.relay.port"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            service = RelayService(desk, host=host or lan_address(), port=port)
            try:
                told = {"url": service.url, "code": own_code(desk)}
                voice.give(told)
                voice.tell(voice.texts.say("relay.serving", **told))
                Event().wait()
            except KeyboardInterrupt:
                pass
            finally:
                service.stop()


def _add_joining(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("find", help=texts["help.relay.find"])
    def find_(
        host: str = typer.Option("", "--host", help=texts["help.relay.host"]),
        as_json: bool = options.as_json,
        lang: str = options.lang,
        data: Path | None = options.data,
    ) -> None:
        del data  # every command takes it; this one asks the network alone
        with console(lang=lang, as_json=as_json) as voice:
            for near in find(host=host or lan_address()):
                voice.give(asdict(near))
                voice.tell(f"{near.name}  {near.url}")

    @group.command("join", help=texts["help.relay.join"])
    def join(
        url: str = typer.Argument(..., help=texts["help.relay.url"]),
        code: str = typer.Argument(..., help=texts["help.relay.code"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            join_relay(desk, url, code)
            voice.give(asdict(relay_status(desk)))
            voice.tell(voice.texts["relay.joined"])

    @group.command("leave", help=texts["help.relay.leave"])
    def leave(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            leave_relay(desk)
            voice.give(asdict(relay_status(desk)))
            voice.tell(voice.texts["relay.left"])


def _add_visit(group: typer.Typer, texts: Texts, options: Options) -> None:
    @group.command("visit", help=texts["help.relay.visit"])
    def visit(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            told = asdict(visit_relay(desk))
            voice.give(told)
            voice.tell(voice.texts.say("relay.visited", **told))
