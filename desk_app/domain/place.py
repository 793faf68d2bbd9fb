"""Where a desk stands, in the words its papers use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What the papers of this desk say of it."""

    organisation: str  # its code: H17.20443
    unit: str  # xã Hùng Sơn
    committee: str  # UBND xã Hùng Sơn
    locality: str  # Hùng Sơn, as the line with the day says it
    commune: str  # code of the administrative unit: 20443; empty where it is none
    province: str  # code: 48
    desk_kind: str = "Trung tâm Phục vụ hành chính công"
    phone: str = ""
    lookup: str = ""  # where a citizen follows a dossier, in words
    citizens: str = ""  # web address of the province's public pages; empty: it has told of none

    @property
    def office(self) -> str:
        """As it stands in a sentence."""
        return f"Ủy ban nhân dân {self.unit}"
