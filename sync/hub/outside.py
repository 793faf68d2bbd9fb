"""What other systems are told of a dossier, and what they may say to it; made by `Rules`.

Nothing here names a person.
"""

from datetime import datetime
from typing import NamedTuple


class Told(NamedTuple):
    """A dossier as it goes out; moments are aware, what no desk knows is None."""

    code: str  # empty before reception
    org: str
    competent: str  # the body that must solve it, where it is not the organisation itself
    procedure: str
    state: int  # national, 1–10
    received_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    channel: int  # 1 at the counter, 2 online, 3 by post
    is_digitised: bool
    has_digitised: bool
    from_store: bool
    paid_online: int | None
    result_number: str
    result_sha256: str  # of the signed file; empty until the work is done
    handed_to: str  # the body that works on it; empty: the desk
    is_taken: bool
    handed_at: datetime | None


class Step(NamedTuple):
    """A national state that another body puts a dossier into, with what belongs to it."""

    state: int
    body: str  # who says so
    reason: str = ""
    items: tuple[str, ...] = ()  # what is lacking, for 5
    amount_vnd: int = 0  # for 6
    reference: str = ""
    override: str = ""  # why a supplement is asked for a second time


class Paper(NamedTuple):
    """A result file on its way to a dossier."""

    sha256: str
    name: str
    size: int
    number: str
    body: str  # who issued it
    is_signed: bool


class Filed(NamedTuple):
    """One file of a dossier."""

    sha256: str
    name: str  # of the paper, or of the file
    size: int


class Inside(NamedTuple):
    """What a dossier says of a person: shown for a purpose that is noted, and to nobody else."""

    applicant: str
    personal_id: str
    phone: str
    address: str
    submitter: str  # who handed it in for the applicant; empty: nobody else
    papers: tuple[str, ...]  # what they are called
    files: tuple[Filed, ...]  # scans, then the result


class Seen(NamedTuple):
    """What a PDF is worth, as the port that reads it says."""

    fault: str = ""  # code of why it cannot be taken; empty: it can
    is_signed: bool = False


def looks_at_nothing(_content: bytes) -> Seen:
    """In place of `Province.pdf_seen` where no signatures are judged."""
    return Seen()
