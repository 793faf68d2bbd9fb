"""Invented people of the sample commune; nobody here exists, and no number belongs to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desk_app.domain.rights import Role
from desk_app.domain.submission import Person

if TYPE_CHECKING:
    from random import Random

# Surnames with their shares of the population in hundredths, the frequent ones first.
SURNAMES = (
    ("Nguyễn", 32),
    ("Trần", 11),
    ("Lê", 10),
    ("Phạm", 6),
    ("Hoàng", 5),
    ("Phan", 5),
    ("Võ", 4),
    ("Đặng", 3),
    ("Bùi", 3),
    ("Đỗ", 3),
    ("Hồ", 3),
    ("Ngô", 3),
    ("Alăng", 3),
    ("Zơrâm", 2),
    ("Bríu", 2),
    ("Coor", 2),
    ("Pơloong", 2),
    ("Ating", 1),
)
_MIDDLE = {"female": ("Thị", "Ngọc", "Thu", "Kim"), "male": ("Văn", "Đức", "Hữu", "Minh")}
_GIVEN = {
    "female": ("Sen", "Lan", "Hoa", "Bưởi", "Ý", "Hạnh", "Duyên", "Thảo", "Nhung", "Mận", "Đào"),
    "male": ("Núi", "Sông", "Lâm", "Dũng", "Hải", "Khánh", "Vũ", "An", "Bình", "Đạt", "Tuấn"),
}
_VILLAGES = ("Thôn Arớh", "Thôn Gừng", "Thôn Pơr'ning", "Thôn 1", "Thôn 2", "Thôn Đồi", "Thôn Suối")


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleUser:
    name: str
    password: str
    roles: tuple[Role, ...]


ADMIN = SampleUser(name="quantri", password="Mau-quantri-1", roles=(Role.ADMIN,))
USERS = (
    SampleUser(name="hoa", password="Mau-hoa-1", roles=(Role.CLERK,)),
    SampleUser(name="buu", password="Mau-buu-1", roles=(Role.POSTAL,)),
    SampleUser(name="lam", password="Mau-lam-1", roles=(Role.HANDLER,)),
    SampleUser(name="nui", password="Mau-nui-1", roles=(Role.LEADER,)),
    SampleUser(
        name="mau",
        password="Mau-mau-1",
        roles=(Role.CLERK, Role.HANDLER, Role.LEADER, Role.ADMIN),
    ),
)
LEADER_NAME = "Bríu Văn Núi"
LEADER_PASSWORD = "Mau-chu-ky-1"  # of the sample signing key


def invented_person(chance: Random, *, unit: str) -> Person:
    """Somebody of the commune, with a personal number that fits sex and year."""
    sex = chance.choice(("female", "male"))
    surname = chance.choices(*zip(*SURNAMES, strict=True))[0]
    birth_on = date(chance.randint(1950, 2005), chance.randint(1, 12), chance.randint(1, 28))
    century = (2 if birth_on.year >= 2000 else 0) + (sex == "female")  # noqa: PLR2004 - a century
    number = f"048{century}{birth_on.year % 100:02d}{chance.randrange(10**6):06d}"
    return Person(
        name=f"{surname} {chance.choice(_MIDDLE[sex])} {chance.choice(_GIVEN[sex])}",
        personal_id=number,
        birth_on=birth_on,
        sex=sex,
        address=f"{chance.choice(_VILLAGES)}, {unit}",
        phone=f"0900 {chance.randrange(10**6):06d}",
    )
