"""The checker of histories itself: what no honest hub does is seen, one fault at a time."""

import pytest

from tests.simulation.history import Acknowledged, Append, Fault, Forgot, Read, faults_of

ONE, TWO, THREE = (1, 1, 1, b"a"), (1, 1, 2, b"b"), (2, 1, 1, b"c")


def wrote(name, desk="a"):
    return Append(desk=desk, dossier=7, name=name)


def read(*names, desk="a", waiting=()):
    return Read(desk=desk, dossier=7, settled=names, waiting=waiting)


HONEST = [
    wrote(ONE),
    read(waiting=(ONE,)),
    wrote(THREE, "b"),
    Acknowledged(desk="a", through=1),
    read(THREE, ONE),
    wrote(TWO),
    read(THREE, ONE, waiting=(TWO,)),
    Acknowledged(desk="a", through=2),
    read(THREE, ONE, TWO),
    read(THREE, ONE, desk="b"),
]
FINAL = {7: (THREE, ONE, TWO)}


def test_an_honest_history_has_no_fault():
    assert list(faults_of(HONEST, FINAL)) == []


@pytest.mark.parametrize(
    ("more", "final", "fault"),
    [
        pytest.param([], {7: (THREE, ONE)}, Fault.LOST, id="an acknowledged change is gone"),
        pytest.param([], {7: (THREE, ONE, TWO, ONE)}, Fault.DOUBLED, id="twice in the end"),
        pytest.param([read(THREE, ONE, ONE)], FINAL, Fault.DOUBLED, id="twice in a read"),
        pytest.param([read(ONE, THREE, desk="c")], FINAL, Fault.REORDERED, id="another order"),
        pytest.param([read(THREE, waiting=(ONE, TWO))], FINAL, Fault.WENT_BACK, id="back in time"),
        pytest.param(
            [wrote((1, 1, 3, b"d")), read(THREE, ONE, TWO)],
            FINAL,
            Fault.OWN_UNSEEN,
            id="own unseen",
        ),
        pytest.param([], {7: (THREE, ONE, TWO, (9, 1, 1, b"z"))}, Fault.INVENTED, id="invented"),
        pytest.param([], {7: (THREE, TWO, ONE)}, Fault.OUT_OF_TURN, id="out of turn"),
    ],
)
def test_each_fault_is_seen(more, final, fault):
    found = {kind for kind, _ in faults_of([*HONEST, *more], final)}

    assert fault in found


def test_a_desk_put_back_may_see_less_but_what_was_acknowledged_stays():
    history = [*HONEST, wrote((1, 1, 3, b"d")), Forgot(desk="a"), read(THREE)]

    assert list(faults_of(history, FINAL)) == []
    assert [kind for kind, _ in faults_of(history, {7: (THREE,)})].count(Fault.LOST) == 2
