"""A feed's snapshot in place of pages: fetched in slices, believed by its digest, taken once."""

from sync.client.pace import Pace
from sync.client.port import Link
from sync.client.replica import Replica
from sync.errors import HubAnsweredRubbish, MalformedMessage, ReplicaDiverged
from sync.protocol.file_pass import FilePass, make_pass
from sync.protocol.snapshot import Offer, read_content


def take_offered(replica: Replica, link: Link, pace: Pace, offer: Offer, *, counter: int) -> None:
    """Fetch a snapshot and take it.

    The same one is taken once: a hub that offers it again does not know what it says, and a person
    must look. Raises ReplicaDiverged, HubAnsweredRubbish, FileUnknown.
    """
    if replica.snapshots_taken().get(offer.scope) == (offer.hub_ep, offer.pos):
        raise ReplicaDiverged(scope=offer.scope)
    content = _fetched(replica, link, pace, offer, counter=counter)
    try:
        told = read_content(content, expected=offer)
    except MalformedMessage as error:
        raise HubAnsweredRubbish(reason=error.details["reason"]) from error
    replica.take_snapshot(offer, told)


def _fetched(replica: Replica, link: Link, pace: Pace, offer: Offer, *, counter: int) -> bytes:
    """The content; what came before a cut is kept in memory and not asked for again."""
    identity = replica.identity()
    file_pass = make_pass(
        FilePass(
            hub_id=identity.hub_id,
            dev=identity.dev,
            ep=identity.ep,
            counter=counter,
            method="GET",
            sha256=offer.sha256,
        ),
        identity.sign,
    )
    content = pace.partials.setdefault(offer.sha256, bytearray())
    while len(content) < offer.size:
        began = pace.now()
        part = link.snapshot(
            offer.scope,
            offer.pos,
            offer.sha256,
            file_pass,
            start=len(content),
            most=min(pace.slice_bytes(), offer.size - len(content)),
        )
        pace.measure(len(part), since=began)
        if not part:
            break
        content += part
    return bytes(pace.partials.pop(offer.sha256))
