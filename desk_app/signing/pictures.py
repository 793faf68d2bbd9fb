"""Pictures of signatures and seals as people bring them, made small enough to sign with."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from desk_app.signing.errors import PictureUnreadable

SEAL = "seal_picture"  # setting: the office's seal, a PNG in base64

_MOST_BYTES = 5_000_000
_LARGEST_DOTS = 600  # of the longer side: 5 cm at 300 dots an inch, more than a seal


@dataclass(frozen=True, kw_only=True, slots=True)
class Pictures:
    """PNG pictures on a transparent ground; empty where there is none."""

    signature: bytes = field(default=b"", repr=False)  # blue, of the person who signs
    seal: bytes = field(default=b"", repr=False)  # red, of the office


def signature_of(user: int) -> str:
    """The setting that holds the picture of this person's signature, a PNG in base64."""
    return f"signature_picture.{user}"


def pictures_kept(setting: Callable[[str], Any], *, user: int) -> Pictures:
    """What was brought so far."""
    return Pictures(
        signature=b64decode(setting(signature_of(user)) or ""),
        seal=b64decode(setting(SEAL) or ""),
    )


def to_keep(png: bytes) -> str:
    """The setting's text; empty bytes take the picture away. Raises PictureUnreadable."""
    return b64encode(fit_picture(png)).decode() if png else ""


def fit_picture(png: bytes) -> bytes:
    """The picture as a PNG of at most 600 dots a side, its transparency kept.

    A photo on white paper would hide the words under it: its white becomes transparent. Raises
    PictureUnreadable.
    """
    if len(png) > _MOST_BYTES:
        raise PictureUnreadable
    try:
        opened = Image.open(BytesIO(png), formats=("PNG",))
        picture = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnreadable from error
    picture.thumbnail((_LARGEST_DOTS, _LARGEST_DOTS))
    least, _ = picture.getchannel("A").getextrema()
    if least == _OPAQUE:
        picture.putalpha(picture.convert("L").point([_OPAQUE - level for level in range(256)]))
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


_OPAQUE = 255
