"""The slip that goes with a parcel on a stick, as this desk fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.papers import head
from printing.parcel_slip import ParcelSlip, draw

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.store.parcels import ParcelNote

_ADDRESSEE = "Bộ phận vận hành máy chủ một cửa của tỉnh"
_HALF = 4  # letters of the check code that are read out together
_THOUSAND = 1000


def draw_slip(desk: Desk, note: ParcelNote) -> bytes:
    """The slip as PDF; the same parcel gives the same bytes. Raises GlyphMissing."""
    giver = next((user for user in desk.users.all() if user.number == note.by), None)
    code = spaced(note.code)
    return draw(
        ParcelSlip(
            letterhead=head.letterhead(desk, number="", at=note.made_at),
            sender=f"{desk.place.unit}, máy số {desk.journal.identity.author}",
            addressee=_ADDRESSEE,
            made_at=head.iso(note.made_at),
            files=tuple((name, size_in_words(size)) for name, size in note.parts),
            changes=_changes(note),
            attachments=f"{note.files} tệp đính kèm",
            size=size_in_words(note.bytes),
            code=code,
            giver=head.clerk_name(giver),
            qr_text=f"VNB {note.parts[0][0]} {note.code}",
        )
    )


def spaced(code: str) -> str:
    """The check code as it is read out."""
    return f"{code[:_HALF]} {code[_HALF:]}"


def size_in_words(count_bytes: int) -> str:
    """As a person compares it with what a file manager shows: 850 B, 12 kB, 3,4 MB."""
    if count_bytes < _THOUSAND:
        return f"{count_bytes} B"
    if count_bytes < _THOUSAND**2:
        return f"{round(count_bytes / _THOUSAND)} kB"
    return f"{count_bytes / _THOUSAND**2:.1f} MB".replace(".", ",")


def _changes(note: ParcelNote) -> str:
    if not note.changes:
        return "không có việc mới"
    return f"{note.changes} việc (số {note.first}–{note.last})"
