"""A hub as a real process with the real rules, and machines enrolled at it, with much to send."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync.client.enrol import enrol
from sync.client.exchange import exchange_once
from sync.client.link import HttpLink
from tests.bench.sync import corpus
from tests.support.tree import ROOT
from tests.sync.small_replica import SmallReplica

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

OTHER_ORG = "H48.20455"


@dataclass(frozen=True, kw_only=True, slots=True)
class Province:
    url: str
    invite: Callable[[str], str]  # organisation → code

    @property
    def host(self) -> tuple[str, int]:
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def machine(self) -> SmallReplica:
        """A new machine, enrolled; its store is small, for the wire is what is measured."""
        return self.machine_of(corpus.ORG)

    def machine_of(self, org: str) -> SmallReplica:
        code = self.invite(org)
        machine = SmallReplica()
        with HttpLink(self.url) as link:
            machine.granted = enrol(
                link,
                code,
                device_key=machine.public,
                sign=machine.key.sign,
                name="Máy đo",
                app="bench",
            )
        return machine

    def writer(self, story: corpus.Corpus) -> SmallReplica:
        """A machine that has written a corpus and sent nothing of it."""
        machine = self.machine()
        granted = machine.granted
        raws, heads = corpus.raws(story, dev=granted.dev, ep=granted.ep)
        fill(machine, raws, heads)
        return machine


def warm(at: Province) -> None:
    """Let the hub do once what it does for the first time: no hub of a province is just started."""
    other = at.machine_of(OTHER_ORG)
    story = corpus.days(1, seed=3, dossiers=4)
    fill(other, *corpus.raws(story, dev=other.granted.dev, ep=other.granted.ep))
    with HttpLink(at.url) as link:
        exchange_once(other, link)


def fill(machine: SmallReplica, raws: Sequence[bytes], heads: Sequence[bytes]) -> None:
    """Let a machine's log be these changes."""
    rows = [(seq, 0, raw, heads[seq]) for seq, raw in enumerate(raws, start=1)]
    machine.db.execute("BEGIN")
    machine.db.executemany("INSERT INTO journal VALUES (?, ?, ?, ?)", rows)
    machine.db.execute("COMMIT")


@contextmanager
def running(folder: Path) -> Iterator[Province]:
    """A new hub that listens."""
    _hub(folder, "init")
    command = _command(folder, "serve", "--port", "0")
    with ExitStack() as stack:
        served = stack.enter_context(
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        )
        stack.callback(served.terminate)
        assert served.stdout is not None
        url = json.loads(served.stdout.readline())["url"]
        yield Province(
            url=url, invite=lambda org: str(_hub(folder, "invite", "--org", org)["code"])
        )


def _hub(folder: Path, *words: str) -> dict[str, Any]:
    ran = subprocess.run(_command(folder, *words), cwd=ROOT, capture_output=True, check=True)
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[0])
    return told


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "main.py", "hub", *words, "--data", str(folder), "--json"]
