"""What a field of an event is chosen from."""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """Where a corrected value came from."""

    TYPED = "typed"
    CARD = "card"  # read from the QR of an ID card; outranks what was typed


class Outcome(StrEnum):
    """What a person did about a change that was set aside."""

    SENT_AGAIN = "sent_again"  # as a new change
    LEFT = "left"  # seen; nothing is to be done


class TransferProof(StrEnum):
    """What is known of a transfer before the bank confirms it; then it is a payment."""

    SHOWN = "shown"  # the payer was shown the QR
    SEEN = "seen"  # the payer's phone said it was done


class BackReason(StrEnum):
    """Why a citizen was asked to come again before anything was received (hẹn quay lại)."""

    PAPERS_MISSING = "papers_missing"  # thiếu giấy tờ
    PAPERS_WRONG = "papers_wrong"  # giấy tờ sai, hết hạn, không hợp lệ
    FORM_WRONG = "form_wrong"  # tờ khai sai hoặc thiếu
    NO_AUTHORISATION = "no_authorisation"  # người nộp thay không có giấy ủy quyền
    WRONG_PLACE = "wrong_place"  # không thuộc thẩm quyền của quầy
    SYSTEM_DOWN = "system_down"  # hệ thống, mạng hoặc điện hỏng
    NOBODY_THERE = "nobody_there"  # người phụ trách vắng
    CITIZEN = "citizen"  # người dân tự đổi ý, xin về


class StopGround(StrEnum):
    """Why work on a dossier stopped (Mẫu 05)."""

    REQUEST = "request"  # the applicant asked
    NO_SUPPLEMENT = "no_supplement"  # not supplemented in time
    OFFICE = "office"  # the office's own decision
