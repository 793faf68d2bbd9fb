"""A desk's years in bulk: invented dossiers written straight into the journal, for figures.

Names have the shares of real surnames, so that searching costs what it costs at a counter.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desk_app.domain import codec, submission
from desk_app.domain import events as happened
from desk_app.store.identity import read_identity
from desk_app.store.rebuild import rebuild
from sync import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.store.opening import Store

ORGANISATION = "H17.20443"
START = datetime(2017, 1, 2, 1, 0, tzinfo=UTC)
_SURNAMES = (
    ("Nguyễn", 384), ("Trần", 110), ("Lê", 95), ("Phạm", 71), ("Hoàng", 51), ("Phan", 45),
    ("Vũ", 39), ("Đặng", 21), ("Bùi", 20), ("Đỗ", 14), ("Hồ", 13), ("Ngô", 13), ("Dương", 10),
    ("Lý", 5), ("Coor", 30), ("Bhling", 30), ("Zơrâm", 20), ("Alăng", 29),
)  # fmt: skip
_MIDDLE = ("Văn", "Thị", "Đức", "Hữu", "Ngọc", "Minh", "Thanh", "Quang", "Xuân", "Hoài", "Thu", "")
_GIVEN = (
    "An", "Anh", "Bình", "Châu", "Chi", "Dũng", "Đạt", "Đông", "Giang", "Hà", "Hải", "Hạnh", "Hiếu",
    "Hoa", "Hòa", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Oanh",
    "Phúc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thắng", "Tú", "Tuấn", "Vân", "Việt", "Ý",
    "Yến",
)  # fmt: skip
PROCEDURES = tuple(f"{1 + n % 2}.{1000 + n * 37:06d}" for n in range(105))


def fill(store: Store, dossiers: int, *, seed: int = 1, live: int = 3_000) -> int:
    """Write that many dossiers, four changes each but for the last `live`; returns the changes.

    The hub has judged all of it. Lists and search are made at the end.
    """
    chance = random.Random(seed)  # noqa: S311 - invented people, no secrets
    identity = read_identity(store.database)
    author, epoch = identity.writer
    head, number = identity.first_head or b"", 0
    tip = store.database.row("SELECT number, head FROM journal ORDER BY place DESC LIMIT 1")
    if tip is not None:
        number, head = tip
    journal: list[tuple[Any, ...]] = []
    for n in range(dossiers):
        entity, salt = record.entity_id(author, epoch, number + 1), chance.randbytes(16)
        for at, event in _life(chance, n, dossiers, live):
            number += 1
            kind, body = codec.encode(event)
            change = record.Change(
                seq=number, kind=kind, ent=entity, base=0, lam=number, at=int(at.timestamp()),
                actor=1, cat=1, body=_tuples(body),
                salt=salt if record.entity_id(author, epoch, number) == entity else None,
            )  # fmt: skip
            raw = record.encode(change)
            head = record.link(head, author, epoch, raw, salt, number)
            journal.append((author, epoch, number, entity, kind, raw, head))
        if len(journal) > 20_000:
            _keep(store, journal)
    _keep(store, journal)
    rebuild(store.database)
    return number


def name(chance: random.Random) -> str:
    surname = chance.choices(_SURNAMES, weights=[share for _, share in _SURNAMES])[0][0]
    return " ".join(filter(None, (surname, chance.choice(_MIDDLE), chance.choice(_GIVEN))))


def _life(
    chance: random.Random, n: int, dossiers: int, live: int
) -> Iterator[tuple[datetime, Any]]:
    day = START + timedelta(days=int(3600 * n / dossiers))
    at = day + timedelta(minutes=n % 480)
    procedure = PROCEDURES[int(len(PROCEDURES) * chance.random() ** 2)]
    yield at, received(chance, n, at=at, procedure=procedure)
    if n >= dossiers - live and chance.random() < 0.8:
        return
    yield at + timedelta(hours=1), happened.HandedOn(to="Văn phòng HĐND và UBND", hand_over_by=at)
    digest = chance.randbytes(32).hex()
    yield (
        at + timedelta(days=1),
        happened.ResultAttached(
            sha256=digest, name="ket-qua.pdf", size_bytes=90_000, is_signed=True
        ),
    )
    yield (
        at + timedelta(days=2),
        happened.ResultReturned(method=submission.ReturnMethod.COUNTER, receiver="chính chủ"),
    )


def received(
    chance: random.Random, n: int, *, at: datetime, procedure: str
) -> happened.DossierReceived:
    person = submission.Person(
        name=name(chance),
        personal_id=f"0{chance.randrange(10**11):011d}",
        address=f"Thôn {chance.randrange(15)}, xã Hùng Sơn, thành phố Đà Nẵng",
        phone=f"09{chance.randrange(10**8):08d}",
    )
    papers = tuple(
        submission.PaperTaken(name=f"Giấy tờ thứ {p} phải nộp", originals=1) for p in range(3)
    )
    return happened.DossierReceived(
        application=submission.Application(
            procedure=procedure, version="2025-07", applicant=person, papers=papers
        ),
        code=f"{ORGANISATION}-{at:%y%m%d}-{1 + n % 9999:04d}",
        temporary=False,
        organisation=ORGANISATION,
        competent="",
        received_at=at,
        due_at=at + timedelta(days=3),
        limit="working_day:3",
        calendar="2026.1",
        fee_vnd=8_000,
        fee_lines=(),
        register_year=at.year,
        register_number=1 + n,
    )


def _keep(store: Store, journal: list[tuple[Any, ...]]) -> None:
    database = store.database
    with database.writing():
        database.execute_many(
            "INSERT INTO journal (author, epoch, number, entity, kind, record, head)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            journal,
        )
        database.execute_many(
            "INSERT INTO settled VALUES (?, ?, ?, '20443', ?, ?, 'ok', '', 1)",
            [(author, epoch, number, number, number) for author, epoch, number, *_ in journal],
        )
    journal.clear()


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value
