"""What can happen at the counter before anything is received."""

from __future__ import annotations

from dataclasses import dataclass

from desk_app.domain.choices import BackReason  # noqa: TC001 - codec reads the annotations


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedBack:
    """The citizen was asked to come again, and told why (hẹn quay lại): one trip for nothing.

    It needs no tenure: the visit took place, at whichever counter of the commune.
    """

    reason: BackReason
    note: str = ""
    mandate: str = ""
