"""An invitation as a file for the stick: the one-time code, so that nobody types it.

Whoever holds the file may enrol one machine of the organisation, as with the code on paper. It is
JSON: {"invitation": 1, "code": "…", "org": "…", "until": Unix seconds}.
"""

import json
from dataclasses import dataclass
from typing import Any

from sync.errors import EnrolCodeRefused
from sync.protocol.enrolment import read_code

SUFFIX = ".invitation"
MOST_BYTES = 4096

_FORM = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationFile:
    code: str
    org: str
    until: int


def write_invitation(told: InvitationFile) -> bytes:
    plain = {"invitation": _FORM, "code": told.code, "org": told.org, "until": told.until}
    return json.dumps(plain, indent=1).encode()


def read_invitation(content: bytes) -> InvitationFile:
    """Raises EnrolCodeRefused for what is no invitation."""
    try:
        plain: dict[str, Any] = dict(json.loads(content[:MOST_BYTES]))
        code, org, until = plain["code"], plain["org"], plain["until"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise EnrolCodeRefused from error
    is_whole = isinstance(code, str) and isinstance(org, str) and isinstance(until, int)
    if not is_whole or plain.get("invitation") != _FORM:
        raise EnrolCodeRefused
    return InvitationFile(code=read_code(code), org=org, until=until)
