"""Regulated receipts of fees (biên lai): granted ranges, and what became of each number.

As in `events`: fields are append-only, a new one goes last and has a default.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptWritten:
    """A number of a granted range was used for a payment of this dossier."""

    form: str  # mẫu số
    symbol: str  # ký hiệu, with the year in it
    number: int
    amount_vnd: int
    payer: str  # as it stands on the paper
    paid_epoch: int  # the payment, by its place in the log of the machine that wrote this
    paid_number: int
    replaces: int = 0  # the voided number in whose place it came
    mandate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptVoided:
    """All copies of a receipt are kept and crossed out; its number stays used."""

    form: str
    symbol: str
    number: int
    reason: str
