"""Names of papers in the print ledger: the form, and behind a stroke what of it.

“control-sheet/3” is the sheet with three blocks, “collection-slip/17-0-151” the slip of one
payment, “shift-list/2026-11-23/4-1” a list of one day. Each of these has one original.
"""

REGISTER = "register"
SHIFT_LIST = "shift-list"
MONEY_LIST = "money-list"
POST_MINUTES = "post-minutes"
HAND_OVER = "hand-over-list"
BOARD = "procedure-board"
TICKET = "queue-ticket"
TILL_CLOSING = "till-closing"
RECEIPT_LIST = "receipt-list"
RESULTS_BOOK = "results-book"
OUTAGE_CERTIFICATE = "outage-certificate"
FEEDBACK_SLIP = "feedback-slip"
VILLAGE_SUMMARY = "village-summary"
OFFICE_FORMS = (
    REGISTER,
    SHIFT_LIST,
    MONEY_LIST,
    POST_MINUTES,
    HAND_OVER,
    BOARD,
    TILL_CLOSING,
    RECEIPT_LIST,
    RESULTS_BOOK,
    OUTAGE_CERTIFICATE,
    FEEDBACK_SLIP,
    VILLAGE_SUMMARY,
)  # of no one dossier
NO_DOSSIER = 0  # the entity of a paper of the desk itself
STROKE = "/"
_SHEETS = {
    "receipt": 2,
    "collection-slip": 2,
    "post-slip": 3,
    SHIFT_LIST: 2,
    POST_MINUTES: 2,
    HAND_OVER: 2,
    TILL_CLOSING: 2,
}


def form_of(name: str) -> str:
    """The form alone."""
    return name.partition(STROKE)[0]


def part_of(name: str) -> str:
    """What of it; empty where the form is one paper a dossier."""
    return name.partition(STROKE)[2]


def sheets_of(name: str) -> int:
    """How many copies one print of the form holds: one for each who keeps it."""
    return _SHEETS.get(form_of(name), 1)
