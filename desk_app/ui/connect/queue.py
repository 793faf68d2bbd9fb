"""The queue in the window: from its buttons to the use cases, and what the waiting room may see."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.queueing import TicketState, parse_priority
from desk_app.papers.training_mark import training_mark
from desk_app.queries.queue import queue_now, usual_fields
from desk_app.ui import state
from desk_app.ui.connect.satisfaction import asked_now
from desk_app.ui.screens.queue_data import Issued, QueueCalls, QueueShown, TicketShown
from desk_app.ui.waiting_room import Called, WaitingSeen
from desk_app.usecases.call_ticket import call_ticket
from desk_app.usecases.end_ticket import end_ticket
from desk_app.usecases.issue_ticket import issue_ticket
from desk_app.usecases.make_slip import slip_of_ticket
from desk_app.usecases.send_slip import send_slip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.desk import Desk
    from desk_app.domain.queueing import Ticket
    from locales.catalogue import Texts

_SEAT = "seat"  # the draft's name in the store: where this person sits
_FIRST_COUNTER = "1"
_FIELDS = 60
_SCREEN_NEXT = 8  # numbers the waiting room sees ahead


def queue_calls(desk: Desk, texts: Texts, *, waiting_address: Callable[[], str]) -> QueueCalls:
    return QueueCalls(
        load=partial(_shown, desk, texts),
        fields=lambda: usual_fields(desk, limit=_FIELDS),
        issue=partial(_issue, desk, texts),
        print_again=partial(_print_again, desk, texts),
        call_next=partial(_call, desk, texts, 0),
        call=partial(_call, desk, texts),
        end=partial(_end, desk),
        sit=partial(_sit, desk),
        waiting_address=waiting_address,
    )


def counter_of(desk: Desk) -> str:
    """Where the signed-in person sits."""
    return _seat(desk)[0]


def waiting_seen(desk: Desk, texts: Texts) -> WaitingSeen:
    """Numbers and counters, never a field or a ground of priority."""
    now = queue_now(desk)
    called = sorted(
        (one for one in now.in_state(TicketState.CALLED) if one.last_called_at is not None),
        key=lambda one: (one.last_called_at, one.order),
        reverse=True,
    )
    return WaitingSeen(
        title=desk.place.unit,
        call=texts["ui.queue.please_come"] if called else texts["ui.queue.please_wait"],
        called=[
            Called(
                number=_written(one.number),
                counter=texts.say("ui.queue.counter", counter=one.counter),
                is_last=one is called[0],
            )
            for one in called
        ],
        next=[_written(one.number) for one in now.waiting[:_SCREEN_NEXT]],
        foot=_waiting_words(len(now.waiting), now.minutes, texts),
        lost=texts["ui.queue.lost"],
        asked=asked_now(desk, texts),
        mark=training_mark(desk, texts),
    )


def _shown(desk: Desk, texts: Texts) -> QueueShown:
    now = queue_now(desk)
    counter, serves = _seat(desk)
    called = now.in_state(TicketState.CALLED)
    mine = now.at(counter)
    say = partial(_ticket, desk, texts)
    done = len(now.in_state(TicketState.DONE))
    head = _waiting_words(len(now.waiting), now.minutes, texts)
    return QueueShown(
        counter=counter,
        serves=serves,
        mine=say(mine) if mine else None,
        waiting=[say(one) for one in now.waiting],
        absent=[say(one) for one in now.in_state(TicketState.ABSENT)],
        elsewhere=[say(one) for one in called if one.counter != counter],
        head=f"{head} · {texts.say('ui.queue.done_count', count=done)}",
        is_used=bool(now.tickets),
    )


def _ticket(desk: Desk, texts: Texts, one: Ticket) -> TicketShown:
    ground = texts[f"ui.queue.ground.{one.priority}"] if one.priority else ""
    about = " · ".join(filter(None, (one.field or texts["ui.queue.any_field"], ground)))
    told = texts.say("ui.queue.counter", counter=one.counter)
    if one.state is TicketState.WAITING:
        minutes = int((desk.clock.now() - one.issued_at).total_seconds() // 60)
        told = texts.say("ui.queue.waits", minutes=max(0, minutes))
    elif one.state is TicketState.ABSENT:
        told = texts.say("ui.queue.did_not_come", calls=one.calls)
    return TicketShown(
        number=one.number,
        written=_written(one.number),
        about=about,
        is_priority=bool(one.priority),
        told=told,
    )


def _issue(desk: Desk, texts: Texts, field: str, ground: str) -> Issued:
    return _printed(desk, texts, issue_ticket(desk, field=field, priority=parse_priority(ground)))


def _print_again(desk: Desk, texts: Texts, number: int) -> Issued:
    ticket = next(one for one in queue_now(desk).tickets if one.number == number)
    return _printed(desk, texts, ticket)


def _printed(desk: Desk, texts: Texts, ticket: Ticket) -> Issued:
    """The number stands, whatever became of its slip."""
    words = texts.say("ui.queue.issued", number=_written(ticket.number))

    def send() -> None:
        slip = slip_of_ticket(desk, ticket)
        send_slip(desk, slip.dots, name=slip.name)

    outcome = state.attempt_now(send, texts=texts)
    told = outcome.trouble.words if outcome.trouble else texts["ui.queue.slip_sent"]
    return Issued(number=ticket.number, words=f"{words} {told}", is_printed=outcome.trouble is None)


def _call(desk: Desk, texts: Texts, number: int) -> str:
    counter, serves = _seat(desk)
    ticket = call_ticket(desk, counter=counter, number=number, fields=serves)
    return texts.say("ui.queue.called", number=_written(ticket.number))


def _end(desk: Desk, number: int, came: bool) -> str:  # noqa: FBT001 - as the button says
    return _written(end_ticket(desk, number, came=came).number)


def _seat(desk: Desk) -> tuple[str, tuple[str, ...]]:
    kept = desk.store.drafts.get(desk.user.number, _SEAT)
    said: dict[str, Any] = kept[0] if kept else {}
    return str(said.get("counter") or _FIRST_COUNTER), tuple(said.get("fields", ()))


def _sit(desk: Desk, counter: str, fields: Sequence[str]) -> None:
    kept = {"counter": counter.strip()[:20] or _FIRST_COUNTER, "fields": list(fields)}
    desk.store.drafts.keep(desk.user.number, _SEAT, kept, at=desk.clock.now())


def _waiting_words(count: int, minutes: int | None, texts: Texts) -> str:
    said = texts.say("ui.queue.waiting_count", count=count)
    if minutes is None:
        return said
    return f"{said} · {texts.say('ui.queue.average', minutes=minutes)}"


def _written(number: int) -> str:
    return f"{number:03d}"
