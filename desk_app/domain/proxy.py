"""Who stands at the counter for somebody else (người nộp thay), and by what paper.

A stranger needs a written authorisation (giấy ủy quyền). For close family and for whoever stands in
by law the paper shows the relation instead; without one they are warned and not sent home.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from desk_app.domain.errors import RuleBroken
from desk_app.domain.text import fold

if TYPE_CHECKING:
    from desk_app.domain.submission import Submitter

_FAMILY = frozenset(  # by the first word of it
    {"ong", "ba", "cha", "bo", "me", "con", "vo", "chong", "anh", "chi", "em", "chau"}
)
_BY_LAW = ("giam ho", "nguoi giam ho", "dai dien theo phap luat", "nguoi dai dien theo phap luat")


class ProxyPaperMissing(RuleBroken):
    """Somebody outside the family submits without a written authorisation."""

    code = "proxy_paper_missing"


class Standing(StrEnum):
    FAMILY = "family"  # vợ, chồng, cha, mẹ, con, anh chị em, ông bà, cháu
    BY_LAW = "by_law"  # người giám hộ, người đại diện theo pháp luật
    AUTHORISED = "authorised"  # anybody else


def standing(relation: str) -> Standing:
    """What the relation, as written, makes of who stands in."""
    said = fold(relation).replace(",", " ").replace("/", " ")
    if said.startswith(_BY_LAW):
        return Standing.BY_LAW
    first = said.split()[:1]
    return Standing.FAMILY if first and first[0] in _FAMILY else Standing.AUTHORISED


def require_paper(submitter: Submitter | None) -> None:
    """Raise ProxyPaperMissing for a stranger who shows no authorisation."""
    if submitter is None or submitter.paper:
        return
    if standing(submitter.relation) is Standing.AUTHORISED:
        raise ProxyPaperMissing
