"""What the forms with a shape of their own hand to their template."""

from collections.abc import Sequence
from datetime import date

from printing.blocks import Letterhead
from printing.parties import Applicant, Desk
from printing.shelf import own_shelf
from printing.template import Template


def standard(form: str, letterhead: Letterhead) -> Template:
    """The program's own template of a form on the day it bears; raises NoTemplate."""
    return own_shelf().find(form, on=date.fromisoformat(letterhead.dated_on))


def party_texts(desk: Desk, applicant: Applicant) -> dict[str, str]:
    """Whom a notice is from and about."""
    return {
        "desk": desk.full_name,
        "desk_kind": desk.kind,
        "desk_name": desk.name,
        "desk_phone": desk.phone,
        "lookup": desk.lookup,
        "applicant": applicant.name,
        "address": applicant.address,
        "phone": applicant.phone,
        "email": applicant.email,
    }


def contact_texts(desk: Desk, contact: str, phone: str) -> dict[str, str]:
    """Whom to ask: the desk where nobody is named, dots where no number is known."""
    return {
        "contact": contact or desk.full_name,
        "contact_phone": phone or desk.phone or "." * 30,
    }


def text_rows(texts: Sequence[str]) -> list[dict[str, str]]:
    """A row a text."""
    return [{"text": text} for text in texts]
