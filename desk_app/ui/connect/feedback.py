"""Complaints, proposals and slips of satisfaction in the words of the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.feedback import FeedbackAbout, FeedbackKind, FeedbackTyped, RoutedTo
from desk_app.domain.rights import Act, may
from desk_app.domain.satisfaction import FACES, MOST_SLIPS, NoSuchFace, UnhappyBecause
from desk_app.queries.feedback import answerers, feedback_list
from desk_app.queries.satisfaction import satisfaction
from desk_app.ui import formats
from desk_app.ui.connect.prints import wait_for_printer
from desk_app.ui.screens.feedback_parts import FeedbackCalls, FeedbackLine, FeedbackNow, PassedTo
from desk_app.ui.theme import Tone
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.rate_service import rate_service
from desk_app.usecases.take_feedback import (
    answer_feedback,
    draw_feedback_slip,
    route_feedback,
    take_feedback,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.desk import Desk
    from desk_app.queries.feedback import FeedbackShown
    from locales.catalogue import Texts


def feedback_calls(desk: Desk, texts: Texts) -> FeedbackCalls:
    roles = desk.user.roles
    return FeedbackCalls(
        load=partial(_load, desk, texts),
        take=partial(_take, desk, texts),
        route=partial(_route, desk, texts),
        answer=partial(_answer, desk, texts),
        print=partial(_print, desk, texts),
        add_slips=partial(_add_slips, desk, texts),
        kinds=[(one, texts[f"feedback.kind.{one}"]) for one in FeedbackKind],
        abouts=[(one, texts[f"feedback.about.{one}"]) for one in FeedbackAbout],
        faces=[
            *((str(face), texts[f"satisfaction.face.{face}"]) for face in range(FACES, 0, -1)),
            ("0", texts["ui.feedback.no_face"]),
        ],
        reasons=[(one, texts[f"satisfaction.{one}"]) for one in UnhappyBecause],
        people=partial(answerers, desk),
        may_take=may(roles, Act.TAKE_FEEDBACK),
        may_answer=may(roles, Act.ANSWER_FEEDBACK),
        may_count=may(roles, Act.RETURN_RESULT),
    )


def _load(desk: Desk, texts: Texts, all_: bool) -> FeedbackNow:  # noqa: FBT001 - of a box
    today = desk.clock.today()
    told = satisfaction(desk, today, today)
    return FeedbackNow(
        lines=[_line(one, texts) for one in feedback_list(desk, answered=all_)],
        slips=texts.say(
            "ui.feedback.slips_today", answered=told.answered, unanswered=told.unanswered
        ),
    )


def _line(shown: FeedbackShown, texts: Texts) -> FeedbackLine:
    one = shown.feedback
    taken = one.taken
    tone, word = _light(shown, texts)
    whom = taken.name or texts["ui.feedback.nameless"]
    facts = [texts[f"feedback.kind.{taken.kind}"], texts[f"feedback.about.{taken.about}"], whom]
    if taken.code:
        facts.append(taken.code)
    return FeedbackLine(
        id=str(one.entity),
        number=taken.number,
        facts=" · ".join(facts),
        words=taken.words,
        where=_where(shown, texts),
        due=formats.day(taken.due_on),
        tone=tone,
        state=word,
        is_open=one.answered is None,
    )


def _where(shown: FeedbackShown, texts: Texts) -> str:
    one = shown.feedback
    if one.answered is not None:
        return texts.say(
            "ui.feedback.answered_by", name=one.answered.signer, words=one.answered.words
        )
    if one.is_for_province:
        return texts["ui.feedback.at_province"]
    return texts.say("ui.feedback.at", name=one.routed.person) if one.routed else ""


def _light(shown: FeedbackShown, texts: Texts) -> tuple[Tone, str]:
    if shown.feedback.answered is not None:
        return Tone.DONE, texts["ui.feedback.answered"]
    if shown.is_late:
        return Tone.LATE, texts["ui.feedback.late"]
    if shown.is_near:
        return Tone.SOON, texts["ui.feedback.near"]
    return Tone.WAITING, texts["ui.feedback.open"]


def _take(desk: Desk, texts: Texts, typed: Mapping[str, str]) -> str:
    """Written first, printed then: a printer that is out takes nothing back."""
    one = take_feedback(desk, FeedbackTyped(**typed))
    printed = _print(desk, texts, str(one.entity))
    return texts.say("ui.feedback.taken", number=one.taken.number, printed=printed)


def _route(desk: Desk, texts: Texts, id_: str, route: PassedTo) -> str:
    one = route_feedback(
        desk, int(id_), to=RoutedTo(route.to), person=route.person, note=route.note
    )
    return texts.say("ui.feedback.routed", number=one.taken.number)


def _answer(desk: Desk, texts: Texts, id_: str, words: str) -> str:
    one = answer_feedback(desk, int(id_), words=words)
    return texts.say("ui.feedback.is_answered", number=one.taken.number)


def _print(desk: Desk, texts: Texts, id_: str) -> str:
    row = draw_feedback_slip(desk, int(id_))
    printed = print_paper(desk, row, pause=wait_for_printer)
    return texts[f"ui.print.{printed.state}"]


def _add_slips(desk: Desk, texts: Texts, face: str, because: str, slips: str) -> str:
    """Raises NoSuchFace for what is no number of slips."""
    count = slips.strip() or "1"
    if not count.isdecimal() or len(count) > len(str(MOST_SLIPS)) or not face.isdecimal():
        raise NoSuchFace
    rate_service(desk, face=int(face), because=because, slips=int(count))
    return texts.say("ui.feedback.counted", slips=int(count))
