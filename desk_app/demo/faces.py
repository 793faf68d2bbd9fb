"""The sample province's web faces, on loopback, and who may sign in to the console there."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from secrets import token_bytes
from typing import TYPE_CHECKING

from desk_app.clock import WallClock
from desk_app.judging import province
from sync.errors import AddressTaken
from sync.hub.console.hidden import code_at, opened
from sync.hub.console.operators import add_operator, list_operators, start
from sync.hub.console.roles import Role
from sync.hub.console_tables import operators
from sync.hub.faces import faces_of
from sync.hub.figures.following import follow
from sync.hub.hub import open_hub
from sync.hub.serving import faced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sync.hub.hub import Hub

OPERATOR_PASSWORD = "dieu-hanh-mau"
PEOPLE = {
    "dieuhanh": Role.OPERATOR,
    "danhmuc": Role.EDITOR,
    "duyet": Role.APPROVER,
    "kiemtra": Role.AUDITOR,
}
PORTS = {"console": 8401, "citizens": 8402, "api": 8403}

_CODE_BYTES = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class SignIn:
    """What somebody types at the sample console; the code is good for half a minute, once."""

    name: str
    role: str
    password: str
    code: str


@contextmanager
def open_faces(hub: Hub) -> Iterator[Mapping[str, str]]:
    """The address of each face while the block runs; on another port where one is taken."""
    _people(hub)
    follow(hub)
    with ExitStack() as stack:
        yield {name: _open(stack, hub, name, port) for name, port in PORTS.items()}


def sign_ins(hub: Hub) -> list[SignIn]:
    """How the sample people sign in at this moment."""
    with hub.database.reading() as connection:
        rows = connection.execute(operators.select().order_by(operators.c.number)).all()
    found = []
    for row in rows:
        secret = None if row.totp is None else opened(hub, row.totp, number=row.number)
        if secret is not None and row.name in PEOPLE:
            code = code_at(secret, hub.now())
            told = SignIn(name=row.name, role=row.role, password=OPERATOR_PASSWORD, code=code)
            found.append(told)
    return found


def sign_ins_at(data: Path) -> list[SignIn]:
    """The same, of the demo in a folder, which may run elsewhere; raises HubMissing."""
    hub = open_hub(data / "hub", province(WallClock()))
    with closing(hub.database):
        return sign_ins(hub)


def _people(hub: Hub) -> None:
    """The sample people, made once; each has chosen a password already."""
    known = {one.name for one in list_operators(hub)}
    for name, role in PEOPLE.items():
        if name not in known:
            code = add_operator(hub, name, role.value, chance=token_bytes(_CODE_BYTES))
            start(hub, name, code, OPERATOR_PASSWORD)


def _open(stack: ExitStack, hub: Hub, name: str, port: int) -> str:
    for wanted in (port, 0):
        (face,) = faces_of({name: f"127.0.0.1:{wanted}"})
        try:
            return stack.enter_context(faced(hub, face, None))
        except AddressTaken:
            continue
    raise AddressTaken(host="127.0.0.1", port=port)
