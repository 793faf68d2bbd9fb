"""The pile to sign and what signing did to each document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.queries import dossiers as queries
from desk_app.queries.today import to_sign
from desk_app.ui import pages, state
from desk_app.ui.screens.sign import SignCalls, Signed, ToSign
from desk_app.usecases.sign_result import sign_result
from desk_app.usecases.unlock_signer import unlock_signer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.desk import Desk
    from desk_app.queries.dossiers import DossierRow
    from desk_app.ui.widgets.file_choice import ChosenFile
    from locales.catalogue import Texts


def sign_calls(desk: Desk, texts: Texts, *, open_dossier: Callable[[str], Any]) -> SignCalls:
    return SignCalls(
        load=lambda: [_to_sign(desk, row, texts) for row in to_sign(desk)],
        page=lambda id_, page: pages.page_picture(_document(desk, int(id_)), page),
        sign=partial(_sign, desk, texts),
        open_dossier=open_dossier,
    )


def _to_sign(desk: Desk, row: DossierRow, texts: Texts) -> ToSign:
    result = desk.journal.dossier(row.entity).result
    outcome = state.attempt_now(lambda: pages.page_count(_document(desk, row.entity)), texts=texts)
    return ToSign(
        id=str(row.entity),
        code=row.code,
        name=row.applicant,
        procedure=row.procedure_name,
        file=result.name if result else "",
        pages=outcome.value or 1,
        warning=outcome.trouble.words if outcome.trouble else "",
    )


def _document(desk: Desk, entity: int) -> bytes:
    result = desk.journal.dossier(entity).result
    return queries.read_file(desk, result.sha256 if result else "")


def _sign(
    desk: Desk, texts: Texts, ids: Sequence[str], file: ChosenFile, password: str
) -> list[Signed]:
    """The key is opened once; one document in trouble stops none of the others."""
    signer = unlock_signer(desk, pkcs12=file.content, password=password)
    done = []
    for id_ in ids:
        outcome = state.attempt_now(
            partial(sign_result, desk, int(id_), signer=signer), texts=texts
        )
        code = desk.journal.dossier(int(id_)).code
        words = texts.say("ui.sign.done", code=code)
        if outcome.trouble is not None:
            words = f"{code}: {outcome.trouble.words}"
        done.append(Signed(id=id_, words=words, is_done=outcome.trouble is None))
    return done
