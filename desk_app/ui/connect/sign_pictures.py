"""Pictures of signature and seal, from their card to their use cases."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.queries.signed_sample import kept_pictures, signed_sample
from desk_app.ui.screens.sign_pictures import Picture, PictureLine, SignPicturesCalls
from desk_app.usecases.keep_seal_picture import keep_seal_picture
from desk_app.usecases.keep_signature_picture import keep_signature_picture

if TYPE_CHECKING:
    from desk_app.desk import Desk


def sign_pictures_calls(desk: Desk) -> SignPicturesCalls:
    return SignPicturesCalls(
        load=partial(_lines, desk), sample=partial(_sample, desk), keep=partial(_keep, desk)
    )


def _lines(desk: Desk) -> list[PictureLine]:
    rights = {Picture.SIGNATURE: Act.SIGN_RESULT, Picture.SEAL: Act.MANAGE_DESK}
    changeable = [one for one, act in rights.items() if may(desk.user.roles, act)]
    if not changeable:
        return []
    kept = kept_pictures(desk)
    there = {Picture.SIGNATURE: bool(kept.signature), Picture.SEAL: bool(kept.seal)}
    return [PictureLine(picture=one, is_there=there[one]) for one in changeable]


def _sample(desk: Desk, picture: Picture, content: bytes | None) -> bytes:
    if picture is Picture.SEAL:
        return signed_sample(desk, seal=content)
    return signed_sample(desk, signature=content)


def _keep(desk: Desk, picture: Picture, content: bytes) -> None:
    keep = keep_seal_picture if picture is Picture.SEAL else keep_signature_picture
    keep(desk, content)
