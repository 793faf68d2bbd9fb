"""The forms that one dossier's screen offers, and their buttons to their use cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.domain.submission import ReturnMethod
from desk_app.queries import dossiers as queries
from desk_app.ui.connect.once_more import row_to_print
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.screens.dossier.data import ActDone
from desk_app.usecases.make_slip import make_slip
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.send_slip import send_slip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.ui.screens.dossier.data import PageAsked
    from locales.catalogue import Texts

_FORM_OF_EVENT = {
    "DossierReceived": "receipt",
    "SupplementRequested": "supplement-request",
    "Refused": "refusal",
    "Extended": "extension-apology",
    "Stopped": "stop-notice",
}
_SLIP = "receipt-slip"
_CERTIFICATION = "Chứng thực"  # the field whose results are certified copies
_POST = "post"


def forms_shown(
    desk: Desk, happened: Sequence[str], dossier: Dossier, texts: Texts
) -> list[tuple[str, str]]:
    """The forms whose act was done, the receipt first; then those that go with the papers."""
    if not may(desk.user.roles, Act.PRINT):
        return []
    forms = [form for event, form in _FORM_OF_EVENT.items() if event in happened]
    if not dossier.code:
        forms = [form for form in forms if form != "receipt"]
    forms += _beside(desk, happened, dossier)
    return [(form, texts[f"ui.form.{form}"]) for form in forms]


def print_form(desk: Desk, entity: int, texts: Texts, asked: PageAsked) -> ActDone:
    """What still waits in the ledger goes first; else one more page, if it says why."""
    if asked.form == _SLIP:
        slip = make_slip(desk, queries.dossier(desk, str(entity)).code)
        send_slip(desk, slip.dots, name=slip.name)
        return ActDone(words=texts.say("slip.sent", name=slip.name))
    print_id = row_to_print(desk, entity, asked.form, asked.why, asked.words)
    if print_id is None:
        return ActDone(words="", again=asked.form)
    printed = print_paper(desk, print_id, pause=wait_for_printer)
    return ActDone(words=texts[f"ui.print.{printed.state}"])


def _beside(desk: Desk, happened: Sequence[str], dossier: Dossier) -> list[str]:
    application = dossier.application
    known = desk.catalogue.by_code.get(application.procedure)
    is_received = bool(dossier.code)
    by_post = application.channel == _POST or application.result_by is ReturnMethod.POST
    offered = {
        "control-sheet": is_received,
        "collection-slip": bool(desk.payments(dossier.entity)),
        "post-slip": is_received and by_post,
        "result-cover": "ResultAttached" in happened,
        "certified-copy": is_received and known is not None and known.field == _CERTIFICATION,
        "data-sheet": is_received,
        "satisfaction-slip": is_received,
        _SLIP: is_received and desk.choice.slip is not None,
    }
    return [form for form, is_offered in offered.items() if is_offered]
