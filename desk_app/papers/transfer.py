"""The VietQR of what is left to pay, for the account that the province told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain.vietqr import vietqr

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


def transfer_of(desk: Issuer, dossier: Dossier, *, at: datetime) -> Transfer | None:
    """What the citizen may transfer that day; None with nothing left, or no account told."""
    left = (dossier.fee_vnd or 0) - dossier.paid_vnd
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
    )
