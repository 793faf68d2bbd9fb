"""What `desk act` does with a result: attached from a file, signed with a key file or a token."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.commands import lines
from desk_app.commands.console import read_bytes
from desk_app.domain.submission import ReturnMethod
from desk_app.signing.signer import open_pkcs12
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.return_result import return_result, take_back_parcel
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer
from desk_app.usecases.unlock_token import unlock_token

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.signing.signer import Signer


def attach(desk: Desk, entity: int, details: dict[str, Any]) -> Dossier:
    """As `attach_result`."""
    path = Path(lines.words(details, "file"))
    return attach_result(
        desk,
        entity,
        pdf=read_bytes(path),
        name=path.name,
        number=lines.words(details, "number"),
    )


def sign(desk: Desk, entity: int, details: dict[str, Any]) -> Dossier:
    """As `sign_result`; the details stand in `act_details`."""
    agency = None
    if "agency_pkcs12" in details:
        agency = open_pkcs12(
            read_bytes(Path(lines.words(details, "agency_pkcs12"))),
            os.environ.get("MOTCUA_AGENCY_PASSWORD", ""),
            at=desk.clock.now(),
        )
    return sign_result(desk, entity, signer=_signer(desk, details), agency=agency)


def _signer(desk: Desk, details: dict[str, Any]) -> Signer:
    """A token is opened once for a file of many lines."""
    if "pkcs12" in details:
        return unlock_signer(
            desk,
            pkcs12=read_bytes(Path(lines.words(details, "pkcs12"))),
            password=lines.words(details, "password")
            or os.environ.get("MOTCUA_PKCS12_PASSWORD", ""),
        )
    token = lines.words(details, "token")
    return desk.key.token(token, at=desk.clock.now()) or unlock_token(
        desk,
        token=token,
        pin=lines.words(details, "pin") or os.environ.get("MOTCUA_TOKEN_PIN", ""),
    )


def give_back(desk: Desk, entity: int, details: dict[str, Any]) -> Dossier:
    """As `return_result`; with `came_back` the post brought it back."""
    if "came_back" in details:
        return take_back_parcel(desk, entity, reason=lines.words(details, "came_back"))
    details.setdefault("method", ReturnMethod.COUNTER)
    return return_result(
        desk,
        entity,
        receiver=lines.words(details, "receiver"),
        paper=lines.words(details, "paper"),
        method=lines.one_of(details, "method", ReturnMethod),
        relation=lines.words(details, "relation"),
        parcel=lines.words(details, "parcel"),
        authorisation=lines.words(details, "authorisation"),
        originals_back=lines.truth(details, "originals_back", default=True),
    )
