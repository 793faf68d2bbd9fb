"""What the hub makes of an interlinked dossier, and what its citizen reads."""

from desk_app.domain import codec, events
from desk_app.domain.dossier import Status
from desk_app.domain.linked_parts import PartState
from desk_app.domain.linked_plan import LinkedChoice
from desk_app.judging import DossierRules, province
from desk_app.store.entries import change_of
from desk_app.usecases.end_part import end_part
from desk_app.usecases.send_part import send_part
from sync import record
from sync.hub.citizens.pages import Pages
from sync.protocol.page import Verdict
from tests.support.clock import SetClock
from tests.support.counter import other_procedure, received
from tests.support.desks import a_desk
from tests.support.samples import a_result

COLLEAGUE = (18, 1)
PARTS = LinkedChoice(left_out=("the-can-cuoc",))


def test_the_hub_folds_the_parts_as_the_desk_does_and_two_machines_may_each_end_one(tmp_path):
    with a_desk(tmp_path) as desk:
        entity = received(desk, other_procedure(desk, "3.000722"), linked=PARTS).entity
        end_part(desk, entity, part="khai-sinh", word="12/2026")
        send_part(desk, entity, part="thuong-tru")
        state, own = _judged(desk)
        here = desk.journal.dossier(entity)

    of_colleague = _moved("the-bhyt", PartState.DONE, result="TE1486612345678")
    one = _told(state, of_colleague, by=COLLEAGUE)
    again = _told(one.state, of_colleague, by=COLLEAGUE)
    last = _told(one.state, _moved("thuong-tru", PartState.REFUSED, reason="Thiếu"), by=(17, 0))

    assert own == {Verdict.OK}
    assert state == here
    assert (one.verdict, one.state.status) == (Verdict.OK, Status.IN_PROGRESS)
    assert (again.verdict, again.reason) == (Verdict.FLAGGED, "wrong_part_state")
    assert again.state == one.state
    assert last.state.status is Status.DONE
    assert last.summary.status == "done"


def test_a_department_s_file_does_not_end_what_others_still_settle(tmp_path):
    with a_desk(tmp_path) as desk:
        received(desk, other_procedure(desk, "3.000722"), linked=PARTS)
        state, _ = _judged(desk)

    judged = _told(state, a_result(issuer="Sở Tư pháp", is_signed=True), by=(0, 0))

    assert judged.verdict is Verdict.OK
    assert judged.state.status is Status.IN_PROGRESS
    assert judged.state.result.issuer == "Sở Tư pháp"


def test_the_citizen_reads_how_the_whole_and_each_part_stands(tmp_path):
    with a_desk(tmp_path) as desk:
        entity = received(desk, other_procedure(desk, "3.000722"), linked=PARTS).entity
        end_part(desk, entity, part="khai-sinh", word="12/2026")
        state, _ = _judged(desk)

    view = DossierRules().citizen_view(state, [])
    page = Pages(province(SetClock())).draw("dossier.html", "vi", view=view)

    assert view.state == "in_progress"
    assert view.parts[0] == ("Đăng ký khai sinh", "UBND xã (tư pháp - hộ tịch)", "done")
    assert "Đăng ký thường trú (Công an xã)</span>: <strong>chưa chuyển" in page
    assert "12/2026" not in page  # a paper's number is nobody's who only holds the code


def _judged(desk):
    state, verdicts = None, set()
    rows = desk.store.database.rows(
        "SELECT author, epoch, number, record FROM journal ORDER BY number"
    )
    for author, epoch, number, raw in rows:
        change = change_of(raw, author=author, epoch=epoch, number=number)
        judged = DossierRules().judge(state, change, author=(author, epoch), ver=number)
        state = judged.state
        verdicts.add(judged.verdict)
    return state, verdicts


def _moved(part, to, **said):
    return events.PartMoved(part=part, state=to, **said)


def _told(state, event, *, by):
    """A change written in ignorance of every other one."""
    kind, body = codec.encode(event)
    change = record.Change(
        seq=1,
        kind=kind,
        ent=state.entity,
        base=0,
        lam=1,
        at=int(state.registered_at.timestamp()) + 3600,
        actor=1,
        cat=1,
        body=tuple(body),
    )
    return DossierRules().judge(state, change, author=by, ver=99)
