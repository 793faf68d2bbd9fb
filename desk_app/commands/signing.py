"""`desk token · sign-pictures`: what one signs with, and what is drawn into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import console, read_bytes
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.queries.tokens import plugged_tokens
from desk_app.signing.pictures import pictures_kept
from desk_app.usecases.choose_token_library import choose_token_library
from desk_app.usecases.keep_seal_picture import keep_seal_picture
from desk_app.usecases.keep_signature_picture import keep_signature_picture

if TYPE_CHECKING:
    from locales.catalogue import Texts


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    _add_pictures(app, texts, options)

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
