"""Where the desk stands with its epoch, and the work found again, in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desk_app.domain.rights import Act, may
from desk_app.queries import recovered as queries
from desk_app.ui import formats
from desk_app.ui.screens.recovered import FoundShown, RecoveredCalls, RecoveredShown
from desk_app.ui.strip import Kind, Message
from desk_app.usecases.accept_recovered import accept_recovered
from desk_app.usecases.ask_epoch import ask_epoch
from desk_app.usecases.leave_out_recovered import leave_out_recovered
from desk_app.usecases.sync_now import sync_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.desk import Desk
    from desk_app.queries.recovered import EpochState, FoundDossier, Reviewed
    from locales.catalogue import Texts

_SHOWN_DECIDED = 20


def notice(desk: Desk, texts: Texts) -> Message | None:
    """What every screen says of it; None while nothing is to be told."""
    state = queries.state(desk)
    if state.doubt:
        return Message(kind=Kind.TROUBLE, words=state_words(state, texts))
    if state.to_review:
        words = texts.say("ui.epoch.to_review", count=state.to_review)
        return Message(kind=Kind.WARNING, words=words)
    return None


def state_words(state: EpochState, texts: Texts) -> str:
    """Why the desk only reads, or in which epoch it works."""
    if not state.doubt:
        return texts.say("ui.epoch.open", epoch=state.epoch or 0)
    at = state.restored_from
    if state.doubt == "restored" and at is not None:
        return texts.say("ui.epoch.restored_from", at=formats.moment(at))
    return texts[f"ui.epoch.{state.doubt}"]


def recovered_calls(
    desk: Desk, texts: Texts, *, sign_in_again: Callable[[], Any]
) -> RecoveredCalls:
    return RecoveredCalls(
        load=partial(_shown, desk, texts),
        ask=partial(_asked, desk, texts),
        accept=partial(_accepted, desk, texts),
        leave=partial(_left_out, desk, texts),
        sign_in_again=sign_in_again,
    )


def _asked(desk: Desk, texts: Texts) -> str:
    """A new epoch, and what the province has, in one go; what was granted stays on a cut line."""
    sync_now(ask_epoch(desk))
    return texts["ui.epoch.granted"]


def _accepted(desk: Desk, texts: Texts, key: int) -> str:
    done = accept_recovered(desk, key)
    return texts.say("recovered.done", accepted=done.accepted, left=done.left_out)


def _left_out(desk: Desk, texts: Texts, key: int, reason: str) -> str:
    done = leave_out_recovered(desk, key, reason)
    return texts.say("recovered.done", accepted=done.accepted, left=done.left_out)


def _shown(desk: Desk, texts: Texts) -> RecoveredShown:
    state = queries.state(desk)
    return RecoveredShown(
        state=state_words(state, texts),
        is_frozen=bool(state.doubt),
        note="" if state.is_whole or state.doubt else texts["ui.epoch.reading"],
        found=[_found(one, texts) for one in queries.waiting(desk)],
        may_review=may(desk.user.roles, Act.SETTLE) and not state.doubt,
        decided=[_decided(one, texts) for one in queries.reviewed(desk)[:_SHOWN_DECIDED]],
    )


def _found(one: FoundDossier, texts: Texts) -> FoundShown:
    return FoundShown(
        key=one.key,
        code=one.code,
        applicant=one.applicant,
        procedure=one.procedure,
        what=texts["ui.recovered.new" if one.is_new else "ui.recovered.known"],
        changes=[
            texts.say(
                "ui.recovered.change",
                what=texts[f"event.{change.name}"],
                who=change.user,
                at=formats.moment(change.at),
            )
            for change in one.changes
        ],
    )


def _decided(one: Reviewed, texts: Texts) -> str:
    reason = texts[f"reason.{one.reason}"] if one.reason == "follows_no_more" else one.reason
    said = texts["ui.recovered.accept"] if one.is_accepted else texts["ui.recovered.leave"]
    what = f"{texts[f'event.{one.name}']}: {said}" + (f" ({reason})" if reason else "")
    return texts.say("ui.recovered.change", what=what, who=one.user, at=formats.moment(one.at))
