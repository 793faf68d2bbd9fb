"""`main.py demo`: set the sample province up, or go on with what is there, and walk one dossier."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.demo.clock import StoryClock
from desk_app.demo.courses import Hands
from desk_app.demo.history import DOSSIERS, History
from desk_app.demo.people import ADMIN, LEADER_NAME, LEADER_PASSWORD, USERS
from desk_app.demo.province import running_hub
from desk_app.demo.walk import Cast, Step, Walk, walk_one_dossier
from desk_app.domain.mandate import Mandate
from desk_app.domain.rights import Role
from desk_app.enrolling import enrol_desk
from desk_app.opening import PLACE, ROOTS, desk_over, opened_desk
from desk_app.signing.sample import make_demo_signer
from desk_app.signing.signer import open_pkcs12
from desk_app.store.identity import point_at
from desk_app.store.places import desk_places
from desk_app.usecases.add_user import add_user
from desk_app.usecases.empty_tray import empty_tray
from desk_app.usecases.give_mandate import give_mandate
from desk_app.usecases.sync_now import sync_now
from sync.hub.access import invite_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from desk_app.signing.signer import Signer
    from desk_app.store.users import User
    from sync.hub.hub import Hub

ORGANISATION = "H17.20443"  # an invented code for the real commune Hùng Sơn, Đà Nẵng
PORT = 8400
_KEY = "leader.p12"
_UNFINISHED = "demo.unfinished"  # beside a sample province whose past is not told yet
_STANDS_IN = timedelta(days=365)  # the mandate of the sample postal clerk
_BEGINS = timedelta(days=40)  # the machine was enrolled so long ago
_SAID = {"phone": "0236 000 0000", "lookup": "dichvucong.gov.vn, theo mã hồ sơ"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the demo came to."""

    data: Path
    hub_url: str
    steps: list[Step]
    papers: dict[str, str]
    dossier: Dossier
    hub: Hub


@contextmanager
def sample_province(
    data: Path, *, tell: Callable[[Step], None], progress: Callable[[int, int], None]
) -> Iterator[Told]:
    """The sample province with its hub running; one dossier has walked through it.

    Run again on the same folder, it goes on with what is there; a past that was cut short is told
    anew. `progress` hears how many of the past's dossiers are told.
    """
    walk = Walk(tell=tell)

    def hub_runs(url: str) -> None:
        walk.step("hub", lambda: url, url=lambda address: address)

    with province_at(data, port=PORT, hub_runs=hub_runs) as province:
        with province.desk(progress) as (desk, signer):
            walk.step("desk", lambda: desk.place.unit, unit=lambda unit: unit)
            cast = _cast(desk, province.hub, signer, folder=data / "papers")
            dossier, papers = walk_one_dossier(walk, cast)
        yield Told(
            data=data,
            hub_url=province.url,
            steps=walk.steps,
            papers=papers,
            dossier=dossier,
            hub=province.hub,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Province:
    """A sample hub that runs, and the desk it belongs to."""

    data: Path
    hub: Hub
    url: str
    clock: StoryClock
    is_new: bool

    @contextmanager
    def desk(
        self,
        progress: Callable[[int, int], None],
        *,
        dossiers: int = DOSSIERS,
        kept: Mapping[str, object] | None = None,
    ) -> Iterator[tuple[Desk, Signer]]:
        """The desk, open for its admin, with its people and its past; told now if it is new.

        `kept`: what a new desk's settings hold beside the usual.
        """
        with _desk(self.data, self.hub, self.url, clock=self.clock, is_new=self.is_new) as desk:
            signer = _signer(self.data, desk)
            if self.is_new:
                for name, value in (kept or {}).items():
                    desk.store.settings.put(name, value)
                _people(desk)
                _past(desk, self.clock, signer, progress, dossiers)
                (self.data / _UNFINISHED).unlink(missing_ok=True)
            yield desk, signer


@contextmanager
def province_at(
    data: Path, *, port: int, hub_runs: Callable[[str], object] = str
) -> Iterator[Province]:
    """The hub of the folder, running; `hub_runs` gets its address."""
    clock = StoryClock()
    hub_folder = data / "hub"
    _clear_unfinished(data)
    is_new = not desk_places(data).database.exists()
    if is_new:
        _begin(data)
        clock.tell(_morning(clock) - _BEGINS)
    hub_folder.mkdir(parents=True, exist_ok=True)
    with running_hub(hub_folder, clock=clock, port=port) as (hub, url):
        hub_runs(url)
        yield Province(data=data, hub=hub, url=url, clock=clock, is_new=is_new)


def _begin(data: Path) -> None:
    """Mark what is about to be made as the demo's own, unless somebody's hub is here already."""
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "hub").exists():
        (data / _UNFINISHED).touch()


