"""Installs the peers at first use and runs them over the same lines; each its own processes."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.bench.sync.corpus import plain
from tests.support.link import BadLine
from tests.support.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.sync.corpus import Corpus
    from tests.support.link import Shape

HOME = ROOT / ".cache" / "bench" / "peers"
POUCHDB = ("pouchdb-node@9.0.0", "express-pouchdb@4.2.0", "express@4")
ANKI = "anki==26.9.3"
MORANGO = ("morango==0.8.15", "waitress==3.0.2", "setuptools")
HERE = Path(__file__).parent

_INSTALL_S = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """One run of a peer; `trouble` says why there is none."""

    name: str
    seconds: float = 0.0
    is_done: bool = False
    failures: int = 0
    idle_s: float | None = None
    bytes_up: int = 0  # of the records alone, without the empty round
    trouble: str = ""

    def told(self, *, changes: int, ours_s: float) -> str:
        if self.trouble:
            return f"{self.name}: {self.trouble}"
        if not self.is_done:
            return (
                f"{self.name}: not done after {self.seconds:.0f} s, {self.failures} failures,"
                f" {self.bytes_up:,} B up"
            )
        idle = f", empty {self.idle_s:.2f} s" if self.idle_s is not None else ""
        return (
            f"{self.name}: {self.seconds:.1f} s = {self.seconds / ours_s:.1f} × ours,"
            f" {self.bytes_up / changes:.0f} B a change up{idle}"
        )


def pouchdb(story: Corpus, shape: Shape, *, most_s: float) -> Ran:
    name = "PouchDB 9.0.0 → express-pouchdb 4.2.0"
    home = HOME / "pouchdb"
    trouble = _installed(
        home / "node_modules" / "express-pouchdb",
        ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(home), *POUCHDB],
    )
    if trouble:
        return Ran(name=name, trouble=trouble)
    with (
        TemporaryDirectory() as folder,
        _served(["node", str(_beside(home, "server.js")), folder], cwd=home) as port,
    ):
        corpus = _corpus(folder, story)
        with BadLine("127.0.0.1", port, shape) as line:
            told = _told(
                ["node", _beside(home, "client.js"), f"{folder}/desk", line.url, corpus, most_s],
                cwd=home,
                most_s=most_s,
            )
            return _ran(name, told, line.counted.up)


def anki(story: Corpus, shape: Shape, *, most_s: float) -> Ran:
    name = "Anki 26.9.3"
    home = HOME / "anki"
    python = home / "bin" / "python"
    trouble = "" if python.exists() else _installed(python, [sys.executable, "-m", "venv", home])
    trouble = trouble or _installed(
        home / "installed", [python, "-m", "pip", "install", "-q", ANKI], mark=home / "installed"
    )
    if trouble:
        return Ran(name=name, trouble=trouble)
    with TemporaryDirectory() as folder, _anki_server(python, Path(folder)) as port:
        corpus = _corpus(folder, story)
        with BadLine("127.0.0.1", port, shape) as line:
            good = f"http://127.0.0.1:{port}/"
            told = _told(
                [
                    *(python, HERE / "anki_desk.py", f"{folder}/desk", good, f"{line.url}/"),
                    *(corpus, most_s),
                ],
                cwd=Path(folder),
                most_s=most_s,
            )
            return _ran(name, told, line.counted.up)


def morango(story: Corpus, shape: Shape, *, most_s: float) -> Ran:
    """For the long run alone: it waits seconds of its own accord in every round."""
    name = "Morango 0.8.15"
    home = HOME / "morango"
    python = home / "bin" / "python"
    trouble = "" if python.exists() else _installed(python, [sys.executable, "-m", "venv", home])
    trouble = trouble or _installed(
        home / "installed",
        [python, "-m", "pip", "install", "-q", *MORANGO],
        mark=home / "installed",
    )
    if trouble:
        return Ran(name=name, trouble=trouble)
    peer = _beside(home, "morango_peer.py")
    shutil.copytree(HERE / "morango_steps", home / "morango_steps", dirs_exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        _served([str(python), str(peer), "hub", folder], cwd=home) as port,
    ):
        corpus = _corpus(folder, story)
        with BadLine("127.0.0.1", port, shape) as line:
            good = f"http://127.0.0.1:{port}/"
            told = _told(
                [python, peer, "desk", folder, good, f"{line.url}/", corpus, most_s],
                cwd=home,
                most_s=most_s,
            )
            return _ran(name, told, line.counted.up)


def _ran(name: str, told: dict[str, Any], bytes_up: int) -> Ran:
    if not told:
        return Ran(name=name, trouble="ended without an answer")
    idle = told.get("idle_ms")
    return Ran(
        name=name,
        seconds=told["ms"] / 1000,
        is_done=told["done"],
        failures=told["failures"],
        idle_s=None if idle is None else idle / 1000,
        bytes_up=bytes_up,
    )


def _installed(there: Path, command: Sequence[object], *, mark: Path | None = None) -> str:
    """Install what is missing; why it could not be, or nothing."""
    if there.exists():
        return ""
    if shutil.which(str(command[0])) is None and not Path(str(command[0])).exists():
        return f"not measured: there is no {command[0]} here"
    HOME.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(
            [str(word) for word in command], check=True, capture_output=True, timeout=_INSTALL_S
        )
    except (OSError, subprocess.SubprocessError):
        return "not measured: it could not be installed"
    if mark is not None:
        mark.touch()
    return ""


def _beside(home: Path, name: str) -> Path:
    """A script of ours where its packages are found."""
    return Path(shutil.copy(HERE / name, home / name))


def _corpus(folder: str, story: Corpus) -> Path:
    path = Path(folder) / "corpus.json"
    path.write_text(json.dumps(plain(story), ensure_ascii=False))
    return path


@contextmanager
def _served(command: Sequence[str], *, cwd: Path) -> Iterator[int]:
    """A server that tells its port."""
    with subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


@contextmanager
def _anki_server(python: Path, folder: Path) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    where = {"SYNC_USER1": "u:p", "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port)}
    where["SYNC_BASE"] = str(folder / "srv")
    with subprocess.Popen(
        [python, "-m", "anki.syncserver"],
        env={**os.environ, **where},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.kill()


def _wait_for(port: int) -> None:
    for _ in range(150):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)


def _told(command: Sequence[object], *, cwd: Path, most_s: float) -> dict[str, Any]:
    """What a peer says of its run; nothing when it said nothing."""
    try:
        ran = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            capture_output=True,
            check=False,
            timeout=most_s + 60,
        )
        found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, IndexError, ValueError):
        return {}
    return found
