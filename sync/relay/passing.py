"""Passing on: each kept parcel to the hub, its signed word and sealed answers back.

Only the hub's own signature lets go of a parcel. A word about another parcel, or by another key,
changes nothing, and the parcel is brought again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sync import cose
from sync.errors import BadSignature, HubAnsweredRubbish, MalformedMessage
from sync.parcel.blobs import Blob, read_blob, split_items
from sync.parcel.errors import RelayFull
from sync.protocol.carried import read_taken
from sync.relay.keeping import Keeping


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """What one go brought."""

    taken: int  # parcels the hub has now
    refused: int  # that it never will take
    back: int  # answers for desks


def pass_on(
    keeping: Keeping,
    deliver: Callable[[bytes], bytes],
    *,
    hub_id: bytes,
    hub_keys: cose.Keys,
    own: Callable[[bytes], bool] = lambda _raw: True,
) -> Passed:
    """Bring the hub everything that is kept for it; raises what `deliver` raises.

    What was passed on before an error stays so. `own` may end it early by saying False.
    """
    keeping.tidy()
    taken = refused = back = 0
    for blob in keeping.for_hub():
        if not own(blob.content):
            break
        code, answers = _word_on(deliver(blob.content), blob, hub_id=hub_id, hub_keys=hub_keys)
        for answer in answers:
            try:
                keeping.keep_for_desk(answer)
            except RelayFull:  # it comes again with the desk's next parcel
                continue
            back += 1
        keeping.drop_for_hub(blob)
        taken += not code
        refused += bool(code)
    return Passed(taken=taken, refused=refused, back=back)


def _word_on(
    answer: bytes, blob: Blob, *, hub_id: bytes, hub_keys: cose.Keys
) -> tuple[str, list[Blob]]:
    """Why the hub refused it, empty where it did not, and what goes back."""
    try:
        first, *others = split_items(answer)
        word = read_taken(cose.read(first), key=hub_keys)
        answers = [read_blob(item) for item in others]
    except (BadSignature, MalformedMessage, ValueError) as error:
        raise HubAnsweredRubbish(reason="no_word") from error
    if word.hub_id != hub_id or word.digest != sha256(blob.content).digest():
        raise HubAnsweredRubbish(reason="another_answer")
    return word.code, [one for one in answers if one.dev == word.dev]
