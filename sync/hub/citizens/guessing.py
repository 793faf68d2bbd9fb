"""How often somebody may be wrong: per address, and per code whoever asks.

Who guesses learns nothing from the answer: an unknown code, wrong digits and a dossier that is not
to be told of look alike, and each is answered only after the same while. A right code of a receipt
is always answered: it cannot be guessed, and a thousand phones may share an address.
"""

import asyncio
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from time import monotonic

from starlette.requests import Request

from sync.hub.limits import Buckets

_IPV6_HOME = 64  # bits that one household's addresses share


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """What a process allows; the counts are lost when it ends."""

    address_per_s: float = 1 / 60  # failures of one address
    address_burst: float = 20.0
    code_per_s: float = 1 / 3600  # failures on one dossier's code
    code_burst: float = 5.0
    writing_per_s: float = 1 / 60  # ratings and feedback of one address
    writing_burst: float = 10.0
    failure_s: float = 0.3  # no failure is told sooner after it was asked


class Guard:
    """Counts what failed."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._addresses = Buckets(per_s=patience.address_per_s, burst=patience.address_burst)
        self._codes = Buckets(per_s=patience.code_per_s, burst=patience.code_burst)
        self._writing = Buckets(per_s=patience.writing_per_s, burst=patience.writing_burst)

    def wait_s(self, request: Request, code: str = "") -> int:
        """Whole seconds until this may be asked again; 0: now."""
        of_code = self._codes.wait_s(code) if code else 0
        return max(of_code, self._addresses.wait_s(home_of(request)))

    async def failed(self, request: Request, begun: float, code: str = "") -> None:
        """Count a failure, and let as long pass as any failure takes."""
        self._addresses.take(home_of(request))
        if code:
            self._codes.take(code)
        await asyncio.sleep(max(0.0, begun + self.patience.failure_s - monotonic()))

    def writing_wait_s(self, request: Request) -> int:
        """Whole seconds until this address may write again; 0: now, and it is counted."""
        home = home_of(request)
        wait = self._writing.wait_s(home)
        if not wait:
            self._writing.take(home)
        return wait


def home_of(request: Request) -> str:
    """Whom an address counts for; of IPv6 all that one household has."""
    told = request.client.host if request.client else ""
    try:
        address = ip_address(told.partition("%")[0])
    except ValueError:
        return told
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or int(address) >> (128 - _IPV6_HOME))
    return str(address)
