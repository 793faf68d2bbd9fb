"""Invented days of a commune with every choice counted, so that their information is known.

Forty dossiers a day take eight steps each, six dossiers at a time, in the very record kinds the
desk writes. Nobody in it exists. The sum of -log2 of every choice is what no encoding can go below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import exp, log2
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from desk_app.demo.people import SURNAMES
from desk_app.domain import codec, events, submission
from desk_app.domain.deadline import due_at
from desk_app.domain.procedure import Channel
from desk_app.domain.work_calendar import DeskHours
from desk_app.opening import the_catalogue
from sync import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desk_app.domain.procedure import Procedure
    from desk_app.domain.work_calendar import WorkCalendar

T = TypeVar("T")

ORG = "H48.20443"
DOSSIERS_A_DAY = 40
STEPS = 8
CHANGES_A_DAY = DOSSIERS_A_DAY * STEPS

_OPEN_AT_ONCE = 6
_GAP_S = 90
_FIRST_DAY = date(2026, 8, 3)
_MIDDLES = ("Thị", "Văn", "Ngọc", "Thu", "Kim", "Đức", "Hữu", "Minh", "Thanh", "Quang", "Xuân")
_GIVEN_WORDS = """
Sen Lan Hoa Bưởi Ý Hạnh Duyên Thảo Nhung Mận Đào Núi Sông Lâm Dũng Hải Khánh Vũ An Bình Đạt Tuấn
Hương Mai Cúc Trúc Yến Oanh Loan Phượng Hùng Cường Mạnh Thắng Lợi Phúc Lộc Thọ Khang Ninh Tâm Tín
Nghĩa Hiếu Trung Chính Trực Quý Phú Sơn Hà Giang
"""
_GIVENS = tuple(_GIVEN_WORDS.split())
_VILLAGES = (
    *("Thôn Arớh", "Thôn Gừng", "Thôn Đồi", "Thôn Suối", "Thôn Một", "Thôn Hai"),
    *("Thôn Ba", "Thôn Bốn", "Thôn Bảy", "Thôn Tây"),
)
_PHONES = ("090", "091", "093", "094", "096", "097", "098", "035")
_HANDLERS = ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Công chức tư pháp - hộ tịch")
_NOTES = ("", "Đủ điều kiện", "Đã xác minh tại thôn", "Đã đối chiếu bản chính", "Đề nghị")
_USERS = 6
_HOURS = DeskHours()


class Chance:
    """Draws that add up how much each told: -log2 of its probability."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  a repeatable corpus
        self.bits = 0.0

    def below(self, most: int) -> int:
        self.bits += log2(most)
        return self._random.randrange(most)

    def of(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        place = self._random.choices(range(len(options)), weights)[0]
        self.bits -= log2(weights[place] / sum(weights))
        return options[place]

    def blob(self, size: int) -> bytes:
        self.bits += 8 * size
        return self._random.randbytes(size)

    def seconds(self, mean: float) -> int:
        """A whole number of seconds, exponentially spread."""
        drawn = int(self._random.expovariate(1 / mean))
        self.bits -= log2(exp(-drawn / mean) - exp(-(drawn + 1) / mean))
        return drawn


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One act of a corpus."""

    dossier: int  # counted from 0
    at: int  # Unix seconds
    actor: int
    event: events.DossierEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    steps: tuple[Step, ...]
    bits: float  # the information in it

    @property
    def bound(self) -> float:
        """Bytes a change that no encoding of these steps can go below on average."""
        return self.bits / 8 / len(self.steps)


def days(count: int, *, seed: int = 1, dossiers: int = DOSSIERS_A_DAY) -> Corpus:
    """So many days of a commune, one after another."""
    chance = Chance(seed)
    catalogue = the_catalogue()
    procedures = sorted(catalogue.procedures, key=lambda procedure: procedure.code)
    story = _Story(chance, procedures, catalogue.calendar())
    steps: list[Step] = []
    for number in range(count):
        day = _FIRST_DAY + timedelta(days=number % 60 // 5 * 7 + number % 5)
        steps += story.day(day, first=number * dossiers, dossiers=dossiers)
    return Corpus(steps=tuple(steps), bits=chance.bits)


class _Story:
    def __init__(
        self, chance: Chance, procedures: Sequence[Procedure], calendar: WorkCalendar
    ) -> None:
        self._chance = chance
        self._procedures = procedures
        self._shares = [1 / place for place in range(1, len(procedures) + 1)]  # Zipf
        self._calendar = calendar
        self._registered = 0

    def day(self, day: date, *, first: int, dossiers: int) -> Iterator[Step]:
        chance = self._chance
        now = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)  # 7:30 in Viet Nam
        waiting = list(range(first, first + dossiers))
        running: dict[int, Iterator[events.DossierEvent]] = {}
        while waiting or running:
            while waiting and len(running) < _OPEN_AT_ONCE:
                dossier = waiting.pop(0)
                running[dossier] = iter(())
            now += timedelta(seconds=chance.seconds(_GAP_S))
            dossier = chance.of(list(running))
            event = next(running[dossier], None)
            if event is None:
                number = dossier - first + 1
                received = self._received(now, number=number)
                running[dossier], event = self._course(received), received
            actor = 1 + chance.below(_USERS)
            yield Step(dossier=dossier, at=int(now.timestamp()), actor=actor, event=event)
            if isinstance(event, events.ResultReturned):
                del running[dossier]

    def _received(self, now: datetime, *, number: int) -> events.DossierReceived:
        chance = self._chance
        procedure = chance.weighted(self._procedures, self._shares)
        version = procedure.versions[-1]
        limit = version.time_limit_for(None)
        self._registered += 1
        due = due_at(now, limit, self._calendar, hours=_HOURS)
        return events.DossierReceived(
            application=submission.Application(
                procedure=procedure.code,
                version=version.id,
                applicant=self._person(),
                papers=tuple(
                    submission.PaperTaken(
                        name=paper.name, originals=paper.originals, paper_id=paper.id
                    )
                    for paper in version.papers_for(None, channel=Channel.COUNTER)
                    if paper.is_always_required
                ),
                pages=1 + chance.below(6),
            ),
            code=f"{ORG}-{now:%y%m%d}-{number:04d}",
            temporary=False,
            organisation=ORG,
            competent="",
            received_at=now,
            due_at=due.due_at if due else None,
            limit=f"{limit.unit}:{limit.amount}",
            calendar=self._calendar.version,
            fee_vnd=15_000,
            fee_lines=(
                events.FeeTakenLine(label="Lệ phí", quantity=1, unit_vnd=15_000, amount_vnd=15_000),
            ),
            register_year=now.year,
            register_number=self._registered,
        )

    def _person(self) -> submission.Person:
        chance = self._chance
        surname = chance.weighted(*zip(*SURNAMES, strict=True))
        is_woman = chance.below(2) == 1
        born = date(1950, 1, 1) + timedelta(days=chance.below(20_000))
        century = (2 if born.year >= 2000 else 0) + is_woman
        return submission.Person(
            name=f"{surname} {chance.of(_MIDDLES)} {chance.of(_GIVENS)}",
            personal_id=f"048{century}{born.year % 100:02d}{chance.below(10**6):06d}",
            birth_on=born,
            sex="female" if is_woman else "male",
            address=chance.of(_VILLAGES),
            phone=f"{chance.of(_PHONES)}{chance.below(10**7):07d}",
        )

    def _course(self, received: events.DossierReceived) -> Iterator[events.DossierEvent]:
        """What follows a reception: seven acts."""
        chance = self._chance
        code, name = received.code, received.application.applicant.name
        yield events.PaymentRecorded(amount_vnd=15_000, method="cash", what="Lệ phí")
        handler = chance.of(_HANDLERS)
        yield events.HandedOn(to=handler, hand_over_by=received.received_at)
        yield events.Appraised(is_sufficient=True, note=chance.of(_NOTES))
        yield events.HandedOn(to="Chủ tịch UBND xã", hand_over_by=received.received_at)
        yield events.Approved()
        yield events.ResultAttached(
            sha256=chance.blob(32).hex(),
            name=f"{code}.pdf",
            size_bytes=20_000 + chance.below(2**16),
            issuer="Phòng Kinh tế",
            is_signed=True,
        )
        yield events.ResultReturned(
            method=submission.ReturnMethod.COUNTER, receiver=name, paper="Căn cước"
        )


def raws(
    corpus: Corpus, *, dev: int, ep: int, first: int = 1, salts: int = 7
) -> tuple[list[bytes], list[bytes]]:
    """The changes of a corpus as one author writes them in a row, and the heads of its chain.

    The first head stands before the first change.
    """
    chance = Random(salts)  # noqa: S311  salts of a benchmark
    entities: dict[int, tuple[int, bytes]] = {}
    head = record.first_head(dev, ep)
    made, heads = [], [head]
    for seq, step in enumerate(corpus.steps, start=first):
        is_new = step.dossier not in entities
        if is_new:
            fresh = chance.randbytes(record.SALT_BYTES)
            entities[step.dossier] = (record.entity_id(dev, ep, seq), fresh)
        ent, salt = entities[step.dossier]
        change = change_of(step, seq=seq, ent=ent, salt=salt if is_new else None)
        made.append(record.encode(change))
        head = record.link(head, dev, ep, made[-1], salt, seq)
        heads.append(head)
    return made, heads


def change_of(step: Step, *, seq: int, ent: int, salt: bytes | None) -> record.Change:
    kind, body = codec.encode(step.event)
    return record.Change(
        seq=seq,
        kind=kind,
        ent=ent,
        base=0,
        lam=seq,
        at=step.at,
        actor=step.actor,
        cat=the_catalogue().version,
        body=tuple(body),
        salt=salt,
    )


def plain(corpus: Corpus) -> list[dict[str, Any]]:
    """The same steps as small JSON documents, for those who speak JSON."""
    told = []
    for number, step in enumerate(corpus.steps, start=1):
        kind, body = codec.encode(step.event)
        told.append(
            {
                "n": number,
                "kind": kind,
                "dossier": step.dossier,
                "at": step.at,
                "actor": step.actor,
                "body": _json(body),
            }
        )
    return told


def _json(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [_json(part) for part in value]
    return value
