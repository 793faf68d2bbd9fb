"""What a citizen may transfer for a dossier before anything is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.transfer import transfer_of
from printing.qr_picture import qr_picture

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.transfer import Transfer

QR_SIDE = 330  # dots: 6 to 7 cm on a laptop, read from an arm's length


def transfer_offered(desk: Desk, entity: int, amount_vnd: int) -> Transfer | None:
    """With its VietQR; None where neither commune nor province told of an account.

    Raises NotPermitted, UnknownDossier, TransferAmountRefused.
    """
    desk.require(Act.RECORD_PAYMENT)
    dossier = desk.journal.dossier(entity)
    return transfer_of(desk, dossier, at=desk.clock.now(), amount_vnd=amount_vnd)


def transfer_picture(offered: Transfer) -> bytes:
    """Its VietQR for the screen, as PNG."""
    return qr_picture(offered.text, side=QR_SIDE)
