"""Rules small enough to see through: facts are always in force, steps only in order.

A dossier is a row of steps 1, 2, 3…; kind 1 creates it, kind 3 takes the next step, kind 2 is money
taken, kind 15 a result file, kind 101 something that is no dossier. Kind 66 breaks the rules' code,
kind 67 is held and gives another state all the same. Kind 24 notes that a person has dealt with a
change: machine, epoch, number.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sync.hub.errors import StateRefused
from sync.hub.outside import Filed, Inside, Told
from sync.hub.rules import Account, CitizenView, DossierSummary, Judged, Place
from sync.protocol.page import Verdict
from tests.sync.small_figures import course_of

DEPARTMENT = "Sở Tư pháp"
CREATED, PAID, STEPPED, RESULT, REVIEWED, USER, POISON, SLY = 1, 2, 3, 15, 24, 101, 66, 67
PHONE_END = "4567"  # of every dossier
RECEIVED_AT = 1_795_000_000  # a moment of November 2026
KNOWN = {CREATED, PAID, STEPPED, RESULT, REVIEWED, USER, POISON, SLY}


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    code: str
    step: int = 0
    paid: int = 0
    results: tuple[str, ...] = ()


class SmallRules:
    def __init__(self):
        self.known = set(KNOWN)

    def judge(self, state, change, *, author, ver):
        assert author >= (0, 1)
        assert ver >= 0
        if change.kind not in self.known:
            return Judged(verdict=Verdict.OPAQUE, state=state)
        if change.kind == POISON:
            raise ZeroDivisionError
        if change.kind == USER:
            account = Account(*change.body) if change.body else None
            return Judged(verdict=Verdict.OK, account=account)
        if change.kind == SLY:
            return Judged(verdict=Verdict.HELD, reason="sly", state=replace(state, step=5))
        after, reason = (state, "") if change.kind == REVIEWED else fold(state, change)
        is_fact = change.kind in {PAID, REVIEWED}
        if after is None:
            return Judged(verdict=Verdict.HELD, reason=reason, state=state, is_fact=is_fact)
        return Judged(verdict=Verdict.OK, state=after, summary=summary(after), is_fact=is_fact)

    def reviewed(self, change):
        return Place(*change.body) if change.kind == REVIEWED else None

    def side_by_side(self, state, change):
        if change.kind not in self.known:
            return "", []
        stood = str(state.step) if state else ""
        return "Stepped", [("number", str(part), stood) for part in change.body]

    def release(self, reason):
        return STEPPED, [reason]

    def folded(self, name):
        return name.casefold()

    def course(self, state):
        """Ended by its third step, late unless money came; none without a code."""
        return None if state is None or not state.code else course_of_state(state)

    def result(self, state, *, sha256, name, size):
        assert state.code
        return RESULT, [bytes.fromhex(sha256), name, size]

    def told(self, state):
        """By a department's hands from the first step on; done with its result."""
        number = 9 if state.results else 4 if state.step else 2
        return Told(
            code=state.code,
            org=state.code.split("-")[0],
            competent="",
            procedure="2.000815",
            state=number,
            received_at=datetime(2026, 11, 23, 2, tzinfo=UTC),
            due_at=datetime(2026, 11, 30, 10, tzinfo=UTC),
            ended_at=None,
            channel=1,
            is_digitised=False,
            has_digitised=False,
            from_store=False,
            paid_online=None if state.paid else 0,
            result_number="",
            result_sha256=state.results[-1] if state.results else "",
            handed_to=DEPARTMENT if state.step else "",
            is_taken=True,
            handed_at=None,
        )

    def inside(self, state):
        files = tuple(Filed(digest, "ket-qua.pdf", 9) for digest in state.results)
        return Inside("Lò Thị Hoa", "048190001234", "0905123456", "Thôn 1", "", ("Đơn",), files)

    def outside_result(self, _state, paper):
        return RESULT, [bytes.fromhex(paper.sha256), paper.name, paper.size]

    def outside_step(self, state, step, *, now):
        assert now.tzinfo is not None
        if step.state != 4:
            raise StateRefused(code=state.code, reason="wrong_status")
        return None if state.step else (STEPPED, [1])

    def phone(self, _state):
        return "0912 344 567"

    def citizen_view(self, state, changes):
        return CitizenView(
            code=state.code,
            org=state.code.split("-")[0],
            state="in_progress",
            procedure="2.000815",
            procedure_name="Chứng thực bản sao",
            received_at=datetime(2026, 11, 23, 2, tzinfo=UTC),
            due_at=datetime(2026, 11, 30, 10, tzinfo=UTC),
            first_due_at=datetime(2026, 11, 30, 10, tzinfo=UTC),
            done_at=None,
            missing=(),
            missing_others=len(changes) - 1,
            respond_by=None,
            return_by="counter",
            place="Trung tâm xã Hùng Sơn",
            phone_end=PHONE_END,
        )


def fold(state, change):
    """The state after a change, or None and why it is held."""
    if change.kind == CREATED:
        return (State(code=change.body[0]), "") if state is None else (None, "twice")
    if state is None:
        return None, "no_dossier"
    if change.kind == PAID:
        return replace(state, paid=state.paid + change.body[0]), ""
    if change.kind == RESULT:
        return replace(state, results=(*state.results, change.body[0].hex())), ""
    if change.body[0] != state.step + 1:
        return None, "out_of_order"
    return replace(state, step=change.body[0]), ""


def course_of_state(state):
    noon = RECEIVED_AT + 3600 * len(state.code)
    ended = noon + 86_400 * 2 if state.step >= 3 else None
    return course_of(
        state.code.split("-")[0],
        received=noon,
        due=noon + 86_400 * (1 + state.paid % 5),
        ended=ended,
        trips=1 + state.step,
    )


def summary(state):
    return DossierSummary(
        code=state.code,
        org=state.code.split("-")[0],
        status=f"step {state.step}",
        procedure="2.000815",
        applicant_folded="nguyen van an",
        due_at=datetime(2026, 11, 30, 10, tzinfo=UTC),
    )
