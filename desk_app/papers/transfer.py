"""The VietQR of what is to be paid, for the account that the province told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.vietqr import transfer_purpose, vietqr

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    amount_vnd: int
    text: str  # of the QR
    holder: str  # as the payer's bank will name it
    bank_name: str
    account: str
    purpose: str  # as the payer's bank will show it


def transfer_of(
    desk: Issuer, dossier: Dossier, *, at: datetime, amount_vnd: int | None = None
) -> Transfer | None:
    """What the citizen may transfer that day: the amount, or else what is left of the fee.

    None with nothing left, or no account told. Raises TransferAmountRefused.
    """
    left = (dossier.fee_vnd or 0) - dossier.paid_vnd if amount_vnd is None else amount_vnd
    account = desk.catalogue.accounts.on(
        vietnam_day(at), commune=desk.place.commune, province=desk.place.province
    )
    if left <= 0 or account is None:
        return None
    text = vietqr(account.bank, account.account, amount_vnd=left, purpose=dossier.code)
    return Transfer(
        amount_vnd=left,
        text=text,
        holder=account.holder,
        bank_name=account.bank_name,
        account=account.account,
        purpose=transfer_purpose(dossier.code),
    )
