"""Who may do what at the console: every route stands in `ALLOWED`, and what does not is refused.

A page added by another section adds its lines here; a test walks the table with every role.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    OPERATOR = "operator"
    AGENCY = "agency"  # a department of the province; sees what is routed to it
    EDITOR = "editor"  # of the catalogue
    APPROVER = "approver"  # the second person, who approves what another prepared
    AUDITOR = "auditor"  # reads all, changes nothing


Route = tuple[str, str]  # method and path as the router has it

EVERYBODY = frozenset[Role]()  # and whoever is not signed in
SIGNED_IN = frozenset(Role)

_OPERATES = frozenset({Role.OPERATOR})
_LOOKS = frozenset({Role.OPERATOR, Role.APPROVER, Role.AUDITOR})
_SEES_DOSSIERS = frozenset({Role.OPERATOR, Role.AGENCY, Role.AUDITOR})
_WORKS_ON = frozenset({Role.AGENCY})
_SEES_FIGURES = frozenset({Role.OPERATOR, Role.EDITOR, Role.APPROVER, Role.AUDITOR})
_PREPARES = frozenset({Role.EDITOR})
_APPROVES = frozenset({Role.APPROVER})

ALLOWED: Mapping[Route, frozenset[Role]] = {
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("GET", "/start"): EVERYBODY,
    ("POST", "/start"): EVERYBODY,
    ("POST", "/language"): EVERYBODY,
    ("POST", "/sign-out"): SIGNED_IN,
    ("GET", "/"): SIGNED_IN,
    ("GET", "/help"): SIGNED_IN,
    ("GET", "/catalogue"): _SEES_FIGURES,
    ("GET", "/catalogue/version"): _SEES_FIGURES,
    ("GET", "/catalogue/workbook"): _SEES_FIGURES,
    ("GET", "/catalogue/preview"): _SEES_FIGURES,
    ("POST", "/catalogue/import"): _PREPARES,
    ("POST", "/catalogue/roll-back"): _PREPARES,
    ("POST", "/catalogue/approve"): _APPROVES,
    ("POST", "/catalogue/decline"): _APPROVES,
    ("GET", "/dossiers"): _SEES_DOSSIERS,
    ("GET", "/dossiers/{code}"): _SEES_DOSSIERS,
    ("POST", "/dossiers/{code}/look"): _SEES_DOSSIERS,
    ("POST", "/dossiers/{code}/file"): _SEES_DOSSIERS,
    ("POST", "/dossiers/{code}/state"): _WORKS_ON,
    ("POST", "/dossiers/{code}/result"): _WORKS_ON,
    ("GET", "/figures"): _SEES_FIGURES,
    ("GET", "/figures/unit"): _SEES_FIGURES,
    ("GET", "/figures/dossiers"): _SEES_FIGURES,
    ("GET", "/figures/workbook"): _SEES_FIGURES,
    ("GET", "/figures/page"): _SEES_FIGURES,
    ("POST", "/figures/recount"): _OPERATES,
    ("GET", "/desks"): _LOOKS,
    ("GET", "/desks/live"): _LOOKS,
    ("POST", "/desks/alarm"): _OPERATES,
    ("GET", "/desks/{dev}"): _LOOKS,
    ("POST", "/desks/{dev}/revoke"): _OPERATES,
    ("POST", "/desks/{dev}/wipe"): _OPERATES,
    ("POST", "/desks/{dev}/lease"): _OPERATES,
    ("POST", "/desks/{dev}/move"): _OPERATES,
    ("GET", "/voice"): _LOOKS,
    ("GET", "/voice/{number}"): _LOOKS,
    ("POST", "/voice/{number}/route"): _OPERATES,
    ("POST", "/voice/{number}/answer"): _OPERATES,
    ("GET", "/people"): _LOOKS,
    ("POST", "/people/invite"): _OPERATES,
    ("POST", "/people/enrol"): _OPERATES,
    ("POST", "/people/lock"): _OPERATES,
    ("POST", "/people/unlock"): _OPERATES,
    ("POST", "/people/wish"): _OPERATES,
    ("POST", "/people/end"): _OPERATES,
    ("POST", "/people/wish/{number}/grant"): _APPROVES,
    ("POST", "/people/wish/{number}/decline"): _APPROVES,
    ("GET", "/recoveries"): _LOOKS,
    ("POST", "/recoveries"): _OPERATES,
    ("POST", "/recoveries/{code}/grant"): _APPROVES,
    ("POST", "/recoveries/{code}/decline"): _APPROVES,
    ("POST", "/recoveries/{code}/answer"): _OPERATES,
    ("GET", "/mandates"): _LOOKS,
    ("POST", "/mandates"): _OPERATES,
    ("POST", "/mandates/end"): _OPERATES,
    ("GET", "/receipts"): _LOOKS,
    ("POST", "/receipts"): _OPERATES,
    ("POST", "/receipts/back"): _OPERATES,
    ("GET", "/aside"): _LOOKS,
    ("POST", "/aside/{scope}/{dev}/{ep}/{seq}/look"): _LOOKS,
    ("POST", "/aside/{scope}/{dev}/{ep}/{seq}/decide"): _OPERATES,
    ("POST", "/aside/judge-again"): _OPERATES,
    ("POST", "/aside/kept/{number}/take"): _OPERATES,
    ("POST", "/aside/kept/{number}/pass"): _OPERATES,
    ("GET", "/audit"): frozenset({Role.AUDITOR, Role.OPERATOR}),
}


def may(role: Role, method: str, path: str) -> bool:
    """Whether somebody signed in with this role may ask for it."""
    allowed = ALLOWED.get((method, path))
    return allowed is not None and (allowed == EVERYBODY or role in allowed)
