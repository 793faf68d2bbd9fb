"""A small province for journeys: the hub as a process of its own, machines that enrol with it."""

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from desk_app.clock import WallClock
from desk_app.domain.rights import Role
from desk_app.opening import desk_over
from desk_app.store.opening import open_store
from desk_app.store.places import Places
from desk_app.usecases.add_user import add_user
from tests.support.command_line import ROOT, STATE_HOME, Shell, environment
from tests.support.desks import QUICK

ORGANISATION = "H17.20443"
PASSWORD = "mat-khau-quan-tri"
_STOP_S = 30


@dataclass(kw_only=True)
class Province:
    """The hub's data folder and its process, which comes and goes at one address."""

    folder: Path
    url: str = ""
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def shell(self) -> Shell:
        return Shell(data=self.folder)

    def start(self) -> str:
        """Serve; returns the address, the same again once it was told."""
        port = self.url.rpartition(":")[2] or "0"
        command = [sys.executable, str(ROOT / "main.py"), "hub", "serve", "--json"]
        self._process = subprocess.Popen(
            [*command, "--port", port, "--data", str(self.folder)],
            stdout=subprocess.PIPE,
            env=environment(),
            text=True,
        )
        assert self._process.stdout is not None
        self.url = json.loads(self._process.stdout.readline())["url"]
        return self.url

    def stop(self) -> int:
        """End it as an administrator does; returns its exit code."""
        assert self._process is not None
        self._process.terminate()
        with self._process as process:
            code = process.wait(_STOP_S)
        self._process = None
        return code

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def invite(self, *, lane: str) -> str:
        """A one-time code for a machine with these numbers."""
        answer = self.shell.json("hub", "invite", "--org", ORGANISATION, "--lane", lane)
        return answer.document["code"]


def enrolled(province: Province, folder: Path, *, lane: str) -> Shell:
    """A machine of the commune, made known to the running hub; its first admin is Quản trị."""
    machine = Shell(
        data=folder / "data",
        user="Quản trị",
        password=PASSWORD,
        variables={STATE_HOME: str(folder / "state")},
    )
    code = province.invite(lane=lane)
    answer = machine.json("desk", "enrol", "--hub", province.url, "--code", code)
    assert answer.exit_code == 0, answer.out
    return machine


def staffed(machine: Shell) -> Shell:
    """The machine in the hands of Hoa, who does all at the counter and signs in quickly."""
    state = Path(machine.variables[STATE_HOME])
    store = open_store(
        Places(data=machine.data / "desk", state=state / "quay-mot-cua"),
        machine.user,
        machine.password,
        now=WallClock().now(),
        effort=QUICK,
    )
    with closing(store):
        desk = desk_over(machine.data, store, clock=WallClock())
        add_user(desk, "Hoa", PASSWORD, roles=(Role.CLERK, Role.HANDLER, Role.LEADER))
    return replace(machine, user="Hoa")
