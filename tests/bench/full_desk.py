"""A desk with its ten years in it, kept under `.cache/bench` so that a second run begins at once.

The cache is made anew when the tables, the catalogue or the lives told here change.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.dossier_code import Lane
from desk_app.domain.rights import Role
from desk_app.opening import desk_over, the_catalogue
from desk_app.store import first_schema, projection_tables, projections
from desk_app.store.identity import Enrolment
from desk_app.store.key_file import Effort
from desk_app.store.numbering import last_code_day
from desk_app.store.opening import FirstAdmin, create_store, enrol, open_store
from desk_app.store.places import desk_places
from tests.bench import filling, lives
from tests.support.clock import SetClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from desk_app.desk import Desk

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"
USER = "Quản trị"
PASSWORD = "mat-khau-mau"
ORGANISATION = "H17.20443"  # invented code of a real commune
_LISTS = "bench.lists"  # setting: which code the lists were made by
_BEFORE = datetime.combine(lives.FIRST_ON, time(7), VIETNAM) - timedelta(days=1)
_QUICK = Effort(memory_kib=8 * 1024, passes=1, lanes=1)


def live_in(folder: Path) -> None:
    """Let this process and those it starts keep the machine's part beside the data too."""
    os.environ["XDG_STATE_HOME"] = str(folder)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


def full_folder(dossiers: int, *, cache: Path = CACHE, tell: Callable[[str], None]) -> Path:
    """The data folder of a desk with so many dossiers, from the cache or made now."""
    folder = cache / f"{dossiers}-{_version()}"
    if not folder.exists():
        for older in cache.glob(f"{dossiers}-*"):
            shutil.rmtree(older)
        unfinished = cache / f"{dossiers}-unfinished"
        unfinished.mkdir(parents=True)
        _make(unfinished, dossiers, tell=tell)
        unfinished.rename(folder)
    live_in(folder)
    return folder


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """The desk on the working day after its last, so that codes begin anew in every run."""
    clock = SetClock(_BEFORE)
    store = open_store(desk_places(folder), USER, PASSWORD, now=clock.now())
    try:
        if store.settings.get(_LISTS) != _lists_version():
            store.journal.rebuild()
            store.settings.put(_LISTS, _lists_version())
        clock.at = _morning_after(date.fromisoformat(last_code_day(store.database)))
        yield desk_over(folder, store, clock=clock)
    finally:
        store.close()


def _make(folder: Path, dossiers: int, *, tell: Callable[[str], None]) -> None:
    live_in(folder)
    clock = SetClock(_BEFORE)
    store = create_store(
        desk_places(folder),
        FirstAdmin(name=USER, password=PASSWORD, roles=tuple(Role)),
        at=clock.now(),
        effort=_QUICK,
    )
    enrolment = Enrolment(
        author=17,
        epoch=0,
        hub_id=b"h" * 8,
        hub_key=b"k" * 32,
        hub_url="http://127.0.0.1:9",  # nobody answers there
        organisation=ORGANISATION,
    )
    lane = Lane(organisation=ORGANISATION, first=1, last=9999)
    store = enrol(store, enrolment, [lane], at=clock.now())
    try:
        filling.fill(desk_over(folder, store, clock=clock), dossiers, tell=tell)
        store.settings.put(_LISTS, _lists_version())
    finally:
        store.close()


def _morning_after(day: date) -> datetime:
    day += timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(9), VIETNAM)


def _version() -> str:
    """Changes with whatever decides what the journal holds."""
    return f"{_digest(first_schema, filling, lives)}-{the_catalogue().version}"


def _lists_version() -> str:
    """Changes with the code that makes the lists."""
    return _digest(projection_tables, projections)


def _digest(*modules: ModuleType) -> str:
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in modules)
    return sha256(sources).hexdigest()[:12]