def _clear_unfinished(data: Path) -> None:
    """Take away what a first run left that was cut short."""
    if (data / _UNFINISHED).exists():
        for name in ("desk", "hub", "papers"):
            shutil.rmtree(data / name, ignore_errors=True)
        (data / _KEY).unlink(missing_ok=True)


def _morning(clock: StoryClock) -> datetime:
    return clock.now().replace(hour=1, minute=0, second=0)  # 08:00 in Viet Nam


@contextmanager
def _desk(data: Path, hub: Hub, url: str, *, clock: StoryClock, is_new: bool) -> Iterator[Desk]:
    """The sample desk, enrolled now or opened again; it follows the hub to its address."""
    if is_new:
        code = invite_desk(hub, ORGANISATION).code
        with enrol_desk(
            data, hub=url, code=code, admin=ADMIN.name, password=ADMIN.password, clock=clock
        ) as desk:
            desk.store.settings.put(PLACE, _SAID)
            yield desk_over(data, desk.store, clock=clock)
        return
    with opened_desk(data, user=ADMIN.name, password=ADMIN.password, clock=clock) as desk:
        with desk.store.database.writing():
            point_at(desk.store.database, url)
        yield desk


def _people(desk: Desk) -> None:
    added = [add_user(desk, user.name, user.password, roles=user.roles) for user in USERS]
    leader = next(user for user in added if Role.LEADER in user.roles)
    give_mandate(desk.signed_in(leader), _mandate(desk))


def _mandate(desk: Desk) -> Mandate:
    """The sample postal clerk stands in at any hour, so that no walk depends on the clock."""
    today = desk.clock.today()
    return Mandate(
        number="15/QĐ-UBND",
        issuer=f"Chủ tịch {desk.place.committee}",
        person="buu",
        since=today,
        until=today + _STANDS_IN,
    )


def _signer(data: Path, desk: Desk) -> Signer:
    """The sample leader's key, made once; the desk trusts its root."""
    path = data / _KEY
    if not path.exists():
        began = desk.clock.now()
        pkcs12, root = make_demo_signer(
            LEADER_NAME, desk.place.committee, LEADER_PASSWORD, at=began
        )
        path.write_bytes(pkcs12)
        desk.store.settings.put(ROOTS, [root.decode()])
    return open_pkcs12(path, LEADER_PASSWORD, at=desk.clock.now())


def _past(
    desk: Desk,
    clock: StoryClock,
    signer: Signer,
    progress: Callable[[int, int], None],
    dossiers: int,
) -> None:
    """The dossiers of the last weeks, synced once, as if the link had come back today."""
    now = StoryClock().now()
    trusting = desk_over(desk.folder, desk.store, clock=clock)  # knows the signer's root by now
    hands = Hands(
        clerk=_as(trusting, "hoa"), handler=_as(trusting, "lam"), leader=_as(trusting, "nui")
    )
    history = History(hands, clock, signer, dossiers=dossiers)
    history.live(now, lambda done: progress(done, dossiers))
    clock.let_go()
    sync_now(desk)
    empty_tray(desk)


def _cast(desk: Desk, hub: Hub, signer: Signer, *, folder: Path) -> Cast:
    trusting = desk_over(desk.folder, desk.store, clock=desk.clock)  # knows the root by now
    return Cast(
        clerk=_as(trusting, "hoa"),
        handler=_as(trusting, "lam"),
        leader=_as(trusting, "nui"),
        signer=signer,
        hub=hub,
        folder=folder,
    )


def _as(desk: Desk, name: str) -> Desk:
    return desk.signed_in(_user(desk, name))


def _user(desk: Desk, name: str) -> User:
    found = desk.users.find(name)
    if found is None:
        raise LookupError(name)
    return found
