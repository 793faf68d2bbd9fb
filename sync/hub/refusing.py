"""Refusing a request as a whole: the error as a signed message that names the request."""

from sync.errors import DeskTooOld, HubTooOld, SyncError, UnknownVersion
from sync.hub.hub import Hub
from sync.protocol.refusal import Refusal, make_refusal, request_name
from sync.protocol.versions import NEWEST, OLDEST


def refusal_for(hub: Hub, error: SyncError, *, request: bytes) -> bytes:
    """The signed refusal of a request, given as its body or the file pass it showed."""
    told = _which_is_older(error) if isinstance(error, UnknownVersion) else error
    refusal = Refusal(
        hub_id=hub.key.hub_id,
        request=request_name(request),
        code=told.code,
        details=told.details,
        hub_time=hub.now(),
    )
    return make_refusal(refusal, hub.key.sign)


def _which_is_older(error: UnknownVersion) -> SyncError:
    """A version not spoken here, said as the end that must be updated."""
    found = int(error.details["found"])
    if found > NEWEST:
        return HubTooOld(found=found, newest=NEWEST)
    return DeskTooOld(found=found, oldest=OLDEST)
