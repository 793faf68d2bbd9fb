"""What is said of a visible signature before it is drawn: its words, its pictures, its place."""

from dataclasses import dataclass
from enum import StrEnum

from desk_app.signing.certificate import Certificate
from desk_app.signing.looks import Look
from desk_app.signing.place import Place


class Style(StrEnum):
    """What of an appearance is drawn."""

    NAMED = "named"  # pictures, and under them who signed and when
    PICTURE = "picture"  # the picture alone
    CORNER = "corner"  # the office and the time, in black and without a frame


@dataclass(frozen=True, kw_only=True, slots=True)
class Appearance:
    """Who signed, in words, and the pictures that go with it (NĐ 30/2020, Phụ lục I)."""

    name: str
    organisation: str = ""
    signature_png: bytes | None = None  # blue on a transparent ground
    seal_png: bytes | None = None  # red on a transparent ground; over the signature's left third
    style: Style = Style.NAMED
    letters_pt: float = 10.0  # of a corner


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """A visible signature: its look, and its field or place.

    With neither field nor place it takes the first free signature field of the file, else white
    room at the lower right of the last page.
    """

    appearance: Appearance
    field: str = ""  # name of an empty signature field
    place: Place | None = None  # where a new field is made
    look: Look | None = None  # fields that are kept for others beside a first signature


def appearance_of(certificate: Certificate) -> Appearance:
    """The signer's name and body as the certificate has them, without pictures."""
    return Appearance(name=certificate.subject_name, organisation=certificate.organisation)
