"""Asking the hub for a new epoch, reminding it of this machine, bringing back what it had said.

None of it uses up a hello's counter, so each may be repeated at any time and carried on a stick.
"""

from collections.abc import Callable

from sync import cose
from sync.client.answer import believed, raise_told, read_if_refusal
from sync.client.port import Link
from sync.client.replica import Identity, Replica
from sync.errors import HubAnsweredRubbish
from sync.protocol import epoch, lost_words
from sync.protocol.epoch import EpochGrant, HeldWords
from sync.protocol.lost_words import LostWords

_MOST_PORTIONS = 1_000  # of one round


def ask_epoch(link: Link, request: bytes, *, hub_keys: cose.Keys) -> bytes:
    """The signed grant for a request made by `protocol.epoch.make_request`; safe to repeat.

    Raises HubUnreachable, HubAnsweredRubbish, HubNotKnown, MachineUnknown, MachineRevoked,
    EpochUnknown, EpochsUsedUp.
    """
    message = _answer(link, request, hub_keys)
    with believed():
        epoch.read_grant(message, key=hub_keys)
    return message.raw


def read_grant(raw: bytes, *, hub_keys: cose.Keys) -> EpochGrant:
    """A grant by line or stick; raises HubAnsweredRubbish, HubNotKnown, HubTooOld, DeskTooOld."""
    with believed():
        return epoch.read_grant(cose.read(raw), key=hub_keys)


def remind(link: Link, identity: Identity, words: bytes) -> None:
    """Show a hub that was put back from an older copy what it once signed for this machine.

    Raises as `ask_epoch`, and BadSignature where the hub does not believe the words.
    """
    held = HeldWords(hub_id=identity.hub_id, dev=identity.dev, ep=identity.ep, words=words)
    answer = _answer(link, epoch.make_held(held, identity.sign), identity.hub_keys)
    if answer.raw != words:
        raise HubAnsweredRubbish(reason="another_answer")


def bring_back(replica: Replica, link: Link, *, should_stop: Callable[[], bool]) -> int:
    """Bring the hub what it had said and lost; how many of its words it knows again."""
    identity = replica.identity()
    known = 0
    for scope, words in replica.lost_words().items():
        left = list(words)
        for _ in range(_MOST_PORTIONS):
            if not left or should_stop():
                break
            some = lost_words.portion(left)
            lost = LostWords(
                hub_id=identity.hub_id, dev=identity.dev, ep=identity.ep, scope=scope, words=some
            )
            request = lost_words.make_lost(lost, identity.sign)
            answer = _answer(link, request, identity.hub_keys)
            with believed():
                count = lost_words.read_back(answer, request=request, key=identity.hub_keys)
            replica.words_known(scope, some[:count])
            known += count
            if count < len(some):  # the rest waits for a dossier that another desk brings
                break
            left = left[count:]
    return known


def _answer(link: Link, request: bytes, hub_keys: cose.Keys) -> cose.Signed:
    """The hub's one message in answer; raises what it refuses the request for."""
    body = link.exchange(request)
    with believed():
        message = cose.read(body)
        refused = read_if_refusal(message, key=hub_keys)
    if refused is not None:
        raise_told(refused, request=request)
    return message
