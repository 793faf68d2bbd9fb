"""Scans of a dossier's papers: what may stand beside it, what it is called, when it serves again.

Domain: số hóa thành phần hồ sơ and Kho quản lý dữ liệu điện tử của tổ chức, cá nhân. A scan is a
fact: whoever has the paper in hand may take it, at any machine, as long as the dossier lives.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.paper_events import PaperScanned, ScanWithdrawn
from desk_app.domain.text import LINE_LIMIT, NAME_LIMIT, clean, fold

if TYPE_CHECKING:
    from datetime import date, datetime

    from desk_app.domain.dossier import Dossier, Scan

PORTAL_BYTES = 2_000_000  # the national portal takes no larger file (2026)
MOST_BYTES = 100_000_000  # of one file, whatever the portal
_OF_ONE_REQUEST = (
    "to khai ",
    "don ",
    "phieu ",
    "giay de nghi ",
    "van ban de nghi ",
    "de nghi ",
    "thong bao ",
)  # how the names of such papers begin, folded


class PaperNameMissing(RuleBroken):
    """A scan is of a paper: say which."""

    code = "paper_name_missing"


class ScanTooLarge(RuleBroken):
    """A file this large never reaches the province; details: `most_mb`."""

    code = "scan_too_large"


class ScanReasonMissing(RuleBroken):
    """A scan is taken away for a reason."""

    code = "scan_reason_missing"


class NoSuchScan(RuleBroken):
    """The dossier has no such scan, or no longer."""

    code = "no_such_scan"


class ScanExpired(RuleBroken):
    """The paper's own validity has ended; ask for a new one."""

    code = "scan_expired"


def decide_scan(
    dossier: Dossier,
    *,
    sha256: str,
    size_bytes: int,
    pages: int,
    paper: str,
    paper_id: str = "",
    valid_until: date | None = None,
    reused_from: str = "",
    now: datetime,
) -> PaperScanned:
    """Put a file beside the dossier.

    Raises PaperNameMissing, ScanTooLarge, TooLong, and WrongStatus for a cancelled dossier.
    """
    called = clean(paper, limit=LINE_LIMIT, field="paper")
    if not called:
        raise PaperNameMissing
    if size_bytes > MOST_BYTES:
        raise ScanTooLarge(most_mb=MOST_BYTES // 1_000_000)
    event = PaperScanned(
        sha256=sha256,
        name=file_name(dossier, paper=called, paper_id=paper_id),
        size_bytes=size_bytes,
        pages=pages,
        paper=called,
        paper_id=paper_id,
        valid_until=valid_until,
        reused_from=reused_from,
    )
    apply(dossier, event, at=now)
    return event


def own_scan(earlier: Dossier, *, sha256: str, number: str) -> Scan:
    """The scan, if its dossier is of the person with that number; raises NoSuchScan."""
    scan = next((one for one in earlier.scans if one.sha256 == sha256), None)
    if scan is None or not number or earlier.application.applicant.personal_id != number:
        raise NoSuchScan
    return scan


def decide_reuse(
    dossier: Dossier, scan: Scan, *, of: Dossier, paper: str, paper_id: str, now: datetime, on: date
) -> PaperScanned:
    """A scan of an earlier dossier of the same person serves again; raises ScanExpired too."""
    if not still_serves(scan, on=on):
        raise ScanExpired
    return decide_scan(
        dossier,
        sha256=scan.sha256,
        size_bytes=scan.size_bytes,
        pages=scan.pages,
        paper=paper,
        paper_id=paper_id,
        valid_until=scan.valid_until,
        reused_from=of.code or f"({of.entity})",
        now=now,
    )


def decide_withdrawal(
    dossier: Dossier, *, sha256: str, reason: str, now: datetime
) -> ScanWithdrawn:
    """Take a scan away from the dossier; raises ScanReasonMissing, NoSuchScan."""
    said = clean(reason, limit=LINE_LIMIT, field="reason")
    if not said:
        raise ScanReasonMissing
    if not any(scan.sha256 == sha256 for scan in dossier.scans):
        raise NoSuchScan
    event = ScanWithdrawn(sha256=sha256, reason=said)
    apply(dossier, event, at=now)
    return event


def file_name(dossier: Dossier, *, paper: str, paper_id: str) -> str:
    """mã hồ sơ_mã thành phần_số thứ tự.pdf: the next number of that paper in this dossier.

    Before a dossier has its code, its running number on this machine stands in the code's place.
    """
    of_paper = [scan for scan in dossier.scans if same_paper(scan, paper=paper, paper_id=paper_id)]
    code = dossier.code or f"dk{dossier.entity}"
    name = f"{code}_{paper_id or _slug(paper)}_{len(of_paper) + 1:02}.pdf"
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:NAME_LIMIT]


def same_paper(scan: Scan, *, paper: str, paper_id: str) -> bool:
    """Whether the scan is of that paper: by its id where both have one, else by its name."""
    if scan.paper_id and paper_id:
        return scan.paper_id == paper_id
    return fold(scan.paper) == fold(paper)


def is_of_one_request(paper: str) -> bool:
    """Whether such a paper is written anew for every request: a form, a letter, a notice."""
    return f"{fold(paper)} ".startswith(_OF_ONE_REQUEST)


def still_serves(scan: Scan, *, on: date) -> bool:
    """Whether the paper is still good on that day; one that states no end is."""
    return scan.valid_until is None or on <= scan.valid_until


def _slug(paper: str) -> str:
    words = re.findall(r"[a-z0-9]+", fold(paper))
    return "-".join(words[:4]) or "giay-to"
