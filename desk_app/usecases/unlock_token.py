"""Open a signing token for a pile of results (mở khóa thiết bị ký số); its PIN is tried once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.domain.training import require_real
from desk_app.signing.errors import WrongTokenPin, WrongTokenPinLastTry
from desk_app.signing.token import choose_token, find_tokens, open_token
from desk_app.signing.token_libraries import CHOSEN, token_libraries

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.signing.signer import Signer


def unlock_token(desk: Desk, *, token: str, pin: str) -> Signer:
    """A signer on the token of that label or serial number, kept until the desk is locked.

    A PIN that the token refused in this turn is not shown to it again: it would count once more.

    Raises NotPermitted, InTraining, and as `token_libraries.token_libraries`, `token.find_tokens`,
    `token.choose_token` and `token.open_token`.
    """
    desk.require(Act.SIGN_RESULT)
    require_real(is_training=desk.tray.is_training)
    desk.key.forget()  # a token is open once
    chosen = desk.store.settings.get(CHOSEN) or ""
    plugged = find_tokens(token_libraries(chosen=chosen, folder=desk.folder))
    found = choose_token(plugged, token)
    if desk.key.was_refused(found.serial, pin):
        raise WrongTokenPin
    try:
        signer = open_token(found, pin, at=desk.clock.now())
    except (WrongTokenPin, WrongTokenPinLastTry):
        desk.key.note_refused(found.serial, pin)
        raise
    desk.key.keep(signer)
    return signer
