"""Scanners of Linux by SANE's own program, `scanimage`.

It comes with SANE itself and needs no headers to build against, as python-sane does; a driver that
crashes takes down that program and not the desk. In batch it writes each page to a file and names
it when it is whole: the folder lies in memory where the system has one, and a page is deleted as
soon as it is read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import TYPE_CHECKING

from desk_app.scanning.errors import (
    CoverOpen,
    FeederEmpty,
    FeederJammed,
    NoScannerProgram,
    ScanError,
    ScannerBusy,
    ScannerFailed,
    ScannerGone,
)
from desk_app.scanning.mending import Colours
from desk_app.scanning.scanners.port import Device, Source, Wish

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

_LIST_SECONDS = 60  # network scanners take their time
_PAGE_SECONDS = 180  # of silence: the slowest page at 600 dots an inch is quicker
_NO_DOCS = 7  # SANE_STATUS_NO_DOCS
_ERRORS: dict[int, type[ScanError]] = {
    3: ScannerBusy,
    6: FeederJammed,
    7: FeederEmpty,
    8: CoverOpen,
    9: ScannerGone,
}  # by the SANE status that scanimage ends with
_PHRASES: tuple[tuple[str, type[ScanError]], ...] = (
    ("device busy", ScannerBusy),
    ("feeder jammed", FeederJammed),
    ("out of documents", FeederEmpty),
    ("cover is open", CoverOpen),
    ("scanner cover", CoverOpen),
    ("open of device", ScannerGone),
    ("device i/o", ScannerGone),
)  # of its last words, where the status says less
_CHOICES = re.compile(r"^\s+--(source|mode|resolution) (\S[^[\n]*)", re.MULTILINE)
_A4_MM = (("x", 210), ("y", 297))  # cut down by scanimage where the glass is smaller
_SOURCES = {
    Source.GLASS: ("flatbed", "normal"),
    Source.FEEDER: ("adf", "feeder", "front"),
    Source.BOTH_SIDES: ("duplex", "both"),
}
_MODES = {
    Colours.COLOUR: ("color", "colour"),
    Colours.GREY: ("gray", "grey"),
    Colours.BLACK_WHITE: ("gray", "grey"),  # made black and white here, by what lies around
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SaneScanners:
    program: str = "scanimage"

    def devices(self) -> Sequence[Device]:
        """The scanners SANE finds."""
        said = self._asked("--formatted-device-list=%d%t%v %m%n")
        lines = [line.partition("\t") for line in said.splitlines() if "\t" in line]
        return [Device(id=id_, name=name.strip() or id_) for id_, _, name in lines]

    def pages(self, device: str, wish: Wish) -> Generator[bytes]:
        """See `port.Scanners`."""
        options = chosen_options(self._asked("-d", device, "-A"), wish)
        count = ["--batch-count=1"] if wish.source is Source.GLASS else []
        with _folder() as folder:
            batch = [f"--batch={folder}/%d.tif", "--batch-print", "--format=tiff", *count]
            yield from _running([self._path(), "-d", device, *options, *batch])

    def _asked(self, *arguments: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - its own program, no shell
                [self._path(), *arguments],
                capture_output=True,
                timeout=_LIST_SECONDS,
                check=False,
                env=_plain_words(),
            )
        except subprocess.TimeoutExpired as error:
            raise ScannerGone(pages=0) from error
        said = done.stderr.decode(errors="replace")
        if done.returncode and "-d" in arguments:
            raise _error(done.returncode, said, taken=0)
        return done.stdout.decode(errors="replace")

    def _path(self) -> str:
        path = shutil.which(self.program)
        if path is None:
            raise NoScannerProgram
        return path


def chosen_options(said: str, wish: Wish) -> list[str]:
    """The options that mean the wish, in this scanner's own words (of `scanimage -A`)."""
    offered = dict(_CHOICES.findall(said))
    options = []
    for name, words in (("source", _SOURCES[wish.source]), ("mode", _MODES[wish.colours])):
        value = _fitting(offered.get(name, ""), words, other=_SOURCES[Source.BOTH_SIDES])
        if value:
            options.append(f"--{name}={value}")
    dpi = _resolution(offered.get("resolution", ""), wish.dpi)
    options += [f"--resolution={dpi}"] if dpi else []
    return [*options, *(f"-{side}{size}" for side, size in _A4_MM if f"\n    -{side} " in said)]


def _fitting(offered: str, words: Sequence[str], *, other: Sequence[str]) -> str:
    values = offered.strip().split("|")
    for value in values:
        folded = value.lower()
        is_other = words is not other and any(word in folded for word in other)
        if not is_other and any(word in folded for word in words):
            return value
    return ""


def _resolution(offered: str, dpi: int) -> int:
    """The least offered that is enough, or the most there is; 0 where nothing is told."""
    numbers = [int(number) for number in re.findall(r"\d+", offered)]
    if not numbers:
        return 0
    if ".." in offered:
        return min(max(dpi, numbers[0]), numbers[1])
    enough = [number for number in numbers if number >= dpi]
    return min(enough) if enough else max(numbers)


def _running(command: Sequence[str]) -> Generator[bytes]:
    taken = 0
    process = subprocess.Popen(  # noqa: S603 - its own program, no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_plain_words()
    )
    try:
        while True:
            name = _next_line(process)
            if not name:
                break
            page = Path(name)
            content = page.read_bytes()
            page.unlink()
            taken += 1
            yield content
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
        _require_end(process.wait(), said, taken=taken)
    finally:
        _ended(process)


def _next_line(process: subprocess.Popen[bytes]) -> str:
    """The name of the next whole page; empty at the end. A silent scanner is given up."""
    timer = Timer(_PAGE_SECONDS, process.kill)
    timer.start()
    try:
        line = process.stdout.readline() if process.stdout else b""
    finally:
        timer.cancel()
    return os.fsdecode(line).strip()


def _require_end(status: int, said: str, *, taken: int) -> None:
    if status == _NO_DOCS and taken:
        return
    if status:
        raise _error(status, said, taken=taken)


def _error(status: int, said: str, *, taken: int) -> ScanError:
    if status < 0:  # killed: nobody answered for minutes
        return ScannerGone(pages=taken)
    if status in _ERRORS:
        return _ERRORS[status](pages=taken)
    lowered = said.lower()
    kind = next((kind for phrase, kind in _PHRASES if phrase in lowered), ScannerFailed)
    return kind(pages=taken)


def _ended(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()  # it lets the scanner put its carriage back
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


@contextmanager
def _folder() -> Iterator[str]:
    """A folder of this person's alone, in memory where there is such a thing."""
    places = [os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"]  # noqa: S108 - memory, and private
    place = next((one for one in places if one and os.access(one, os.W_OK)), None)
    folder = TemporaryDirectory(prefix="motcua-", dir=place, ignore_cleanup_errors=True)
    try:
        yield folder.name
    finally:
        with suppress(OSError):
            folder.cleanup()


def _plain_words() -> dict[str, str]:
    """Its messages in the words known here."""
    return {**os.environ, "LC_ALL": "C"}
