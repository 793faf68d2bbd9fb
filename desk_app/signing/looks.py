"""How an office's signatures look by law, as data with the day it is in force from.

A result carries the signer's picture in blue at the place of the signature; the office's red seal
covers its left third; the office's name and the time stand in the upper right corner of page one.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk_app.signing.errors import LookUnreadable
from desk_app.signing.place import PageShape, Place

OVERRIDE = "looks.json"  # in the data folder, of the same form as ours

_KNOWN = Path(__file__).with_name("looks.json")
_PICTURE_SHARE = 0.6  # of the signer's box, at most, is the picture's width


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One form of the law; lengths in millimetres."""

    since: date
    law: str
    seal_mm: float  # across, as it is cut
    seal_over: float  # share of the signature's width that the seal covers, from its left
    corner: Place  # its left and bottom are measured from the upper right corner of the page
    letters_pt: float
    beside: tuple[str, ...]  # fields kept for the office beside the signer's: "seal", "corner"

    def places_beside(self, signer: Place, *, last: PageShape, first: PageShape) -> list[Place]:
        """Where the office signs, once the signer stands at `signer`; what has no room is left."""
        made = {"seal": self._seal(signer, last), "corner": self._corner(first)}
        return [place for name in self.beside if (place := made[name]) is not None]

    def _seal(self, signer: Place, page: PageShape) -> Place | None:
        wide, high = page.shown_mm
        signature = signer.width_mm * _PICTURE_SHARE
        right = signer.left_mm + (signer.width_mm - signature) / 2 + signature * self.seal_over
        middle = signer.bottom_mm + signer.height_mm / 2
        left = max(0.0, right - self.seal_mm)
        bottom = min(max(0.0, middle - self.seal_mm / 2), high - self.seal_mm)
        if self.seal_mm > min(wide, high) / 2:
            return None
        return Place(
            page=signer.page,
            left_mm=left,
            bottom_mm=bottom,
            width_mm=self.seal_mm,
            height_mm=self.seal_mm,
        )

    def _corner(self, page: PageShape) -> Place | None:
        wide, high = page.shown_mm
        left = wide - self.corner.left_mm - self.corner.width_mm
        bottom = high - self.corner.bottom_mm - self.corner.height_mm
        if left < wide / 4 or bottom < high / 2:
            return None
        return Place(
            page=0,
            left_mm=left,
            bottom_mm=bottom,
            width_mm=self.corner.width_mm,
            height_mm=self.corner.height_mm,
        )


def look_on(day: date, *, folder: Path | None = None) -> Look:
    """The look in force on the day; raises LookUnreadable where a province's own file is wrong."""
    own = folder / OVERRIDE if folder is not None else _KNOWN
    file = own if own.is_file() else _KNOWN
    try:
        looks = [_look(one) for one in json.loads(file.read_text("utf-8"))["looks"]]
        return max((one for one in looks if one.since <= day), key=lambda one: one.since)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LookUnreadable(file=file.name) from error


def _look(read: dict[str, object]) -> Look:
    seal, corner, beside = read["seal"], read["corner"], read["beside"]
    if not (isinstance(seal, dict) and isinstance(corner, dict) and isinstance(beside, list)):
        raise TypeError
    if not set(beside) <= {"seal", "corner"}:
        raise ValueError(beside)
    return Look(
        since=date.fromisoformat(str(read["since"])),
        law=str(read["law"]),
        seal_mm=float(seal["diameter_mm"]),
        seal_over=float(seal["over_signature"]),
        corner=Place(
            page=0,
            left_mm=float(corner["right_mm"]),
            bottom_mm=float(corner["top_mm"]),
            width_mm=float(corner["width_mm"]),
            height_mm=float(corner["height_mm"]),
        ),
        letters_pt=float(corner["letters_pt"]),
        beside=tuple(beside),
    )
