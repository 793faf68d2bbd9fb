"""Events between reception and result: hand on, take over the papers, refuse, extend, stop.

As in `events`: fields are append-only, a new one goes last and has a default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - codec reads the annotations at run time

from desk_app.domain.choices import StopGround  # noqa: TC001 - as above


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Not taken, or not solved (Mẫu 03)."""

    ground: str  # the provision it rests on
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOn:
    """From hand to hand (a block of the control sheet, Mẫu 06)."""

    to: str
    hand_over_by: datetime  # the same day, or the start of the next working day after 15:00
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Appraised:
    is_sufficient: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Extended:
    """A new date with an apology, once and a day ahead (Mẫu 04)."""

    due_at: datetime
    reason: str
    signer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """Work stops (Mẫu 05)."""

    ground: StopGround
    reason: str
    money: str = ""  # what happens with the fee
    papers_back: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """The applicant takes the dossier back before a result was decided."""

    reason: str
    papers_back: bool = True
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Approved:
    """The leader decides; a result may now be signed."""

    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverAnswered:
    """Whom the dossier was handed to has the papers, or gave them back with the reason."""

    is_taken: bool
    taker: str  # who signed for it
    reason: str = ""  # why it was given back


@dataclass(frozen=True, kw_only=True, slots=True)
class OutsideCoded:
    """The code of the dossier in another system: the national portal, VNeID, a ministry's."""

    system: str
    code: str
    is_entered: bool = False  # all of it was typed into that system
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ApologySigned:
    """The head of the office has signed the apology for a new date (Mẫu 04)."""

    due_at: datetime  # the new date that the paper tells
