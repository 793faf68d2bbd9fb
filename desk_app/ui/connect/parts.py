"""The parts of an interlinked dossier in words, and what their acts begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.linked_parts import ENDED, PartState
from desk_app.domain.rights import Act
from desk_app.ui import formats
from desk_app.ui.screens.dossier.data import Choices, PartShown
from desk_app.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.domain.linked_parts import Part
    from locales.catalogue import Texts

_OPEN = frozenset({PartState.WAITING, PartState.SENT})
_TONES = {
    PartState.WAITING: Tone.WAITING,
    PartState.SENT: Tone.WORKING,
    PartState.DONE: Tone.DONE,
    PartState.REFUSED: Tone.ATTENTION,
    PartState.GIVEN: Tone.CLOSED,
}


def parts_shown(dossier: Dossier, texts: Texts, *, now: datetime) -> list[PartShown]:
    """A row a part; what is late says so."""
    return [
        PartShown(
            name=part.name,
            agency=" · ".join(filter(None, (part.agency, part.code))),
            state=texts[f"part.{part.state}"],
            tone=Tone.LATE if _is_late(part, now) else _TONES[part.state],
            due=_due(part, texts, now),
            told=part.result or part.reason,
        )
        for part in dossier.parts
    ]


def parts_title(dossier: Dossier, texts: Texts) -> str:
    """How many are over, and how the citizen wants the results."""
    ended = sum(part.state in ENDED for part in dossier.parts)
    how = texts["ui.parts.apart" if dossier.is_apart else "ui.parts.together"]
    return texts.say("ui.parts.title", ended=ended, count=len(dossier.parts), how=how)


def part_choices(act: Act, dossier: Dossier, texts: Texts) -> Choices:
    """The parts that the act may be about, the next one chosen; a receiver as they came."""
    found = _about(act, dossier.parts)
    options = [(part.id, f"{part.name} ({texts[f'part.{part.state}']})") for part in found]
    initial = {"part": found[0].id if found else ""}
    if act is Act.GIVE_PART:
        person = dossier.application.applicant
        initial |= {"receiver": person.name, "paper": person.personal_id}
    return Choices(options={"part": options}, initial=initial)


def _about(act: Act, parts: Sequence[Part]) -> list[Part]:
    if act is Act.GIVE_PART:
        return [part for part in parts if part.state is PartState.DONE]
    if act is Act.END_PART:
        sent = [part for part in parts if part.state is PartState.SENT]
        return sent + [part for part in parts if part.state is PartState.WAITING]
    waiting = [part for part in parts if part.state is PartState.WAITING]
    return waiting + [part for part in parts if part.state in ENDED | {PartState.SENT}]


def _due(part: Part, texts: Texts, now: datetime) -> str:
    if part.due_at is None or part.state not in _OPEN:
        return formats.moment(part.moved_at) if part.moved_at else ""
    said = formats.moment(part.due_at)
    return texts.say("ui.parts.late", due=said) if _is_late(part, now) else said


def _is_late(part: Part, now: datetime) -> bool:
    return part.state in _OPEN and part.due_at is not None and part.due_at < now
