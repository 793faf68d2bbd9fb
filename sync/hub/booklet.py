"""The procedures as the public pages tell them, handed to the hub: it has no catalogue of its own.

All words are those of the catalogue, in Vietnamese.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

Published = Callable[[str], bytes | None]  # what was published last under a name


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperTold:
    """One paper to be brought (thành phần hồ sơ)."""

    name: str
    originals: int
    copies: int
    is_shown: bool  # shown at the counter and given back at once
    condition: str  # asked for only then; empty: always
    waived_when: str
    others: tuple[str, ...]  # papers that may stand in for it


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeTold:
    """One fee or charge (phí, lệ phí)."""

    name: str
    amount: str
    channels: tuple[str, ...]  # only by these; empty: by all
    is_on_request: bool
    exempt: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseTold:
    """A case (trường hợp) of a procedure."""

    name: str  # empty where there is only one
    limit: str  # time allowed; empty: no source tells it
    papers: tuple[PaperTold, ...]
    fees: tuple[FeeTold, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcedureTold:
    """A procedure (thủ tục hành chính) as it is in force."""

    code: str
    name: str
    field: str  # lĩnh vực
    field_key: str  # as an address carries it: "ho-tich"
    decided_by: str
    result: str
    channels: tuple[str, ...]
    cases: tuple[CaseTold, ...]  # at least one
    valid_until: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Booklet:
    """All procedures of a day, by field, the largest field first."""

    version: int  # of the catalogue, YYYYMMDDnn
    as_of: date
    procedures: tuple[ProcedureTold, ...]


def no_booklet(day: date, _published: Published) -> Booklet:
    """In place of `Province.booklet` where nobody hands in a catalogue."""
    return Booklet(version=0, as_of=day, procedures=())
