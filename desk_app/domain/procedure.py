"""A procedure (thủ tục hành chính) and its dated versions: limits, papers and fees by case.

The trap: an open date (`None`) means that no source gives one, so the version holds for any day on
that side.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.charge import Charge, FeeKind, kind_of
from desk_app.domain.errors import RuleBroken


class UnknownProcedure(RuleBroken):
    """The catalogue has no such code; check the code or search by name."""

    code = "unknown_procedure"


class UnknownProcedureVersion(RuleBroken):
    """The catalogue has the procedure but not this version; take a newer catalogue."""

    code = "unknown_procedure_version"


class ExpiredVersion(RuleBroken):
    """The procedure ended before this day; nothing may be received under it any more."""

    code = "expired_procedure_version"


class VersionNotYetInForce(RuleBroken):
    """The procedure starts after this day."""

    code = "procedure_version_not_yet_in_force"


class UnknownCase(RuleBroken):
    """The version has no such case (trường hợp); choose one of those it lists."""

    code = "unknown_case"


class Mark(StrEnum):
    """How well a value is known; screens show all but CONFIRMED as such."""

    CONFIRMED = "C"  # read in a source
    INFERRED = "I"  # follows from confirmed facts
    UNCONFIRMED = "U"  # own knowledge, or the source is unsure


class Channel(StrEnum):
    """How a dossier comes in or a result goes out: trực tiếp, bưu chính công ích, trực tuyến."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class Route(StrEnum):
    """Which system is the master of the dossier."""

    PROVINCE = "province"  # the provincial hub
    MINISTRY = (
        "ministry"  # a ministry's central system; the desk keeps a register and the outside code
    )
    LOCAL = "local"  # the commune alone


class LimitUnit(StrEnum):
    HOUR = "hour"
    HALF_DAY = "half_day"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    SAME_DAY = "same_day"  # the same working day; received after 15:00, the next one
    NOT_STATED = "not_stated"


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeLimit:
    """Time allowed to settle a dossier (thời hạn giải quyết)."""

    unit: LimitUnit
    amount: Fraction  # above 0, halves and quarters allowed; 0 for SAME_DAY and NOT_STATED
    mark: Mark
    text: str  # the limit in Vietnamese, as a clerk says it
    also_stated: tuple["TimeLimit", ...] = ()  # what the same source says elsewhere, against this


class PaperGroup(StrEnum):
    SUBMIT = "submit"  # giấy tờ phải nộp
    SHOW = "show"  # giấy tờ phải xuất trình; goes back to the citizen at once


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperAlternative:
    """A paper that may stand in for the required one (hoặc)."""

    id: str  # unique in its version, papers and alternatives together
    name: str
    group: PaperGroup
    originals: int
    copies: int
    condition: str = ""  # when it may stand in; empty: always
    channels: tuple[Channel, ...] = ()  # only by these; empty: by all


@dataclass(frozen=True, kw_only=True, slots=True)
class RequiredPaper:
    """One paper of a dossier (thành phần hồ sơ), counted in originals and copies."""

    id: str
    name: str
    group: PaperGroup
    originals: int  # bản chính
    copies: int  # bản sao
    mark: Mark
    condition: str = ""  # asked for only then; empty: always
    waived_when: str = ""  # not asked for then, though it is required otherwise
    alternatives: tuple[PaperAlternative, ...] = ()
    channels: tuple[Channel, ...] = ()  # its own form only by these; empty: by all

    @property
    def is_always_required(self) -> bool:
        return not (self.condition or self.waived_when)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *(other.name for other in self.alternatives))

    def by(self, channel: Channel | None) -> "RequiredPaper | None":
        """The paper in the forms a channel takes, its own before the others; None if in none."""
        others = tuple(other for other in self.alternatives if _applies(other.channels, channel))
        if _applies(self.channels, channel):
            return replace(self, alternatives=others)
        if not others:
            return None
        return replace(
            self,
            name=others[0].name,
            group=others[0].group,
            originals=others[0].originals,
            copies=others[0].copies,
            alternatives=others[1:],
        )


