"""What a citizen asks for and brings: person, papers, application.

Fields are append-only, as those of events: `codec` writes them by position.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - codec reads the annotations at run time
from enum import StrEnum


class ReturnMethod(StrEnum):
    """How the citizen gets the result (hình thức nhận kết quả)."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class PaperState(StrEnum):
    """How a paper of the dossier came to the desk (domain: số hóa thành phần hồ sơ)."""

    ORIGINAL = "original"  # nộp bản chính
    CERTIFIED_COPY = "certified_copy"  # nộp bản sao chứng thực
    COMPARED_COPY = "compared_copy"  # nộp bản chụp đã đối chiếu
    SHOWN = "shown"  # xuất trình, đã ghi lại
    FROM_DATABASE = "from_database"  # lấy từ cơ sở dữ liệu
    REUSED = "reused"  # dùng lại từ kho
    MISSING = "missing"  # còn thiếu


class AskedBecause(StrEnum):
    """Why a paper is asked for although a connected database holds it (NĐ 309/2026: 4.2a)."""

    OUTAGE = "outage"  # an incident or disaster: the data cannot be had
    DATA_WRONG = "data_wrong"  # the data there is not accurate


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    name: str
    personal_id: str = ""  # 12 digits, or an older number as typed
    birth_on: date | None = None
    sex: str = ""  # "male", "female" or not stated
    address: str = ""
    phone: str = ""
    email: str = ""
    from_card: tuple[str, ...] = ()  # names of the fields as an ID card's QR said them
    old_address: str = ""  # of before the mergers of 2025, as the card still says it


@dataclass(frozen=True, kw_only=True, slots=True)
class Submitter:
    """Who stands at the counter for the applicant (người nộp thay)."""

    person: Person
    relation: str
    paper: str = ""  # the authorisation shown, where one is needed


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperTaken:
    name: str
    originals: int = 0
    copies: int = 0
    state: PaperState = PaperState.ORIGINAL
    paper_id: str = ""  # the required paper it answers; empty for one the catalogue does not name
    ground: str = ""  # AskedBecause, or in words; empty: no database holds it


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """What the citizen asks for and brings."""

    procedure: str  # code, "2.000815"
    version: str  # the procedure version it was received under; its rules stay with the dossier
    applicant: Person
    channel: str = "counter"  # counter, post, online
    case: str = ""
    submitter: Submitter | None = None
    papers: tuple[PaperTaken, ...] = ()
    sets: int = 1  # số lượng hồ sơ (bộ)
    copies: int = 1  # certified copies or extracts asked for
    pages: int = 1  # pages of the original, for certification
    persons: int = 1
    result_by: ReturnMethod = ReturnMethod.COUNTER
    exemption: str = ""  # the ground for paying nothing, shown at the counter
    note: str = ""
    cases: int = 1  # signatures' papers, transactions or wills
    on_request: tuple[str, ...] = ()  # ids of fee rules for things asked for beside
