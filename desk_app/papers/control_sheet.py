"""Mẫu 06 of a dossier: from hand to hand, block by block.

A block once printed stays: what was handed over later stands below it, and the last block is left
white to be written by hand. Who takes a dossier writes when, or says so at the desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import vietnam_day
from desk_app.domain import events
from desk_app.domain.linked_parts import PartState
from desk_app.papers import head
from desk_app.papers.filling import dossier_texts, short_moment
from printing.wording import moment_as_written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desk_app.domain.dossier import Dossier
    from desk_app.papers.head import Issuer
    from desk_app.store.entries import Entry

_ENDS = (events.ResultSigned, events.Refused, events.Stopped)
_PART_STATES = {
    PartState.WAITING: "Chưa chuyển",
    PartState.SENT: "Đang giải quyết",
    PartState.DONE: "Đã có kết quả",
    PartState.REFUSED: "Từ chối",
    PartState.GIVEN: "Đã trả",
}
_EARLY, _ON_TIME, _LATE = "Trước hạn", "Đúng hạn", "Quá hạn"


def handovers(timeline: Sequence[Entry]) -> list[Entry]:
    """The entries that make a block: every handing on, and what brings the dossier back."""
    blocks = [one for one in timeline if isinstance(one.event, events.HandedOn)]
    ends = [one for one in timeline if isinstance(one.event, _ENDS)]
    return blocks + (ends[:1] if blocks else [])


def control_sheet(
    desk: Issuer, dossier: Dossier, timeline: Sequence[Entry], *, most: int
) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """The sheet with its first `most` blocks."""
    blocks = handovers(timeline)[:most]
    rows, holder = _rows(desk, dossier, blocks, _takings(timeline))
    is_back = bool(blocks) and not isinstance(blocks[-1].event, events.HandedOn)
    if not is_back:
        rows.append(_row(len(rows) + 1, holder))
    bodies = list(
        dict.fromkeys(one.event.to for one in blocks if isinstance(one.event, events.HandedOn))
    )
    texts = dossier_texts(desk, dossier, timeline) | {
        "handler": bodies[0] if bodies else "",
        "cooperating": "; ".join(bodies[1:]),
        "outcome": outcome(dossier.due_at, blocks[-1].at) if is_back else "",
        "blocks": str(len(blocks)),
    }
    return texts, {"handovers": rows, "parts": _parts(dossier)}


def _parts(dossier: Dossier) -> list[dict[str, str]]:
    """Where each part of an interlinked dossier stands on the day of the print."""
    return [
        {
            "number": str(number),
            "name": part.name,
            "agency": part.agency,
            "part_code": f"Mã: {part.code}" if part.code else "",
            "part_due": short_moment(part.due_at),
            "part_state": _PART_STATES[part.state],
            "part_result": part.result or part.reason,
        }
        for number, part in enumerate(dossier.parts, start=1)
    ]


def outcome(due_at: datetime | None, ended_at: datetime) -> str:
    """Before the day, in time or late; nothing where no time was promised."""
    if due_at is None:
        return ""
    if ended_at > due_at:
        return _LATE
    return _EARLY if vietnam_day(ended_at) < vietnam_day(due_at) else _ON_TIME


def _takings(timeline: Sequence[Entry]) -> dict[tuple[int, int, int], Entry]:
    """Who signed for each handing on; what was given back has nobody."""
    found: dict[tuple[int, int, int], Entry] = {}
    given: tuple[int, int, int] | None = None
    for entry in timeline:
        if isinstance(entry.event, events.HandedOn):
            given = _place(entry)
        elif isinstance(entry.event, events.HandOverAnswered) and given is not None:
            found[given] = entry
            given = None
    return found


def _place(entry: Entry) -> tuple[int, int, int]:
    return entry.author, entry.epoch, entry.number


def _rows(
    desk: Issuer,
    dossier: Dossier,
    blocks: Sequence[Entry],
    takings: dict[tuple[int, int, int], Entry],
) -> tuple[list[dict[str, str]], str]:
    """The blocks, and who holds the dossier after them."""
    rows: list[dict[str, str]] = []
    holder = _desk_name(desk)
    for number, entry in enumerate(blocks, start=1):
        is_onward = isinstance(entry.event, events.HandedOn)
        to = entry.event.to if isinstance(entry.event, events.HandedOn) else _desk_name(desk)
        rows.append(
            _row(number, holder)
            | {
                "to_body": to,
                "given_at": moment_as_written(head.iso(entry.at)),
                "giver": head.clerk_name(desk.writer_of(entry)),
                "outcome": "" if is_onward else outcome(dossier.due_at, entry.at),
                "note": "" if is_onward else _note(dossier),
            }
            | _taken(takings.get(_place(entry)))
        )
        holder = to if not _is_back(takings.get(_place(entry))) else holder
    return rows, holder


def _is_back(answer: Entry | None) -> bool:
    given = answer.event if answer else None
    return isinstance(given, events.HandOverAnswered) and not given.is_taken


def _taken(answer: Entry | None) -> dict[str, str]:
    """Who took it and when; of what was given back, the reason."""
    if answer is None or not isinstance(answer.event, events.HandOverAnswered):
        return {}
    if not answer.event.is_taken:
        return {"note": f"Trả lại: {answer.event.reason}"}
    return {
        "taker": answer.event.taker,
        "taken_at": moment_as_written(head.iso(answer.at)),
    }


def _row(number: int, holder: str) -> dict[str, str]:
    """A block with nothing known but who gives."""
    unknown = moment_as_written("")
    return {
        "number": str(number),
        "from_body": holder,
        "to_body": "",
        "giver": "",
        "given_at": unknown,
        "taker": "",
        "taken_at": unknown,
        "outcome": "",
        "note": "",
    }


def _note(dossier: Dossier) -> str:
    said = []
    if dossier.supplement_requests:
        said.append("Có yêu cầu bổ sung hồ sơ")
    if dossier.extensions:
        said.append("Đã gia hạn")
    return "; ".join(said)


def _desk_name(desk: Issuer) -> str:
    return head.paper_desk(desk).full_name
