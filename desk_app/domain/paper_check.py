"""What the QR of a paper is worth, checked without a network, and what the desk knows beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.dossier import Status

OLD_LIST = timedelta(days=30)


class NoCodeFound(RuleBroken):
    """No QR could be read in the picture; take it again, straight and in good light."""

    code = "no_code_found"


class PaperWorth(StrEnum):
    """The verdict; its words are the keys `paper.<value>` and `paper.<value>.now`."""

    GENUINE = "genuine"
    ALTERED = "altered"  # names our scheme, but was changed, or not read whole
    UNKNOWN_KEY = "unknown_key"  # signed by a machine that is not on the list
    KEY_REVOKED = "key_revoked"  # signed by a machine that the province believes no more
    NOT_OURS = "not_ours"  # another kind of QR
    TOO_NEW = "too_new"  # written by a later program
    STUB = "stub"  # the code of the office's copy, which only the province opens


class Differs(StrEnum):
    """What the dossier says now and the paper does not; the words are `paper.differs.<value>`."""

    DUE_AT = "due_at"
    PROCEDURE = "procedure"
    NAME = "name"
    PAPERS = "papers"
    FILE = "file"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperSays:
    """What stands in the QR; to be believed where the paper is genuine, and no further."""

    kind: str  # receipt, result
    code: str
    procedure: str
    procedure_name: str  # empty for one that the catalogue does not hold
    issued_at: datetime
    due_at: datetime | None
    name: str
    papers: int
    file_sha256: str  # hex, of a result


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """The machine that signed."""

    machine: int
    organisation: str
    is_own: bool
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownDossier:
    """The dossier of that code as this desk has it now."""

    entity: int
    code: str
    status: Status
    due_at: datetime | None
    is_refused: bool
    differs: tuple[Differs, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperCheck:
    """The verdict with all that stands behind it."""

    worth: PaperWorth
    says: PaperSays | None = None
    signer: Signer | None = None
    is_other_unit: bool = False  # the signer is not of the organisation that the code names
    is_other_province: bool = False  # the code is of another province than this desk
    known: KnownDossier | None = None
    list_as_of: datetime | None = None  # when the list of keys was whole; None: never yet
    is_list_old: bool = False  # a machine may have come or ended since, unknown to this desk
