"""What a hub's status and headers say about files, and what those of somebody else mean."""

from collections.abc import Mapping
from http import HTTPStatus

from sync.client.port import Held
from sync.errors import HubAnsweredRubbish, HubBusy, HubFailed, SyncError

_RETRY_AFTER_S = 60
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def told(status: int, headers: Mapping[str, str]) -> Held:
    """How much of a file the hub has; raises what else the answer means."""
    if status != HTTPStatus.NO_CONTENT:
        raise unexpected(status, headers)
    is_complete = headers.get("Upload-Complete") == "?1"
    return Held(offset=offset_in(status, headers), is_complete=is_complete)


def offset_in(status: int, headers: Mapping[str, str]) -> int:
    """How far the hub has come; raises HubAnsweredRubbish."""
    said = headers.get("Upload-Offset", "")
    if not (said.isascii() and said.isdigit()):
        raise HubAnsweredRubbish(status=status)
    return int(said)


def unexpected(status: int, headers: Mapping[str, str]) -> SyncError:
    """What an answer that says nothing of ours means."""
    if status in _BUSY:
        after = headers.get("Retry-After", "")
        wait = int(after) if after.isascii() and after.isdigit() else _RETRY_AFTER_S
        return HubBusy(retry_after_s=wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return HubFailed(reason=f"HTTP {status}")
    return HubAnsweredRubbish(status=status)
