"""The province counts what the desk's own report counts, from the same journal."""

from collections import Counter

from desk_app.domain.index import Measure, shares
from desk_app.domain.marks import life_of
from desk_app.domain.standing import place_of
from desk_app.figures import IndexFormulas, course
from desk_app.store.reporting import lives_between
from tests.support.desks import a_desk
from tests.test_judging import _a_day


def test_a_dossier_counts_at_the_province_as_at_its_desk(tmp_path):
    with a_desk(tmp_path) as desk:
        _a_day(desk)
        until = int(desk.clock.now().timestamp()) + 1

        mine = lives_between(desk.store.database, since=0, until=until)
        entities = [
            ent for (ent,) in desk.store.database.rows("SELECT entity FROM dossiers ORDER BY id")
        ]
        dossiers = [desk.journal.dossier(entity) for entity in entities]

    lives = [life for life in map(life_of, dossiers) if life is not None]
    bare = {"row": 0, "handler": "", "at_province": True}
    assert sorted(map(str, lives)) == sorted(str(one._replace(**bare)) for one in mine)
    courses = [found for found in map(course, dossiers) if found is not None]
    came, stands = Counter(one.came for one in courses), Counter(_at(one, until) for one in courses)
    told = IndexFormulas().shares(came, stands)
    placed = [(one, place_of(one, since=0, until=until)) for one in lives]
    by_hand = shares(placed)
    assert {one.measure: (one.hits, one.base) for one in told} == {
        one.value: (share.hits, share.base)
        for one, share in by_hand.items()
        if one is not Measure.AT_PROVINCE
    }


def _at(one, until):
    """The mark of a course at a moment."""
    if one.ended is not None and one.ended < until:
        return one.ended_as
    return one.turns_to if one.turns_at is not None and one.turns_at < until else one.began_as
