"""Ratings once a slip and nobody's; feedback with a number, routed, due and answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk_app.domain.feedback import FeedbackTyped, RoutedTo
from desk_app.queries.feedback import feedback_list
from desk_app.store.feedback import feedback_of as feedback_of_desk
from desk_app.usecases.take_feedback import route_feedback as pass_on
from desk_app.usecases.take_feedback import take_feedback
from sync.client.exchange import exchange_once
from sync.errors import UnknownOrg
from sync.hub.citizens.guessing import Patience
from sync.hub.desk_voice import answer_any, desk_feedback
from sync.hub.errors import FeedbackAnswered, NoSuchFeedback
from sync.hub.hub import open_hub
from sync.hub.voice import (
    ANSWER_DAYS,
    Kind,
    Rated,
    answer_feedback,
    day_of,
    feedback_of,
    rate,
    route_feedback,
    spelled,
    waiting_feedback,
    write_feedback,
)
from sync.hub.voice_tables import ratings
from sync.proof.citizen_code import Purpose, code_of
from tests.support.command_line import Shell
from tests.support.desks import ORGANISATION
from tests.sync.citizens.conftest import SEN, receipt_code, visiting
from tests.sync.conftest import BOTH, ORG, small_province
from tests.sync.rules import CREATED

WORDS = "Phải chờ hai buổi mới nộp được hồ sơ."


def rated(hub):
    with hub.database.reading() as connection:
        return [row._asdict() for row in connection.execute(select(ratings))]


def test_a_slip_counts_once_and_nothing_leads_back_to_the_dossier(visitor, counter, province):
    dossier = counter.receive(applicant=SEN)
    counter.sync()
    slip = f"/D/{receipt_code(counter, dossier, Purpose.RATE)}"
    said = {"mat": "2", "ly-do-late": "1", "ly-do-money": "1", "loi": "  Chậm\x00 quá  "}

    asked = visitor.get(slip)
    unchosen = visitor.post(slip, data={"loi": "x"})
    first, second = visitor.post(slip, data=said), visitor.post(slip, data={"mat": "5"})

    assert "Rất hài lòng" in asked.text
    assert (unchosen.status_code, first.status_code, second.status_code) == (422, 200, 409)
    (kept,) = rated(province.hub)
    assert (kept["face"], kept["reasons"], kept["words"]) == (2, "late money", "Chậm quá")
    assert set(kept) == {"id", "org", "rated_on", "face", "reasons", "words"}
    assert str(dossier.entity) not in str(kept)
    assert dossier.code not in str(kept)


def test_a_look_up_code_rates_nothing(visitor, counter, dossier):
    answer = visitor.post(f"/d/{receipt_code(counter, dossier)}", data={"mat": "5"})

    assert answer.status_code == 404


@BOTH
def test_of_many_at_once_one_rating_is_taken(hub, desk, link):
    ent = desk.write(CREATED, [f"{ORG}-261123-0001"])
    exchange_once(desk, link)
    salt = desk.one("SELECT salt FROM salts WHERE ent = ?", ent)
    code = code_of(ent, salt, Purpose.RATE)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: rate(hub, code, face=n, reasons=(), words=""), range(1, 5)))

    assert sorted(found) == sorted([Rated.TAKEN, *[Rated.ALREADY] * 3])
    assert len(rated(hub)) == 1


@BOTH
def test_feedback_is_routed_answered_once_and_late_after_its_day(hub, clock):
    kept = write_feedback(hub, kind=Kind.COMPLAINT, place="xã Hùng Sơn", words=WORDS)
    with pytest.raises(UnknownOrg):
        route_feedback(hub, kept.number, "H99.1")
    route_feedback(hub, kept.number, ORG)
    clock.at += timedelta(days=ANSWER_DAYS)
    in_time = waiting_feedback(hub)[0].is_late(day_of(hub.now()))
    clock.at += timedelta(days=1)
    late = waiting_feedback(hub)[0].is_late(day_of(hub.now()))

    answer_feedback(hub, spelled(kept.number).lower(), "Đã thêm một quầy.")

    assert (in_time, late) == (False, True)
    assert waiting_feedback(hub) == []
    with pytest.raises(FeedbackAnswered):
        answer_feedback(hub, kept.number, "Khác")
    told = feedback_of(hub, kept.number)
    assert (told.org, told.answer) == (ORG, "Đã thêm một quầy.")
    with pytest.raises(NoSuchFeedback):
        feedback_of(hub, "X")


def test_a_citizen_writes_and_follows_and_script_stays_text(visitor, province):
    wrong = visitor.post("/gop-y", data={"loai": "complaint", "loi": "ngắn"})
    kept = visitor.post(
        "/gop-y",
        data={"loai": "proposal", "noi": "<b>xã</b>", "loi": f"<script>x()</script> {WORDS}"},
    )
    number = waiting_feedback(province.hub)[-1].number
    answer_feedback(province.hub, number, "<img src=x>\nXong")

    told = visitor.get("/gop-y/theo-doi", params={"so": spelled(number)})
    unknown = visitor.get("/gop-y/theo-doi", params={"so": "AAAA-BBBB"})

    assert wrong.status_code == 422
    assert spelled(number) in kept.text
    assert "&lt;img src=x&gt;<br>Xong" in told.text
    assert "<script>x" not in kept.text + told.text
    assert unknown.status_code == 404


def test_an_address_that_writes_much_must_wait(province):
    with visiting(province, Patience(writing_burst=2)) as writer:
        said = {"loai": "proposal", "loi": WORDS}
        found = [writer.post("/gop-y", data=said).status_code for _ in range(3)]

    assert found == [200, 200, 429]


def test_commands_list_route_and_answer(tmp_path):
    run = Shell(data=tmp_path)
    run.json("hub", "init")
    hub = open_hub(tmp_path / "hub", small_province())
    kept = write_feedback(hub, kind=Kind.COMPLAINT, place="xã Hùng Sơn", words=WORDS)
    hub.database.close()

    listed = run.json("hub", "feedback", "list").documents
    run.json("hub", "feedback", "route", kept.number, ORGANISATION)
    run.json("hub", "feedback", "answer", kept.number, "Đã rõ")
    left = run.json("hub", "feedback", "list").documents
    told = run("hub", "feedback", "list", "--all")
    everything = run.json("hub", "feedback", "list", "--all").documents
    again = run.json("hub", "feedback", "answer", kept.number, "Khác")

    assert [one["words"] for one in listed] == [WORDS]
    assert left == []
    assert WORDS in told.out
    assert [(one["org"], one["answer"]) for one in everything] == [(ORGANISATION, "Đã rõ")]
    assert again.error == "feedback_answered"


def test_what_a_desk_took_is_seen_by_the_province_and_its_answer_comes_back(counter, province):
    said = FeedbackTyped(kind="complaint", about="slow", words="Chờ từ sáng đến trưa")
    taken = take_feedback(counter.desk, said)
    pass_on(counter.desk, taken.entity, to=RoutedTo.PROVINCE)
    counter.sync()

    (seen,) = desk_feedback(province.hub)
    done = answer_any(province.hub, taken.taken.number, "Đã thêm người ở quầy.")
    counter.sync()

    assert (seen.words, seen.org, seen.due_on) == (taken.taken.words, "", taken.taken.due_on)
    assert (done.answer, desk_feedback(province.hub)) == ("Đã thêm người ở quầy.", [])
    assert feedback_of_desk(counter.desk.store.database, taken.entity).answered.words == done.answer
    assert feedback_list(counter.desk) == []
    with pytest.raises(FeedbackAnswered):
        answer_any(province.hub, done.number, "Lần nữa")
