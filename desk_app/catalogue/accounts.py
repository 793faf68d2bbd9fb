"""Where a transfer goes: `accounts.json`, schema 1, of the province alone; none is shipped.

`{"schema": 1, "accounts": [{"unit": code of a commune or a province, "bank": six digits (BIN),
"bank_name", "account", "holder", "from": day, "until": day|null, "source"}]}`. A commune's own
account goes before its province's. A QR says nothing of the holder: the payer's bank shows it, and
the clerk compares it with the `holder` here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.catalogue.errors import FaultKind
from desk_app.domain.vietqr import BankAccountRefused, vietqr

if TYPE_CHECKING:
    from datetime import date

    from desk_app.catalogue.entry import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class BankAccount:
    """An account that takes fees, for a time."""

    unit: str  # code of the commune or province it is of
    bank: str  # six digits
    bank_name: str
    account: str
    holder: str
    valid_from: date
    valid_until: date | None  # inclusive
    source: str

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Accounts:
    entries: tuple[BankAccount, ...] = ()

    def on(self, day: date, *, commune: str, province: str) -> BankAccount | None:
        """The account in force that day; None where nobody told one."""
        held = {one.unit: one for one in self.entries if one.holds(day)}
        return (held.get(commune) if commune else None) or held.get(province)


def read_accounts(entry: Entry, *, units: frozenset[str]) -> Accounts:
    """The accounts of a file, with every fault noted."""
    accounts = tuple(_account(one, units=units) for one in entry.entries("accounts", by="unit"))
    for number, one in enumerate(accounts):
        if any(_meet(one, other) for other in accounts[:number]):
            entry.fault("accounts", FaultKind.CONTRADICTION, f"{one.unit!r} has two at a time")
    entry.done()
    return Accounts(entries=accounts)


def _account(entry: Entry, *, units: frozenset[str]) -> BankAccount:
    account = BankAccount(
        unit=entry.text("unit"),
        bank=entry.text("bank"),
        bank_name=entry.text("bank_name"),
        account=entry.text("account"),
        holder=entry.text("holder"),
        valid_from=entry.day("from"),
        valid_until=entry.optional_day("until"),
        source=entry.text("source"),
    )
    if account.unit not in units:
        entry.fault("unit", FaultKind.UNKNOWN_REFERENCE, repr(account.unit))
    try:
        vietqr(account.bank, account.account)
    except BankAccountRefused as error:
        entry.fault(error.details["field"], FaultKind.OUT_OF_RANGE, repr(account.account))
    entry.done()
    return account


def _meet(one: BankAccount, other: BankAccount) -> bool:
    """Whether one unit would have both on some day."""
    starts = max(one.valid_from, other.valid_from)
    return one.unit == other.unit and one.holds(starts) and other.holds(starts)
