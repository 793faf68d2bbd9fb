"""To whom a result may be handed at the counter: whose it is, or who stands in for them.

A stranger gets nothing. Family and legal representatives say their relation; anybody else shows a
written authorisation too (giấy ủy quyền).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.proxy import ProxyPaperMissing, Standing, standing
from desk_app.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.submission import Application, Person

_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


class ReturnToStranger(RuleBroken):
    """The receiver is neither the applicant nor who submitted, and no relation is stated."""

    code = "return_to_stranger"


class ReceiverContradicted(RuleBroken):
    """The name is the applicant's and the number of the paper is another person's."""

    code = "receiver_contradicted"


class OriginalsUnsaid(RuleBroken):
    """An original stays at the desk, and nobody says why (details: `paper`)."""

    code = "originals_unsaid"


def relation_of(
    application: Application, *, receiver: str, paper: str, relation: str, authorisation: str
) -> str:
    """The relation and the authorisation as one line; empty for whose result it is.

    Raises ReceiverContradicted, ReturnToStranger, ProxyPaperMissing.
    """
    submitter = application.submitter
    own = [application.applicant, *([submitter.person] if submitter else [])]
    known = next((one for one in own if fold(one.name) == fold(receiver)), None)
    if known is not None and not relation:
        _require_same(known, paper)
        return ""
    if not relation:
        raise ReturnToStranger
    if standing(relation) is Standing.AUTHORISED and not authorisation:
        raise ProxyPaperMissing
    return "; ".join(filter(None, (relation, authorisation)))


def kept_back(there: Sequence[str], given: Sequence[str], *, why: str) -> tuple[str, ...]:
    """The originals that stay at the desk; raises OriginalsUnsaid."""
    left = list(there)
    for name in given:
        if name in left:
            left.remove(name)
    if left and not why:
        raise OriginalsUnsaid(paper=left[0])
    return tuple(left)


def _require_same(person: Person, paper: str) -> None:
    numbers = _NUMBER.findall(paper)
    is_known = len(person.personal_id) == len("048190001234")
    if numbers and is_known and person.personal_id not in numbers:
        raise ReceiverContradicted
