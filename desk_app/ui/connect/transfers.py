"""The VietQR of a payment about to be made, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.vietqr import TransferAmountRefused
from desk_app.queries import dossiers as queries
from desk_app.queries.transfers import transfer_offered, transfer_picture
from desk_app.ui import formats
from desk_app.ui.connect.acts import AmountUnreadable, amount
from desk_app.ui.screens.dossier.data import TransferShown

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.transfer import Transfer
    from locales.catalogue import Texts


def transfer_shown(desk: Desk, entity: int, texts: Texts, typed: str) -> TransferShown:
    """`typed`: the amount as it stands in its field."""
    if queries.dossier(desk, str(entity)).payment_asked_at is not None:
        return TransferShown(words=texts["ui.transfer.duty"])
    try:
        wanted = amount(typed)
        offered = transfer_offered(desk, entity, wanted) if wanted else None
    except (AmountUnreadable, TransferAmountRefused):
        wanted, offered = 0, None
    if not wanted:
        return TransferShown(words=texts["ui.transfer.amount_needed"])
    if offered is None:
        return TransferShown(words=texts["ui.transfer.no_account"])
    return TransferShown(
        words=texts["ui.transfer.compare"],
        picture=transfer_picture(offered),
        lines=_lines(offered, texts),
    )


def _lines(offered: Transfer, texts: Texts) -> list[tuple[str, str]]:
    told = (
        ("amount", formats.money(offered.amount_vnd)),
        ("account", offered.account),
        ("bank", offered.bank_name),
        ("holder", offered.holder),
        ("purpose", offered.purpose),
    )
    return [(texts[f"ui.transfer.{name}"], value) for name, value in told if value]
