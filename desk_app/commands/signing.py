"""`desk token · sign-pictures · prove`: what one signs with, and what makes it last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import console, read_bytes
from desk_app.commands.documents import iso, spoken
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries.proofs import waiting
from desk_app.queries.tokens import plugged_tokens
from desk_app.signing.pictures import pictures_kept
from desk_app.usecases.choose_timestamp_service import choose_timestamp_service
from desk_app.usecases.choose_token_library import choose_token_library
from desk_app.usecases.keep_seal_picture import keep_seal_picture
from desk_app.usecases.keep_signature_picture import keep_signature_picture
from desk_app.usecases.prove_results import prove_results

if TYPE_CHECKING:
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    _add_pictures(app, texts, options)
    _add_prove(app, texts, options)

    @app.command(help=texts["help.token"])
    def token(
        library: Path | None = typer.Option(None, "--library", help=texts["help.token.library"]),
        search: bool = typer.Option(False, "--search", help=texts["help.token.search"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            if library is not None or search:
                choose_token_library(desk, str(library.absolute()) if library else "")
            for one in plugged_tokens(desk):
                voice.give(
                    {
                        "label": one.label,
                        "serial": one.serial,
                        "maker": one.maker,
                        "model": one.model,
                        "library": str(one.library),
                        "pin": one.pin,
                    }
                )
                pin = voice.texts[f"token.pin.{one.pin}"]
                voice.tell(f"{one.label:<32} {one.serial:<18} {pin}")


def _add_pictures(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command("sign-pictures", help=texts["help.sign-pictures"])
    def sign_pictures(
        signature: Path | None = typer.Option(
            None, "--signature", help=texts["help.sign-pictures.signature"]
        ),
        seal: Path | None = typer.Option(None, "--seal", help=texts["help.sign-pictures.seal"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            if signature is not None:
                keep_signature_picture(desk, read_bytes(signature))
            if seal is not None:
                keep_seal_picture(desk, read_bytes(seal))
            kept = pictures_kept(desk.store.settings.get, user=desk.user.number)
            voice.give({"signature": bool(kept.signature), "seal": bool(kept.seal)})
            said = [
                voice.texts[f"sign-pictures.{name}"]
                for name, is_there in (("signature", kept.signature), ("seal", kept.seal))
                if is_there
            ]
            voice.tell(", ".join(said) or voice.texts["sign-pictures.none"])


def _add_prove(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.prove"])
    def prove(
        list_: bool = typer.Option(False, "--list", help=texts["help.prove.list"]),
        tsa: str | None = typer.Option(None, "--tsa", help=texts["help.prove.tsa"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            if tsa is not None:
                choose_timestamp_service(desk, tsa)
            if not list_ and tsa is None:
                done = prove_results(desk)
                voice.tell(
                    voice.texts.say("prove.done", count=done.proved, total=len(done.outcomes))
                )
            for one in waiting(desk):
                voice.give(
                    {
                        "code": one.code,
                        "sha256": one.sha256,
                        "signed_at": iso(one.signed_at),
                        "certificate_until": iso(one.certificate_until),
                        "failures": one.failures,
                        "last_error": one.last_code or None,
                        "alarm": one.is_alarming,
                    }
                )
                why = voice.texts.error(one.last_code, {}) if one.last_code else ""
                mark = "!" if one.is_alarming else " "
                voice.tell(f"{mark} {one.code:<24} {spoken(one.signed_at)}  {why}")
