"""Whose step it is: a table of cases, and one rule for all of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import events
from desk_app.domain.acts import acts_for, open_acts
from desk_app.domain.dossier import Status
from desk_app.domain.errors import RuleBroken
from desk_app.domain.folding import apply
from desk_app.domain.rights import Act, Role
from desk_app.domain.tenure import (
    HeldElsewhere,
    HeldHere,
    StepUnseen,
    Written,
    decide_take_over,
    unseen_step,
)
from tests.support.samples import (
    APPROVED,
    HANDED_ON,
    MONDAY,
    SUFFICIENT,
    SUPPLEMENT_ASKED,
    a_reception,
    a_result,
    a_signature,
)

A, B, HUB = 5, 6, 0  # two machines of one commune, and the province
STOPPED = events.Stopped(ground=events.StopGround.OFFICE, reason="x")
PAID = events.PaymentRecorded(amount_vnd=8_000, method="cash", what="Phí")
TAKEN_OVER = events.TakenOver(reason="Máy kia hỏng")
NAMED = events.Corrected(field="note", was="", now="Gấp", reason="x")
SEEN = -1  # the machine had seen everything there was


class Hub:
    """Settles what machines wrote, in the order it comes; version by version."""

    def __init__(self):
        self.dossier, self.ver = None, 0

    def take(self, by, event, base=SEEN):
        """The event settled, or the name of what is wrong with it."""
        seen = self.ver if base == SEEN else base
        self.ver += 1
        try:
            self.dossier = apply(
                self.dossier, event, at=MONDAY, entity=1, written=Written(by, self.ver, base=seen)
            )
        except RuleBroken as error:
            return error.code
        return "ok"


@pytest.fixture
def hub():
    """A dossier that A received."""
    hub = Hub()
    hub.take(A, a_reception())
    return hub


@pytest.mark.parametrize(
    ("course", "holder", "number"),
    [
        pytest.param([(A, HANDED_ON, SEEN, "ok")], 0, 2, id="its holder hands it on"),
        pytest.param([(B, HANDED_ON, SEEN, "held_elsewhere")], A, 1, id="another may not"),
        pytest.param(
            [(A, HANDED_ON, SEEN, "ok"), (B, SUFFICIENT, SEEN, "ok")],
            B,
            3,
            id="who takes the next step holds it",
        ),
        pytest.param(
            [(A, HANDED_ON, 1, "ok"), (B, SUFFICIENT, 1, "step_unseen")],
            0,
            2,
            id="who had not seen the hand-over may not",
        ),
        pytest.param(
            [(A, HANDED_ON, 1, "ok"), (A, SUFFICIENT, 1, "ok"), (A, APPROVED, 1, "ok")],
            A,
            3,
            id="one machine does it all without a line",
        ),
        pytest.param(
            [
                (A, HANDED_ON, SEEN, "ok"),
                (B, SUFFICIENT, 2, "ok"),
                (A, SUPPLEMENT_ASKED, 2, "step_unseen"),
            ],
            B,
            3,
            id="two take the next step without a line: the first at the hub has it",
        ),
        pytest.param(
            [
                (B, TAKEN_OVER, SEEN, "ok"),
                (B, HANDED_ON, 1, "ok"),
                (A, HANDED_ON, 1, "step_unseen"),
            ],
            0,
            3,
            id="a leader takes it over; the late step of the old holder is held",
        ),
        pytest.param(
            [(A, HANDED_ON, SEEN, "ok"), (B, TAKEN_OVER, 1, "step_unseen")],
            0,
            2,
            id="to take it over one must have seen the last step",
        ),
        pytest.param(
            [
                (B, TAKEN_OVER, SEEN, "ok"),
                (A, STOPPED, 1, "step_unseen"),
                (A, PAID, 1, "ok"),
                (A, NAMED, 1, "ok"),
            ],
            B,
            2,
            id="facts and corrections of the old holder are kept",
        ),
        pytest.param(
            [(HUB, TAKEN_OVER, SEEN, "ok"), (B, HANDED_ON, SEEN, "ok")],
            0,
            3,
            id="the province puts it into common hands",
        ),
        pytest.param(
            [(HUB, a_result(issuer="Sở"), SEEN, "ok"), (A, STOPPED, 1, "step_unseen")],
            0,
            2,
            id="a result of the province comes before the step of who had not seen it",
        ),
        pytest.param(
            [
                (A, HANDED_ON, SEEN, "ok"),
                (A, SUFFICIENT, SEEN, "ok"),
                (B, APPROVED, SEEN, "ok"),
                (A, a_result(), 3, "step_unseen"),
                (A, a_result(), SEEN, "ok"),
                (B, a_signature(), SEEN, "ok"),
            ],
            0,
            6,
            id="a leader decides and signs at any machine, on what he has seen",
        ),
        pytest.param(
            [
                (B, TAKEN_OVER, SEEN, "ok"),
                (B, HANDED_ON, SEEN, "ok"),
                (A, SUFFICIENT, SEEN, "ok"),
                (B, SUPPLEMENT_ASKED, 3, "step_unseen"),
            ],
            A,
            4,
            id="it comes back, and what the other wrote meanwhile is held",
        ),
    ],
)
def test_whose_step_it_is(hub, course, holder, number):
    for by, event, base, word in course:
        assert hub.take(by, event, base) == word

    assert (hub.dossier.tenure.holder, hub.dossier.tenure.number) == (holder, number)


STEPS = [HANDED_ON, SUFFICIENT, APPROVED, SUPPLEMENT_ASKED, STOPPED, TAKEN_OVER, a_result(), PAID]


@given(
    st.lists(
        st.tuples(st.sampled_from([A, B]), st.sampled_from([*STEPS, "look"])),
        max_size=25,
    )
)
def test_no_step_is_in_force_whose_machine_had_not_seen_the_one_before(course):
    """Two machines that look now and then; each sends at once, in its own order."""
    hub = Hub()
    hub.take(A, a_reception())
    seen = {A: 1, B: 1}  # the version each has seen
    steps = [(A, 1)]  # who took which step in force
    numbers = [1]
    for by, act in course:
        if act == "look":
            seen[by] = hub.ver
            continue
        before, paid = hub.dossier.tenure, hub.dossier.paid_vnd
        word = hub.take(by, act, seen[by])
        if act is PAID:
            assert word == "ok", "money taken is a fact"
            assert hub.dossier.paid_vnd == paid + 8_000
        elif word == "ok":
            stepper, version = steps[-1]
            assert stepper == by or seen[by] >= version
            assert before.holder in {0, by} or act in {APPROVED, TAKEN_OVER}
            steps.append((by, hub.ver))
        numbers.append(hub.dossier.tenure.number)

    assert numbers == sorted(numbers), "a tenure never goes back"


def test_what_a_machine_may_not_do_it_is_not_offered(hub):
    roles = {Role.CLERK, Role.HANDLER, Role.LEADER}

    here, elsewhere = (acts_for(hub.dossier, roles, machine=machine) for machine in (A, B))

    assert here == open_acts(hub.dossier)
    assert elsewhere[0] is Act.TAKE_OVER
    assert Act.RECORD_PAYMENT in elsewhere
    assert Act.HAND_ON not in elsewhere
    assert Act.TAKE_OVER not in acts_for(hub.dossier, {Role.CLERK}, machine=B)


def test_once_handed_on_it_is_anybody_s(hub):
    hub.take(A, HANDED_ON)

    for machine in (A, B):
        assert Act.APPRAISE in acts_for(hub.dossier, {Role.HANDLER}, machine=machine)


def test_nothing_is_taken_over_where_the_step_is_one_s_own(hub):
    with pytest.raises(HeldHere):
        decide_take_over(hub.dossier.tenure, machine=A, reason="x")

    assert decide_take_over(hub.dossier.tenure, machine=B, reason="x").reason == "x"


def test_a_dossier_that_has_ended_is_not_taken_over(hub):
    hub.take(A, STOPPED)

    assert hub.take(B, TAKEN_OVER) == "wrong_status"
    assert hub.dossier.status is Status.STOPPED


def test_a_refusal_names_the_machine(hub):
    with pytest.raises(HeldElsewhere) as held:
        apply(hub.dossier, HANDED_ON, at=MONDAY, written=Written(B, 2, base=1))
    hub.take(A, HANDED_ON)
    with pytest.raises(StepUnseen) as unseen:
        apply(hub.dossier, SUFFICIENT, at=MONDAY, written=Written(B, 3, base=1))

    assert held.value.details == {"machine": str(A)}
    assert unseen.value.details == {"machine": str(A)}


def test_what_the_hub_has_judged_is_not_judged_again(hub):
    settled = Written(B, 2, is_judged=True)

    assert apply(hub.dossier, HANDED_ON, at=MONDAY, written=settled).status is Status.IN_PROGRESS


def test_a_step_that_the_hub_has_not_told_is_named_before_it_is_built_on(hub):
    at_hub = apply(hub.dossier, HANDED_ON, at=MONDAY, written=Written(A, 2, base=1, place=(1, 7)))

    said = unseen_step(at_hub.tenure, SUFFICIENT, by=B, base=1)
    seen = apply(at_hub, said, at=MONDAY, written=Written(B, 3, base=1, place=(1, 1)))
    other = apply(at_hub, replace(said, number=6), at=MONDAY, written=Written(B, 3, base=1))

    assert said == events.StepSeen(machine=A, epoch=1, number=7)
    assert apply(seen, SUFFICIENT, at=MONDAY, written=Written(B, 4, base=1)).is_appraised
    with pytest.raises(StepUnseen):
        apply(other, SUFFICIENT, at=MONDAY, written=Written(B, 4, base=1))
    assert unseen_step(seen.tenure, SUFFICIENT, by=B, base=1) is None
    assert unseen_step(at_hub.tenure, SUFFICIENT, by=B, base=2) is None
    assert unseen_step(at_hub.tenure, PAID, by=B, base=1) is None
