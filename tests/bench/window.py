"""From starting the program to a page that takes typing in a real Chromium, and what it weighs.

Each start is a new process and a browser context without a cache; the browser itself runs already.
The page takes typing once the letters typed into its field stand there.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from tests.bench.bare_window import LABEL
from tests.bench.figures import Figure, against
from tests.bench.full_desk import PASSWORD, USER
from tests.support.window import Eyes, a_browser, a_set_up_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
_BARE = (sys.executable, "-m", "tests.bench.bare_window")
BARE_LIST = (sys.executable, "-m", "tests.bench.bare_list")
_MOST_MB = 250
_TYPED = "abc"
_ENDS_S = 60
_SETTLES_MS = 2_000
_TRIES = 3
PATIENCE_MS = 120_000  # a machine that never ran a browser reads all of it from its disk first


def figures(empty: Path, full: Path, *, starts: int) -> list[Figure]:
    """`empty`: where a desk without dossiers may be set up; `full`: one with its ten years."""
    folder = a_set_up_folder(empty)
    with a_browser() as browser:
        _start(browser, _BARE)  # the first of a run reads everything from the disk
        pairs = [(_start(browser, desk(folder)), _start(browser, _BARE)) for _ in range(starts)]
        ours, bare = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
        opened = against("window open and typing, median", ours, bare, most=1.5, unit="s")
        return [opened, *_weights(browser, full)]


def desk(folder: Path) -> tuple[str, ...]:
    main = str(ROOT / "main.py")
    said = ("--no-window", "--json", "--lang", "vi", "--data", str(folder))
    return (sys.executable, main, "desk", "open", *said)


def _start(browser: Browser, command: Sequence[str]) -> float:
    """Seconds until what was typed stands in the field."""
    begun = perf_counter()
    with running(command) as (_, address):
        eyes = Eyes(browser, address, patience_ms=PATIENCE_MS)
        eyes.field(LABEL).click()
        eyes.type(_TYPED)
        eyes.page.wait_for_function(
            "typed => document.activeElement.value === typed", arg=_TYPED, polling=10
        )
        spent = perf_counter() - begun
        eyes.close()
    return spent


def _weights(browser: Browser, full: Path) -> list[Figure]:
    """The Python process of a full desk at its sign-in, and after work with its lists."""
    with running(desk(full)) as (process, address):
        eyes = Eyes(browser, address, patience_ms=PATIENCE_MS)
        eyes.field(LABEL).wait_for()
        at_first = _resident_mb(process)
        eyes.press(USER)
        eyes.sign_in(password=PASSWORD)
        for keys, heading in (("Alt+3", "Hồ sơ"), ("Alt+7", "Đồng bộ"), ("Alt+3", "Hồ sơ")):
            eyes.keys(keys)
            eyes.sees_heading(heading)
        eyes.cursor_in("Tìm theo mã")
        eyes.type("nguyen thi")
        eyes.page.wait_for_timeout(_SETTLES_MS)
        for _ in range(_TRIES):  # keys pressed while the list is drawn anew move nothing
            eyes.keys("ArrowDown", "Enter")
            with suppress(AssertionError):
                eyes.sees("Quá trình")
                break
        at_last = _resident_mb(process)
        eyes.close()
    return [
        _weight("memory at the sign-in", at_first),
        _weight("memory after lists, search and a dossier", at_last),
    ]


def _weight(name: str, resident_mb: int) -> Figure:
    return Figure(
        name=name,
        measured=f"{resident_mb} MB resident",
        promised=f"≤ {_MOST_MB} MB",
        holds=resident_mb <= _MOST_MB,
    )


@contextmanager
def running(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program and the address it prints; ended when the block ends."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.wait(timeout=_ENDS_S)


def _resident_mb(process: subprocess.Popen[str]) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return round(int(kilobytes) / 1024)
