"""The pile to sign, the key to sign with, and what signing did to each document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.queries import dossiers as queries
from desk_app.queries import pages
from desk_app.queries.pile import Reading, keep_reading, pile, reading
from desk_app.queries.proofs import waiting
from desk_app.queries.tokens import plugged_tokens
from desk_app.ui import formats, state, words
from desk_app.ui.screens.sign import SignCalls
from desk_app.ui.screens.sign_batch import Signed
from desk_app.ui.screens.sign_key import KeyCalls, TokenLine
from desk_app.ui.screens.sign_pile import Seen, ToSign
from desk_app.ui.strip import Kind, Message
from desk_app.usecases.send_back import send_back
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer
from desk_app.usecases.unlock_token import unlock_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.queries.pile import PileItem
    from desk_app.ui.widgets.file_choice import ChosenFile
    from locales.catalogue import Texts

_KEY_GONE = frozenset(
    {
        "certificate_expired",
        "certificate_not_yet_valid",
        "key_not_open",
        "key_unsupported",
        "token_removed",
    }
)
_WORTH_A_WARNING = frozenset({"low", "last", "locked", "not_set"})


def sign_calls(desk: Desk, texts: Texts, *, open_dossier: Callable[[str], Any]) -> SignCalls:
    return SignCalls(
        load=lambda: [_to_sign(desk, item, texts) for item in pile(desk)],
        seen=lambda: _seen(reading(desk)),
        keep_seen=lambda seen: keep_reading(
            desk, Reading(seen=seen.pages, kept_out=seen.kept_out), of=pile(desk)
        ),
        page=lambda id_, page: pages.page_picture(_document(desk, int(id_)), page),
        sign=partial(_sign, desk, texts),
        send_back=partial(_send_back, desk, texts),
        notice=partial(_notice, desk, texts),
        key=KeyCalls(
            opened=lambda: _opened(desk),
            tokens=lambda: [_token_line(one, texts) for one in plugged_tokens(desk)],
            unlock_token=lambda serial, pin: unlock_token(desk, token=serial, pin=pin),
            unlock_file=partial(_unlock_file, desk),
        ),
        open_dossier=open_dossier,
    )


def _notice(desk: Desk, texts: Texts) -> Message | None:
    """What signed papers wait for; amber once it gets late."""
    queue = waiting(desk)
    if not queue:
        return None
    is_alarming = any(one.is_alarming for one in queue)
    since = formats.moment(queue[0].signed_at)
    said = texts["ui.sign.late" if is_alarming else "ui.sign.waiting"]
    return Message(
        kind=Kind.WARNING if is_alarming else Kind.NOTE,
        words=said.format(count=len(queue), since=since),
    )


def _to_sign(desk: Desk, item: PileItem, texts: Texts) -> ToSign:
    row = item.row
    outcome = state.attempt_now(lambda: pages.page_count(_document(desk, row.entity)), texts=texts)
    due = words.due_shown(
        row.due_at, status=row.status, urgency=row.urgency, now=desk.clock.now(), texts=texts
    )
    return ToSign(
        id=str(row.entity),
        code=row.code,
        name=row.applicant,
        procedure=row.procedure_name,
        file=" · ".join(part for part in (item.number, item.file) if part),
        sha256=item.sha256,
        pages=outcome.value or 1,
        due=due,
        risks=tuple(texts[f"pile.risk.{risk}"] for risk in item.risks),
        trouble=outcome.trouble.words if outcome.trouble else "",
    )


def _seen(kept: Reading) -> Seen:
    return Seen(pages=kept.seen, kept_out=kept.kept_out)


def _document(desk: Desk, entity: int) -> bytes:
    result = desk.journal.dossier(entity).result
    return queries.read_file(desk, result.sha256 if result else "")


def _opened(desk: Desk) -> str:
    signer = desk.key.signer(at=desk.clock.now())
    return signer.certificate.subject_name if signer else ""


def _unlock_file(desk: Desk, file: ChosenFile, password: str) -> None:
    unlock_signer(desk, pkcs12=file.content, password=password)


def _token_line(found: Any, texts: Texts) -> TokenLine:
    is_warned = found.pin in _WORTH_A_WARNING
    return TokenLine(
        serial=found.serial,
        label=found.label,
        warning=texts[f"token.pin.{found.pin}"] if is_warned else "",
        is_locked=found.pin == "locked",
    )


def _sign(desk: Desk, texts: Texts, one: ToSign) -> Signed:
    """One document in trouble stops none of the others; a key that is gone stops them all."""
    outcome = state.attempt_now(
        partial(sign_result, desk, int(one.id), read=one.sha256), texts=texts
    )
    told = texts.say("ui.sign.done", code=one.code)
    if outcome.trouble is not None:
        told = f"{one.code}: {outcome.trouble.words}"
    is_gone = outcome.code in _KEY_GONE
    if is_gone:
        desk.key.forget()
    return Signed(id=one.id, words=told, is_done=outcome.trouble is None, is_last=is_gone)


def _send_back(desk: Desk, texts: Texts, one: ToSign, reason: str) -> str:
    send_back(desk, int(one.id), reason=reason, read=one.sha256)
    return texts.say("ui.sign.sent_back", code=one.code)
