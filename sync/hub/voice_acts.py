"""What the hub's commands about feedback and messages do."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from sync.hub.acts import opened
from sync.hub.desk_voice import answer_any, desk_feedback
from sync.hub.errors import SenderRefused
from sync.hub.outbox import run_outbox
from sync.hub.rules import Province
from sync.hub.senders import FolderSender, HttpSender, Sender
from sync.hub.terminal import Asked, Console
from sync.hub.voice import (
    Feedback,
    day_of,
    route_feedback,
    spelled,
    waiting_feedback,
)
from sync.proof.citizen_code import web_base


def list_feedback(province: Province, asked: Asked, console: Console, *, everything: bool) -> None:
    with opened(province, asked) as hub:
        found = waiting_feedback(hub, answered=everything)
        found += desk_feedback(hub, answered=everything)
        today = day_of(hub.now())
    for one in found:
        late = console.say("hub.feedback.late") if one.is_late(today) else ""
        words = {
            "number": _shown(one),
            "kind": console.word("citizen.kind", one.kind),
            "due_on": f"{one.due_on:%d/%m/%Y}",
            "with": one.org or "–",
            "place": one.place,
            "words": one.words,
            "late": late,
        }
        console.give(_told(one, late=bool(late)), "hub.feedback.one", **words)
    if not found:
        console.tell("hub.feedback.none")


def route(province: Province, asked: Asked, console: Console, *, number: str, org: str) -> None:
    with opened(province, asked) as hub:
        one = route_feedback(hub, number, org)
        late = one.is_late(day_of(hub.now()))
    console.give(_told(one, late=late), "hub.feedback.routed", number=spelled(one.number), org=org)


def answer(province: Province, asked: Asked, console: Console, *, number: str, words: str) -> None:
    with opened(province, asked) as hub:
        one = answer_any(hub, number, words)
        late = one.is_late(day_of(hub.now()))
    console.give(_told(one, late=late), "hub.feedback.answered", number=_shown(one))


def send_messages(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    folder: Path | None,
    url: str,
    key_file: Path | None,
    address: str,
) -> None:
    sender = _sender(folder, url, key_file)
    with opened(province, asked) as hub:
        done = asdict(run_outbox(hub, sender, address=web_base(address)))
    console.give(done, "hub.messages_sent", **done)


def _sender(folder: Path | None, url: str, key_file: Path | None) -> Sender:
    """A folder, or an address with its key; raises SenderRefused."""
    if folder is not None and not url:
        return FolderSender(folder)
    try:
        key = key_file.read_bytes().strip() if key_file else b""
    except OSError as error:
        raise SenderRefused(reason="key") from error
    if folder is not None or not url.startswith(("https://", "http://")) or not key:
        raise SenderRefused(reason="choice")
    return HttpSender(url, key)


def _shown(one: Feedback) -> str:
    """Its number as it stands on the slip, or as people read the province's own."""
    return one.number if one.is_at_desk else spelled(one.number)


def _told(one: Feedback, *, late: bool) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind.value,
        "place": one.place,
        "words": one.words,
        "org": one.org,
        "written_at": one.written_at,
        "due_on": one.due_on.isoformat(),
        "is_late": late,
        "answer": one.answer,
        "answered_at": one.answered_at,
    }
