"""Reading what the hub answered, and believing none of it before its signature and digest hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from sync import cose
from sync.client.replica import Identity
from sync.errors import (
    BadSignature,
    DeskTooOld,
    DictionaryUnknown,
    EnrolCodeRefused,
    EpochNeeded,
    EpochsUsedUp,
    EpochUnknown,
    FileUnknown,
    FrameRefused,
    HelloReplayed,
    HistoryForked,
    HubAnsweredRubbish,
    HubFailed,
    HubNotKnown,
    HubTooOld,
    MachineRevoked,
    MachineUnknown,
    MalformedMessage,
    RequestTooLarge,
    SyncError,
    UnknownVersion,
    WrongHub,
)
from sync.protocol import page, receipt, refusal, versions
from sync.protocol.hello import Cursor
from sync.protocol.key_list import KEY_LIST, follow
from sync.protocol.page import Page
from sync.protocol.receipt import Receipt
from sync.protocol.snapshot import OFFER, Offer, read_offer

_REFUSALS: Mapping[str, type[SyncError]] = {
    error.code: error
    for error in (
        BadSignature,
        DeskTooOld,
        DictionaryUnknown,
        EnrolCodeRefused,
        EpochNeeded,
        EpochsUsedUp,
        EpochUnknown,
        FileUnknown,
        FrameRefused,
        HelloReplayed,
        HistoryForked,
        HubFailed,
        HubTooOld,
        MachineRevoked,
        MachineUnknown,
        RequestTooLarge,
        WrongHub,
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A verified answer to one request."""

    receipt: Receipt
    receipt_raw: bytes
    pages: tuple[Page, ...]
    offers: tuple[Offer, ...]  # of snapshots, in place of pages
    key_lists: tuple[bytes, ...]  # of the hub, as signed; proved to follow what was known


def read_answer(body: bytes, *, request: bytes, identity: Identity, counter: int) -> Answered:
    """The hub's answer to `request`; raises what the hub refuses it for, or what else it is.

    Raises HubAnsweredRubbish, HubNotKnown, HubTooOld, DeskTooOld, and the leaves of refusals.
    """
    with believed():
        lists, messages = _parted(cose.read_all(body, limit=versions.MAX_MESSAGES))
        keys = _keys_after(lists, identity)
        first, *others = messages
        refused = read_if_refusal(first, key=keys)
    if refused is not None:
        raise_told(refused, request=request)
    with believed():
        told = receipt.read_receipt(first, key=keys)
        _require_named(told, others)
        offers = tuple(read_offer(one, key=keys) for one in others if one.typ == OFFER)
        pages = tuple(page.read_page(one, key=keys) for one in others if one.typ != OFFER)
    expected = (identity.hub_id, identity.dev, identity.ep, counter)
    if (told.hub_id, told.dev, told.ep, told.counter) != expected:
        raise HubAnsweredRubbish(reason="another_answer")
    _require_one_answer(told, (*pages, *offers))
    key_lists = tuple(one.raw for one in lists)
    return Answered(
        receipt=told,
        receipt_raw=first.raw,
        pages=pages,
        offers=offers,
        key_lists=key_lists,
    )


def _require_named(told: Receipt, others: Sequence[cose.Signed]) -> None:
    """Raises HubAnsweredRubbish where anything else came with a receipt than it says."""
    if receipt.name_parts([one.raw for one in others]) != told.parts:
        raise HubAnsweredRubbish(reason="another_answer")


def _require_one_answer(told: Receipt, parts: Sequence[Page | Offer]) -> None:
    """Raises HubAnsweredRubbish where a feed stands twice or a part is of another hub's epoch.

    The receipt names its parts; a hub that says such things is not to be believed either.
    """
    is_one_each = len({one.scope for one in parts}) == len(parts)
    is_of_now = all((one.hub_id, one.hub_ep) == (told.hub_id, told.hub_ep) for one in parts)
    if not is_one_each or not is_of_now:
        raise HubAnsweredRubbish(reason="another_answer")


def _parted(messages: list[cose.Signed]) -> tuple[list[cose.Signed], list[cose.Signed]]:
    """The lists of keys, which come first, and what follows them; raises MalformedMessage."""
    count = sum(message.typ == KEY_LIST for message in messages)
    lists, others = messages[:count], messages[count:]
    if not others or any(message.typ != KEY_LIST for message in lists):
        raise MalformedMessage(reason="no_answer")
    return lists, others


def _keys_after(lists: list[cose.Signed], identity: Identity) -> tuple[bytes, ...]:
    """Whom to believe once these lists are taken; raises BadSignature, KeyListRefused."""
    known = identity.key_list
    fresh = follow(known, lists) if known is not None else []
    return fresh[-1][0].keys if fresh else identity.hub_keys


def read_if_refusal(message: cose.Signed, *, key: cose.Keys) -> refusal.Refusal | None:
    """The refusal in a message; None when it is another message."""
    return refusal.read_refusal(message, key=key) if message.typ == refusal.REFUSAL else None


def raise_told(told: refusal.Refusal, *, request: bytes) -> NoReturn:
    """Raise what a refusal says."""
    if told.request != refusal.request_name(request):
        raise HubAnsweredRubbish(reason="another_answer")
    kind = _REFUSALS.get(told.code, HubFailed)
    raise kind(**{"reason": told.code, **told.details} if kind is HubFailed else told.details)


@contextmanager
def believed() -> Iterator[None]:
    """What is wrong with a message from the hub, said as what it means for this machine."""
    try:
        yield
    except UnknownVersion as error:
        found = int(error.details["found"])
        if found > versions.NEWEST:
            raise DeskTooOld(found=found, newest=versions.NEWEST) from error
        raise HubTooOld(found=found, oldest=versions.OLDEST) from error
    except MalformedMessage as error:
        raise HubAnsweredRubbish(reason=error.details.get("reason", "")) from error
    except BadSignature as error:
        raise HubNotKnown from error


def diverged(
    pages: Sequence[Page],
    cursors: Mapping[str, Cursor],
    own: Callable[[int], bytes | None],
) -> set[str]:
    """The scopes whose pages do not add up with what is here; `own` gives a change of this machine.

    A page must follow the cursor or begin its scope anew, and its digest must be that of all
    records up to its end, so the same records were taken in the same order with the same bytes.
    """
    return {told.scope for told in pages if not _adds_up(told, cursors.get(told.scope), own)}


def _adds_up(told: Page, cursor: Cursor | None, own: Callable[[int], bytes | None]) -> bool:
    at = cursor or Cursor(hub_ep=told.hub_ep, pos=0)
    if told.after not in {0, at.pos}:
        return False
    digest = at.digest if told.after else 0
    for entry in told.records:
        raw = own(entry.seq) if entry.raw is None else entry.raw
        if raw is None:
            return False
        digest = page.add(digest, told.scope, entry, raw)
    return digest == told.digest
