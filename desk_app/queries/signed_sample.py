"""How pictures of a signature and a seal will stand on a result, before they are kept."""

from __future__ import annotations

import io
import secrets
from typing import TYPE_CHECKING

from PIL import Image

from desk_app.domain.rights import Act, may
from desk_app.papers.sample import SampleDesk
from desk_app.papers.sample_result import draw_result_sample
from desk_app.queries.pages import page_picture
from desk_app.signing.looks import look_on
from desk_app.signing.official import sign_officially
from desk_app.signing.pictures import Pictures, fit_picture, pictures_kept
from desk_app.signing.sample import make_demo_signer
from desk_app.signing.signer import open_pkcs12

if TYPE_CHECKING:
    from desk_app.desk import Desk

_SHOWN = 0.51  # of the page's height: the sample ends above


def kept_pictures(desk: Desk) -> Pictures:
    """Of the person signed in, and of the office; raises NotPermitted."""
    _require(desk)
    return pictures_kept(desk.store.settings.get, user=desk.user.number)


def signed_sample(
    desk: Desk, *, signature: bytes | None = None, seal: bytes | None = None
) -> bytes:
    """The upper half of a sample page signed as the law has it, as PNG; nothing is kept.

    None stands for the picture that is kept, empty bytes for no picture. Without a seal the office
    does not sign. The key is made for the sample and lost. Takes seconds on a slow machine. Raises
    NotPermitted, PictureUnreadable, LookUnreadable, GlyphMissing.
    """
    kept = kept_pictures(desk)
    pictures = Pictures(signature=_fitted(signature, kept.signature), seal=_fitted(seal, kept.seal))
    at = desk.clock.now()
    password = secrets.token_urlsafe()
    pkcs12, _ = make_demo_signer(desk.user.name, desk.place.unit, password, at=at)
    signer = open_pkcs12(pkcs12, password, at=at)
    page = draw_result_sample(
        SampleDesk(place=desk.place, catalogue=desk.catalogue, templates=desk.templates)
    )
    signed = sign_officially(
        page,
        signer,
        agency=signer if pictures.seal else None,
        at=at,
        look=look_on(desk.clock.today(), folder=desk.folder),
        pictures=pictures,
        location=desk.place.locality,
    )
    return _upper(page_picture(signed, 0))


def _fitted(brought: bytes | None, kept: bytes) -> bytes:
    if brought is None:
        return kept
    return fit_picture(brought) if brought else b""


def _upper(png: bytes) -> bytes:
    with Image.open(io.BytesIO(png)) as page:
        upper = page.crop((0, 0, page.width, int(page.height * _SHOWN)))
    written = io.BytesIO()
    upper.save(written, format="PNG")
    return written.getvalue()


def _require(desk: Desk) -> None:
    """Who signs has a picture of their own, who manages the desk that of the office."""
    if not may(desk.user.roles, Act.MANAGE_DESK):
        desk.require(Act.SIGN_RESULT)
