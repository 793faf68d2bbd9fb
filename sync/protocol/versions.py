"""Protocol versions. A new one is a line here; the hub speaks the last two."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

VERSIONS: Mapping[int, date] = MappingProxyType(
    {
        1: date(2026, 11, 23),  # frames, one exchange, feed pages with a digest, enrolment
    }
)
NEWEST = max(VERSIONS)
OLDEST = min(VERSIONS)

MEDIA_TYPE = "application/cbor-seq"
EXCHANGE_PATH = "/v1/x"
ENROL_PATH = "/v1/enrol"
FILE_PATH = "/v1/f"
SNAPSHOT_PATH = "/v1/snap"
HEALTH_PATH = "/v1/health"

MAX_BODY_BYTES = 8 * 2**20  # of one request or one answer
MAX_MESSAGES = 64  # in one request or one answer
MAX_FILE_BYTES = 64 * 2**20

PROVINCE_SCOPE = "province"  # the feed every desk reads: catalogue, rates, calendar, control
HUB_DEV = 0  # the hub writes a log of its own: results, decisions, control

UNREADABLE = 0  # stands for a change whose bytes cannot be read; no author writes it
FILE_PUBLISHED = (
    1001  # body: [purpose, name, size, SHA-256 (32 bytes)]; kind of a change by the hub
)
# A change of a log that was cut off, written anew by the same machine in a later epoch:
# [epoch, number, SHA-256 of its bytes then, reviewer, reviewed at, kind, body]
RECOVERED = 104
ACCESS_KINDS = frozenset(range(1002, 1020))  # see `protocol.control`
CONTROL_KINDS = ACCESS_KINDS | {FILE_PUBLISHED}  # known to both ends, not to the desks' rules