class FeeUnit(StrEnum):
    """What an amount is multiplied by."""

    DOSSIER = "dossier"
    COPY = "copy"  # bản
    PAGE = "page"  # trang
    CASE = "case"  # trường hợp, việc: e.g. one or more signatures in one paper
    TRANSACTION = "transaction"  # giao dịch, di chúc
    PERSON = "person"


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeRule:
    """One fee or charge (phí, lệ phí) of a procedure."""

    id: str  # unique in its version
    name: str
    charge: Charge
    mark: Mark
    per: FeeUnit = FeeUnit.DOSSIER
    channels: tuple[Channel, ...] = ()  # only by these; empty: by all
    is_on_request: bool = False  # taken only when the applicant asks for the thing it pays for
    exempt: tuple[str, ...] = ()  # who does not pay, in words the clerk may choose
    text: str = ""  # what a clerk should know beside the amount
    source: str = ""

    @property
    def kind(self) -> FeeKind:
        return kind_of(self.charge)


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A case (trường hợp) with rules of its own; `None` means those of the version."""

    id: str
    name: str
    mark: Mark
    time_limit: TimeLimit | None = None
    papers: tuple[RequiredPaper, ...] | None = None
    fees: tuple[FeeRule, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What a clerk should know and no rule can hold."""

    text: str
    mark: Mark


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcedureVersion:
    """The rules of a procedure between two days, both inclusive; kept by id in each dossier.

    Its own limit, papers and fees are those of the ordinary case, used when no case is chosen.
    """

    id: str  # unique in the catalogue, e.g. "1.001193/1"
    valid_from: date | None
    valid_until: date | None
    validity_mark: Mark
    time_limit: TimeLimit
    papers: tuple[RequiredPaper, ...]
    fees: tuple[FeeRule, ...]
    channels: tuple[Channel, ...]
    channels_mark: Mark
    result: str  # kết quả giải quyết
    result_mark: Mark
    ordinary_case: str = ""  # what the ordinary case is called; empty where there is only one
    cases: tuple[Case, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[str, ...] = ()
    carries_over: str = ""  # the version it repeats until the new rules are known; all unconfirmed

    def case(self, case_id: str) -> Case:
        """The case of that id; raises UnknownCase."""
        for case in self.cases:
            if case.id == case_id:
                return case
        known = ", ".join(case.id for case in self.cases)
        raise UnknownCase(version=self.id, case=case_id, known=known or "-")

    def time_limit_for(self, case_id: str | None = None) -> TimeLimit:
        """The limit of a case, else the ordinary one; raises UnknownCase."""
        own = self.case(case_id).time_limit if case_id else None
        return own or self.time_limit

    def papers_for(
        self, case_id: str | None = None, *, channel: Channel | None = None
    ) -> tuple[RequiredPaper, ...]:
        """The papers of a case as a channel asks for them, in their order; raises UnknownCase."""
        own = self.case(case_id).papers if case_id else None
        papers = self.papers if own is None else own
        return tuple(narrowed for paper in papers if (narrowed := paper.by(channel)))

    def fees_for(
        self, case_id: str | None = None, *, channel: Channel | None = None
    ) -> tuple[FeeRule, ...]:
        """The fee rules of a case that apply by a channel, in their order; raises UnknownCase."""
        own = self.case(case_id).fees if case_id else None
        fees = self.fees if own is None else own
        return tuple(fee for fee in fees if _applies(fee.channels, channel))

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


@dataclass(frozen=True, kw_only=True, slots=True)
class Procedure:
    """A procedure by its national code, with every version we know, oldest first."""

    code: str
    name: str
    name_mark: Mark  # of the code too
    short_name: str  # what clerks call it, in our words
    field: str  # lĩnh vực
    field_code: str | None  # e.g. "G15-TP07"; None where no source gives it
    field_mark: Mark
    decided_by: str
    decided_by_mark: Mark
    received_at: str
    route: Route
    route_mark: Mark
    ministry_system: str  # the system that is master when the route is MINISTRY, else empty
    versions: tuple[ProcedureVersion, ...]

    def version_on(self, day: date) -> ProcedureVersion:
        """The version in force on a Vietnam date; raises ExpiredVersion, VersionNotYetInForce."""
        for version in self.versions:
            if version.holds_on(day):
                return version
        first = self.versions[0].valid_from
        if first is not None and day < first:
            raise VersionNotYetInForce(procedure=self.code, day=day, starts=first)
        ended = [v.valid_until for v in self.versions if v.valid_until and v.valid_until < day]
        raise ExpiredVersion(procedure=self.code, day=day, ended=max(ended))

    def version(self, version_id: str) -> ProcedureVersion:
        """The version a dossier was received under; raises UnknownProcedureVersion."""
        for version in self.versions:
            if version.id == version_id:
                return version
        raise UnknownProcedureVersion(procedure=self.code, version=version_id)


def _applies(channels: tuple[Channel, ...], channel: Channel | None) -> bool:
    return channel is None or not channels or channel in channels
