"""`desk enrol · user · sync · hub-address`: the machine, its people and its link."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desk_app.commands.console import (
    Console,
    console,
    credentials,
    data_folder,
    new_password,
    read_bytes,
)
from desk_app.commands.errors import NoSuchUser, WrongValue
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.rights import Act, Role
from desk_app.enrolling import enrol_desk
from desk_app.store.device_secret import SecretHome
from desk_app.usecases.add_user import add_user
from desk_app.usecases.choose_line import choose_line
from desk_app.usecases.disable_user import disable_user
from desk_app.usecases.point_at_hub import point_at_hub
from desk_app.usecases.sync_now import sync_now
from sync.errors import EnrolmentWaits
from sync.protocol.invitation import read_invitation

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.users import User
    from locales.catalogue import Texts

_READABLE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_FIRST_LENGTH = 10
_REQUEST = ".request"  # beside an invitation on a stick


class LineAct(StrEnum):
    """What `desk sync` shall do."""

    NOW = "now"
    PAUSE = "pause"
    RESUME = "resume"


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    user = typer.Typer(no_args_is_help=True, help=texts["help.user"])
    app.add_typer(user, name="user")
    _add_enrol(app, texts, options)
    _add_sync(app, texts, options)
    _add_hub(app, texts, options)
    _add_users(user, texts, options)


def _add_enrol(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.enrol"])
    def enrol(
        hub: str = typer.Option("", "--hub", help=texts["help.enrol.hub"]),
        code: str = typer.Option("", "--code", help=texts["help.enrol.code"]),
        invitation: Path | None = typer.Option(
            None, "--invitation", help=texts["help.enrol.invitation"], dir_okay=False
        ),
        file: Path | None = typer.Option(
            None, "--file", help=texts["help.enrol.file"], dir_okay=False
        ),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            if invitation is not None:
                code = read_invitation(read_bytes(invitation)).code
                file = file or (None if hub else invitation.with_suffix(_REQUEST))
            if not code:
                raise WrongValue(key="code")
            if not hub and file is None:
                raise WrongValue(key="hub")
            name, password = credentials(voice)
            try:
                with enrol_desk(
                    data_folder(data), hub=hub, code=code, admin=name, password=password, file=file
                ) as desk:
                    _tell_enrolled(voice, desk)
            except EnrolmentWaits as waits:
                voice.give({"request": waits.details["file"]})
                voice.tell(voice.texts.say("enrol.request_written", file=waits.details["file"]))


def _tell_enrolled(voice: Console, desk: Desk) -> None:
    identity = desk.journal.identity
    lanes = [f"{lane.first:04d}-{lane.last:04d}" for lane in desk.lanes]
    voice.give(
        {
            "machine": identity.author,
            "epoch": identity.epoch,
            "org": identity.organisation,
            "unit": desk.place.unit,
            "lanes": lanes,
            "user": desk.user.name,
            "roles": list(desk.user.roles),
            "secret": desk.store.unlocked.secret_home,
        }
    )
    voice.tell(
        voice.texts.say(
            "enrol.done",
            unit=desk.place.unit,
            author=identity.author,
            lanes=", ".join(lanes) or "-",
        )
    )
    if desk.store.unlocked.secret_home is SecretHome.FILE:
        voice.warn(voice.texts["secret.file"])


def _add_sync(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.sync"])
    def sync(
        act: LineAct = typer.Argument(LineAct.NOW, help=texts["help.sync.act"]),
        once: bool = typer.Option(True, "--once", help=texts["help.sync.once"], show_default=False),
        records_only: bool = typer.Option(
            False, "--records-only", help=texts["help.sync.records_only"]
        ),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        del once  # a command does one round; the window keeps the loop
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            if act is not LineAct.NOW:
                _choose(voice, desk, is_paused=act is LineAct.PAUSE)
                return
            done = asdict(sync_now(desk, records_only=records_only))
            voice.give(done)
            voice.tell(voice.texts.say("sync.done", **done))


def _choose(voice: Console, desk: Desk, *, is_paused: bool) -> None:
    chosen = choose_line(desk, paused=is_paused)
    voice.give({"paused": chosen.is_paused, "records_only": chosen.records_only})
    voice.tell(voice.texts["sync.paused" if chosen.is_paused else "sync.resumed"])


def _add_hub(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command("hub-address", help=texts["help.hub-address"])
    def hub_address(
        address: str = typer.Argument("", help=texts["help.hub-address.address"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            url = point_at_hub(desk, address) if address else desk.journal.identity.hub_url
            voice.give({"hub": url or None})
            voice.tell(voice.texts.say("ui.hub.chosen", address=url) if address else url)


def _add_users(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.user.add"])
    def add(
        name: str = typer.Argument(..., help=texts["help.user.name"]),
        role: list[Role] = typer.Option(..., "--role", help=texts["help.user.role"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            given = new_password(voice)
            password = given or _made_up()
            user = add_user(desk, name, password, roles=role)
            made_up = {} if given else {"password": password}
            voice.give(_user(user) | made_up)
            _tell_user(voice, user, password="" if given else password)

    @app.command("list", help=texts["help.user.list"])
    def list_(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            for user in desk.users.all():
                voice.give(_user(user))
                sign = " " if user.is_active else "×"
                voice.tell(f"{sign} {user.name:<24} {_roles(voice, user)}")

    @app.command(help=texts["help.user.disable"])
    def disable(
        name: str = typer.Argument(..., help=texts["help.user.name"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            desk.require(Act.MANAGE_USERS)
            found = desk.users.find(name)
            if found is None:
                raise NoSuchUser
            user = disable_user(desk, found.number)
            voice.give(_user(user))
            voice.tell(voice.texts.say("user.disabled", user=user.name))


def _user(user: User) -> dict[str, Any]:
    return {
        "user": user.name,
        "number": user.number,
        "roles": list(user.roles),
        "active": user.is_active,
    }


def _tell_user(voice: Console, user: User, *, password: str) -> None:
    voice.tell(voice.texts.say("user.added", user=user.name, roles=_roles(voice, user)))
    if password:
        voice.tell(voice.texts.say("user.first_password", user=user.name, password=password))


def _roles(voice: Console, user: User) -> str:
    return ", ".join(voice.texts[f"role.{role}"] for role in user.roles)


def _made_up() -> str:
    """A first password that can be read out and typed."""
    return "".join(secrets.choice(_READABLE_LETTERS) for _ in range(_FIRST_LENGTH))
