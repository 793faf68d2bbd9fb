"""A result signed as the law has it: by a person, and by the office with its seal and corner.

The fields of the office are made before the first signature, which then allows nothing but further
signatures. So the office may sign in the same go, or later and elsewhere.
"""

from datetime import datetime

from desk_app.signing.looks import Look
from desk_app.signing.pictures import Pictures
from desk_app.signing.sign import free_fields, sign_pdf
from desk_app.signing.signer import Signer
from desk_app.signing.stamp import Appearance, Stamp, Style, appearance_of

_STYLES = (Style.PICTURE, Style.CORNER)  # in the order of the fields


def sign_officially(
    pdf: bytes,
    signer: Signer,
    *,
    agency: Signer | None,
    at: datetime,
    look: Look,
    pictures: Pictures,
    location: str,
) -> bytes:
    """The person's signature, then those of the office where its key is at hand.

    Raises as `sign_pdf`. A file that brings its own fields is signed in those.
    """
    named = appearance_of(signer.certificate)
    drawn = Appearance(
        name=named.name,
        organisation=named.organisation,
        signature_png=pictures.signature,
        style=Style.PICTURE,
    )
    person = Stamp(appearance=drawn if pictures.signature else named, look=look)
    signed = sign_pdf(pdf, signer, at=at, stamp=person, location=location)
    if agency is None:
        return signed
    office = appearance_of(agency.certificate)
    for style in _STYLES[: free_fields(signed)]:
        shown = Appearance(
            name=office.name,
            organisation=office.organisation or office.name,
            seal_png=pictures.seal or None,
            style=style if pictures.seal or style is Style.CORNER else Style.NAMED,
            letters_pt=look.letters_pt,
        )
        signed = sign_pdf(signed, agency, at=at, stamp=Stamp(appearance=shown), location=location)
    return signed
