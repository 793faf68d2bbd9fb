"""What happens to a dossier's papers as files; `events` says how all events are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - codec reads the annotations at run time


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperScanned:
    """A paper of the dossier stands beside it as a file (số hóa thành phần hồ sơ): a fact."""

    sha256: str
    name: str  # of the file
    size_bytes: int
    pages: int
    paper: str  # what the paper is called
    paper_id: str = ""  # of the required paper; empty for one the catalogue does not name
    valid_until: date | None = None  # of the paper, where it says so
    reused_from: str = ""  # code of the dossier it was scanned for; empty: for this one
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScanWithdrawn:
    """A file stood with the wrong paper or dossier, or could not be read."""

    sha256: str
    reason: str
    mandate: str = ""
