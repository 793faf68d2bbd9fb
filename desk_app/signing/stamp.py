"""What is said of a visible signature before it is drawn: its words, its pictures, its place."""

from dataclasses import dataclass

from desk_app.signing.certificate import Certificate
from desk_app.signing.place import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Appearance:
    """Who signed, in words, and the pictures that go with it (NĐ 30/2020, Phụ lục I)."""

    name: str
    organisation: str = ""
    signature_png: bytes | None = None  # blue on a transparent ground
    seal_png: bytes | None = None  # red on a transparent ground; over the signature's left third


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """A visible signature: its look, and its field or place.

    With neither field nor place it takes the first free signature field of the file, else white
    room at the lower right of the last page.
    """

    appearance: Appearance
    field: str = ""  # name of an empty signature field
    place: Place | None = None  # where a new field is made


def appearance_of(certificate: Certificate) -> Appearance:
    """The signer's name and body as the certificate has them, without pictures."""
    return Appearance(name=certificate.subject_name, organisation=certificate.organisation)
