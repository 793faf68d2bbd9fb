"""The question of the second screen in words, and its answers to their use case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.satisfaction import FACES, UNHAPPY_TO, UnhappyBecause
from desk_app.ui.waiting_room import Asked
from desk_app.usecases.rate_service import answer_question, show_question

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts

_WHY = "why-"


def asked_now(desk: Desk, texts: Texts) -> Asked | None:
    """Faces; once an unhappy one was touched, the reasons."""
    question = show_question(desk)
    if question is None:
        return None
    if 1 <= question.face <= UNHAPPY_TO:
        reasons = [
            (f"{_WHY}{question.face}-{one}", texts[f"satisfaction.{one}"]) for one in UnhappyBecause
        ]
        return Asked(
            id=question.id, words=texts["satisfaction.why"], choices=reasons, is_faces=False
        )
    faces = [(str(face), texts[f"satisfaction.face.{face}"]) for face in range(FACES, 0, -1)]
    return Asked(id=question.id, words=texts["satisfaction.how"], choices=faces, is_faces=True)


def take_vote(desk: Desk, id_: int, told: str) -> None:
    """`told`: a face, or why behind its face; raises NoSuchFace, ValueError."""
    if told.startswith(_WHY):
        face, _, because = told.removeprefix(_WHY).partition("-")
        answer_question(desk, id_, face=int(face), because=because)
    else:
        answer_question(desk, id_, face=int(told))
