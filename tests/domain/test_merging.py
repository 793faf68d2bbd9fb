"""Corrections of two machines meet: nothing is lost, and different fields never meet."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.correction import CORRECTABLE, NotCorrectable, field_text, is_from_card
from desk_app.domain.events import Corrected, DossierRegistered, Source, ValueSettled
from desk_app.domain.folding import apply
from desk_app.domain.handling import ReasonMissing
from desk_app.domain.merging import disputed, is_clash, merged
from desk_app.domain.reviewing import NotInDispute, decide_value
from desk_app.domain.tenure import Written
from desk_app.domain.text import ControlCharacters
from tests.support.samples import (
    MONDAY,
    a_dossier,
    a_reception,
    an_applicant,
    an_application,
)

PHONE, NAME = "applicant.phone", "applicant.name"
BEGAN = an_application()
FIELDS = [
    field
    for field in CORRECTABLE
    if not field.startswith("submitter.") and not field.endswith("birth_on")
]
VALUES = st.sampled_from(["", "0905", "0906", "0907", "0908"])


def correction(field, was, now, source=Source.TYPED):
    return Corrected(field=field, was=was, now=now, reason="Gõ nhầm", source=source)


def folded(*corrections, application=BEGAN):
    """What the field rules come to after these, in this order."""
    beside = ()
    for one in corrections:
        application, beside = merged(application, beside, one)
    return application, beside


def as_known(application, field, now, source=Source.TYPED):
    """A correction by somebody who saw the application as it is here."""
    return correction(field, field_text(application, field), now, source)


def test_a_correction_of_what_its_author_saw_takes_the_field():
    application, beside = folded(as_known(BEGAN, PHONE, "0906"))

    assert field_text(application, PHONE) == "0906"
    assert beside == ()


def test_the_value_the_hub_had_stays_and_the_other_stands_beside_it():
    application, beside = folded(as_known(BEGAN, PHONE, "0906"), as_known(BEGAN, PHONE, "0907"))

    assert field_text(application, PHONE) == "0906"
    assert beside == ((PHONE, "0907"),)


def test_two_who_say_the_same_agree():
    application, beside = folded(as_known(BEGAN, PHONE, "0906"), as_known(BEGAN, PHONE, "0906"))

    assert (field_text(application, PHONE), beside) == ("0906", ())


def test_who_goes_on_from_his_own_value_has_one_value_beside_and_not_two():
    theirs = as_known(BEGAN, PHONE, "0906")
    mine = as_known(BEGAN, PHONE, "0907")
    mine_again = correction(PHONE, "0907", "0908")

    application, beside = folded(theirs, mine, mine_again)

    assert (field_text(application, PHONE), beside) == ("0906", ((PHONE, "0908"),))


def test_what_an_id_card_said_outranks_what_was_typed_and_the_typed_value_is_kept():
    typed = as_known(BEGAN, NAME, "Nguyễn Thị Sim")
    card = as_known(BEGAN, NAME, "Nguyễn Thị Sên", Source.CARD)

    for order in permutations((typed, card)):
        application, beside = folded(*order)

        assert field_text(application, NAME) == "Nguyễn Thị Sên"
        assert is_from_card(application, NAME)
        assert beside == ((NAME, "Nguyễn Thị Sim"),)


def test_of_two_cards_the_first_at_the_hub_stays():
    first, second = (as_known(BEGAN, NAME, name, Source.CARD) for name in ("Sen A", "Sen B"))

    application, beside = folded(first, second)

    assert (field_text(application, NAME), beside) == ("Sen A", ((NAME, "Sen B"),))


def test_a_card_s_mark_goes_with_its_value():
    scanned = an_application(applicant=an_applicant(from_card=("name", "sex")))

    application, _ = folded(
        as_known(scanned, NAME, "Nguyễn Thị Sim"),
        as_known(scanned, PHONE, "0906"),
        application=scanned,
    )

    assert not is_from_card(application, NAME)
    assert is_from_card(application, "applicant.sex")


@given(chosen=st.data())
def test_corrections_of_different_fields_come_to_the_same_in_any_order(chosen):
    fields = chosen.draw(st.lists(st.sampled_from(FIELDS), min_size=2, max_size=4, unique=True))
    made = [as_known(BEGAN, field, chosen.draw(VALUES, label=field)) for field in fields]

    results = {folded(*order) for order in permutations(made)}

    [(application, beside)] = results
    assert beside == ()
    for one in made:
        assert field_text(application, one.field) == one.now


class Desk:
    """Somebody who corrects what he sees: his own word first, else what the hub last told him."""

    def __init__(self):
        self.sees = BEGAN
        self.waiting = []

    def correct(self, field, now, source):
        seen = merged_view(self.sees, self.waiting)
        if field_text(seen, field) != now:
            self.waiting.append(as_known(seen, field, now, source))


def merged_view(application, waiting):
    return folded(*waiting, application=application)[0]


@given(
    acts=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.sampled_from(["correct", "card", "send", "look"]),
            st.sampled_from([PHONE, NAME, "note"]),
            VALUES,
        ),
        max_size=30,
    )
)
def test_every_value_ever_typed_is_in_force_beside_it_or_was_knowingly_replaced(acts):
    desks = [Desk(), Desk()]
    hub, beside, history = BEGAN, (), []
    for number, act, field, value in acts:
        desk = desks[number]
        if act in {"correct", "card"}:
            desk.correct(field, value, Source.CARD if act == "card" else Source.TYPED)
        elif act == "send":
            for one in desk.waiting:
                hub, beside = merged(hub, beside, one)
                history.append(one)
            desk.waiting, desk.sees = [], hub
        else:
            desk.sees = hub

    known = {(PHONE, ""), (NAME, ""), ("note", "")}
    known |= {(field, field_text(BEGAN, field)) for field in (PHONE, NAME, "note")}
    replaced = {(one.field, one.was) for one in history}
    for one in history:
        in_force = field_text(hub, one.field) == one.now
        stands = (one.field, one.now) in {tuple(other) for other in beside}
        assert in_force or stands or (one.field, one.now) in replaced | known
    for field, value in beside:
        assert field_text(hub, field) != value


@given(
    st.lists(st.tuples(st.sampled_from([PHONE, NAME]), VALUES, VALUES), max_size=8),
    st.sampled_from([PHONE, NAME]),
    VALUES,
)
def test_a_settlement_leaves_nothing_open_that_it_weighed(corrections, field, taken):
    dossier = a_dossier()
    for which, was, now in corrections:
        dossier = apply(dossier, correction(which, was, now), at=MONDAY)
    others = {name: values for name, values in disputed(dossier).items() if name != field}
    if field not in disputed(dossier):
        return
    event = decide_value(dossier, field=field, text=taken or "0909", reason="Đã hỏi", now=MONDAY)

    settled = apply(dossier, event, at=MONDAY)

    assert field_text(settled.application, field) == event.now
    assert disputed(settled) == others
    weighed = {field_text(dossier.application, field), *disputed(dossier)[field]}
    assert set(event.over) | {event.now} >= weighed


def test_a_settlement_made_in_ignorance_of_another_is_a_value_beside():
    first = ValueSettled(
        field=PHONE, was="0905000111", now="0906", over=("0905000111",), reason="a"
    )
    second = ValueSettled(
        field=PHONE, was="0905000111", now="0907", over=("0905000111",), reason="b"
    )
    dossier = apply(a_dossier(), first, at=MONDAY)

    settled = apply(dossier, second, at=MONDAY)

    assert field_text(settled.application, PHONE) == "0906"
    assert disputed(settled) == {PHONE: ("0907",)}
    assert is_clash(dossier, settled)


def test_a_value_the_settler_had_not_seen_stays_open():
    dossier = a_dossier()
    for value in ("0906", "0907"):
        dossier = apply(dossier, correction(PHONE, "0905000111", value), at=MONDAY)
    settlement = decide_value(dossier, field=PHONE, text="0906", reason="Đã gọi", now=MONDAY)
    late = apply(dossier, correction(PHONE, "0905000111", "0908"), at=MONDAY)

    settled = apply(late, settlement, at=MONDAY)

    assert field_text(settled.application, PHONE) == "0906"
    assert disputed(settled) == {PHONE: ("0908",)}


def test_what_settles_a_field_is_checked_as_a_first_entry_unless_somebody_gave_it():
    dossier = apply(a_dossier(), correction(PHONE, "x", "0906"), at=MONDAY)

    with pytest.raises(ReasonMissing):
        decide_value(dossier, field=PHONE, text="0906", reason="", now=MONDAY)
    with pytest.raises(NotInDispute):
        decide_value(dossier, field=NAME, text="Sim", reason="Đã hỏi", now=MONDAY)
    with pytest.raises(ControlCharacters):
        decide_value(dossier, field=PHONE, text="09\x00", reason="Đã hỏi", now=MONDAY)
    third = decide_value(dossier, field=PHONE, text=" 0909 ", reason="Đã hỏi", now=MONDAY)

    assert third.now == "0909"
    assert third.over == ("0905000111", "0906")


def test_a_field_that_does_not_exist_takes_no_correction():
    with pytest.raises(NotCorrectable):
        folded(correction("applicant.shoe_size", "", "43"))


def test_a_clash_is_told_once_and_agreement_never():
    dossier = apply(a_dossier(), as_known(BEGAN, PHONE, "0906"), at=MONDAY)
    clashing = apply(dossier, as_known(BEGAN, PHONE, "0907"), at=MONDAY)
    again = apply(clashing, as_known(BEGAN, PHONE, "0907"), at=MONDAY)

    assert not is_clash(a_dossier(), dossier)
    assert is_clash(dossier, clashing)
    assert not is_clash(clashing, again)


@pytest.mark.parametrize(("base", "beside"), [(1, {PHONE: ("0906",)}), (2, {})])
def test_a_reception_that_had_not_seen_a_correction_does_not_bury_it(base, beside):
    registered = a_dossier_written_down()
    corrected = apply(
        registered, as_known(BEGAN, PHONE, "0906"), at=MONDAY, written=Written(6, 2, base=1)
    )

    received = apply(corrected, a_reception(), at=MONDAY, written=Written(5, 3, base=base))

    assert field_text(received.application, PHONE) == "0905000111"
    assert disputed(received) == beside


def a_dossier_written_down():
    event = DossierRegistered(application=BEGAN, organisation="H17.443")
    return apply(None, event, at=MONDAY, entity=1, written=Written(5, 1))
