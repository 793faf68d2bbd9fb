"""The command line as a script meets it: in this process, or as a process of its own."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import main

ROOT = Path(main.__file__).parent
LONGEST_S = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a command left: its exit code and what it wrote."""

    exit_code: int
    out: str
    err: str

    @property
    def documents(self) -> list[dict]:
        """Standard output as JSON, one document a line; anything else there is a failure."""
        assert self.out.endswith("\n") or not self.out
        return [json.loads(line) for line in self.out.split("\n")[:-1]]

    @property
    def document(self) -> dict:
        (document,) = self.documents
        return document

    @property
    def error(self) -> str:
        """The code of the failure, which is all that was printed."""
        assert list(self.document) == ["error"]
        assert set(self.document["error"]) == {"code", "message"}
        assert self.document["error"]["message"]
        return self.document["error"]["code"]


class Shell:
    """Runs commands in this process, each with the data folder (if any) and account it is told."""

    def __init__(self, monkeypatch, capsys, data, *, user="mau", password=""):
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self._given = {"user": user, "password": password}
        self.data = data

    def __call__(self, *arguments, given: bytes = b"", **account) -> Answer:
        """`given` is standard input; `user` and `password` stand in for the usual ones."""
        account = self._given | account
        self._monkeypatch.setenv("MOTCUA_USER", account["user"])
        self._monkeypatch.setenv("MOTCUA_PASSWORD", account["password"])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        self._capsys.readouterr()
        try:
            where = ["--data", str(self.data)] if self.data else []
            exit_code = main.main([*map(str, arguments), *where])
        except SystemExit as end:  # the hub's commands end the process
            exit_code = end.code
        told = self._capsys.readouterr()
        return Answer(exit_code=exit_code, out=told.out, err=told.err)

    def json(self, *arguments, **how) -> Answer:
        return self(*arguments, "--json", **how)


def environment(**more: str) -> dict[str, str]:
    """What a process of ours needs to know, and nothing of the account at the machine."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(*arguments, given: bytes = b"", **variables: str) -> Answer:
    """`main.py` as a process of its own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        input=given,
        capture_output=True,
        env=environment(**variables),
        timeout=LONGEST_S,
        check=False,
    )
    return Answer(exit_code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
