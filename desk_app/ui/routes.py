"""The places of the window and the way back from each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

_REMEMBERED = 20


class Place(StrEnum):
    """In the order of the rail; Alt+1…9 and 0 go by what this person sees there."""

    TODAY = "today"  # Hôm nay
    RECEIVE = "receive"  # Tiếp nhận
    DOSSIERS = "dossiers"  # Hồ sơ
    SIGN = "sign"  # Ký số
    RETURN = "return"  # Trả kết quả
    PROCEDURES = "procedures"  # Thủ tục
    SYNC = "sync"  # Đồng bộ
    USERS = "users"  # Người dùng
    SETTINGS = "settings"  # Cài đặt
    VERIFY = "verify"  # Kiểm tra giấy
    QUEUE = "queue"  # Hàng chờ; last on the rail, without a number key
    HAND_OVER = "hand_over"  # Bàn giao
    RETYPE = "retype"  # Nhập phần mềm ngành
    TILL = "till"  # Thu phí; as the queue
    DOSSIER = "dossier"  # one of them, not on the rail
    RECOVERED = "recovered"  # what a restored desk found again, not on the rail
    PRINTS = "prints"  # the print ledger, not on the rail
    PRINTERS = "printers"  # their set-up, not on the rail
    SCANS = "scans"  # papers into files, not on the rail
    REPORTS = "reports"  # figures of a period, not on the rail
    RECEIPTS = "receipts"  # of fees, not on the rail
    BOOKS = "books"  # books and lists of the desk, not on the rail
    FEEDBACK = "feedback"  # complaints, proposals and slips, not on the rail
    VILLAGE = "village"  # sessions in villages, not on the rail
    SETTLE = "settle"  # two values of one field, not on the rail


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place, and what of it: a dossier's id, a search, a procedure's code."""

    place: Place
    what: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trail:
    """Where the person is and came from."""

    here: Spot
    behind: tuple[Spot, ...] = ()
    visit: int = 0  # counts every move, so that a place come back to starts afresh

    def to(self, spot: Spot) -> Trail:
        """There; where the person is already, nothing typed is lost."""
        if spot == self.here:
            return self
        behind = (*self.behind, self.here)[-_REMEMBERED:]
        return Trail(here=spot, behind=behind, visit=self.visit + 1)

    def back(self) -> Trail:
        """One step back; at the start of the trail nothing happens."""
        if not self.behind:
            return self
        return replace(self, here=self.behind[-1], behind=self.behind[:-1], visit=self.visit + 1)


START = Trail(here=Spot(place=Place.TODAY))
