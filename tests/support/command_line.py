"""The command line as a script meets it: in this process, or as a process of its own."""

import io
import json
import os
import subprocess
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import main

ROOT = Path(main.__file__).parent
STATE_HOME = "XDG_STATE_HOME"  # where a machine keeps what is its own
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Shell:
    """Runs commands in this process on one data folder, with the account it is told."""

    data: Path | None = None  # None: without `--data`
    user: str = ""
    password: str = ""
    variables: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: object, given: bytes = b"", **account: str) -> Answer:
        """`given` is standard input; `user` and `password` stand in for the shell's own."""
        words = [*map(str, arguments), *(["--data", str(self.data)] if self.data else [])]
        told, complained = io.StringIO(), io.StringIO()
        named = {
            "MOTCUA_USER": account.get("user", self.user),
            "MOTCUA_PASSWORD": account.get("password", self.password),
        }
        with (
            _variables(self.variables | named),
            _standard_input(given),
            redirect_stdout(told),
            redirect_stderr(complained),
        ):
            try:
                exit_code = main.main(words)
            except SystemExit as end:  # the hub's commands end the process
                exit_code = end.code
        return Answer(exit_code=exit_code, out=told.getvalue(), err=complained.getvalue())

    def json(self, *arguments: object, given: bytes = b"", **account: str) -> Answer:
        return self(*arguments, "--json", given=given, **account)


def environment(**more: str) -> dict[str, str]:
    """What a process of ours is started with."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(*arguments: object, given: bytes = b"", **variables: str) -> Answer:
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


@contextmanager
def started(*arguments: object, **variables: str):
    """`main.py` running beside the test: its process and the first document that it prints."""
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        stdout=subprocess.PIPE,
        env=environment(**variables),
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.terminate()


@contextmanager
def _variables(changed: dict[str, str]):
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _standard_input(given: bytes):
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(given))
    try:
        yield
    finally:
        sys.stdin = before
