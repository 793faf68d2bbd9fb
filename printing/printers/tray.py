"""The PDF tray: a folder that keeps each page as a file, for whoever prints or hands it on.

Its pages lie in the clear, unlike the record in the store: they are listed and deleted on request.
"""

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from printing.errors import TrayFull, TrayNotEmptied, TrayUnwritable
from printing.printers.media import EVERY_MEDIA
from printing.printers.port import JobState, PrinterStatus, Sent, untold

_PAGE = ".pdf"
_HALF_WRITTEN = ".part"
_UNSAFE = re.compile(r"[^\w.-]+|^\.+")  # in a file's name, on any system
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, kw_only=True, slots=True)
class TrayPage:
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class TrayPrinter:
    """A printer by its port; the job of a page is the name of its file."""

    folder: Path
    is_training: bool = False  # every page says that it is no real one

    def send(self, pdf: bytes, *, name: str, told: Callable[[str], object] = untold) -> Sent:
        """Write the page whole or not at all, and on the disk before the call returns.

        The same page under the same name is there once, however often it is sent; another page
        under a name that is taken gets a number behind it. Raises TrayFull, TrayUnwritable.
        """
        if self.is_training:
            from printing.marks import mark_training  # noqa: PLC0415 - a second to load

            pdf = mark_training(pdf)
        half = self.folder / f".{_safe(name)}{_HALF_WRITTEN}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            page = next(path for path in self._places(name) if not _is_other(path, pdf))
            told(page.name)
            if not page.exists():
                _write_durably(half, pdf)
                half.replace(page)
            _sync_folder(self.folder)
        except OSError as error:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise (TrayFull() if error.errno in _FULL else TrayUnwritable()) from error
        return Sent(job=page.name, state=JobState.PRINTED)

    def state(self, job: str) -> Sent:
        """Printed while it lies in the tray; unknown once someone took it away."""
        is_there = (self.folder / Path(job).name).is_file()
        return Sent(job=job, state=JobState.PRINTED if is_there else JobState.UNKNOWN)

    def cancel(self, job: str) -> Sent:
        """What lies in the tray is on its paper already."""
        return self.state(job)

    def status(self) -> PrinterStatus:
        """Ready while its folder can be made and written."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return PrinterStatus(reason=TrayUnwritable.code)
        reason = "" if os.access(self.folder, os.W_OK) else TrayUnwritable.code
        return PrinterStatus(reason=reason, papers=tuple(media.name for media in EVERY_MEDIA))

    def pages(self) -> list[TrayPage]:
        """What lies in the tray in the clear, by name."""
        found = []
        for path in self._files():
            with suppress(FileNotFoundError):  # taken away meanwhile
                found.append(TrayPage(name=path.name, size_bytes=path.stat().st_size))
        return sorted(found, key=lambda page: page.name)

    def empty(self) -> int:
        """Delete every page and what is left of half-written ones; return how many went.

        Raises TrayNotEmptied after deleting all that can be.
        """
        deleted = left = 0
        for path in list(self._files()):
            try:
                path.unlink(missing_ok=True)
                deleted += 1
            except OSError:
                left += 1
        if left:
            raise TrayNotEmptied(left=left)
        return deleted

    def _files(self) -> Iterator[Path]:
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if path.suffix in {_PAGE, _HALF_WRITTEN}:
                yield path

    def _places(self, name: str) -> Iterator[Path]:
        stem = _safe(name)
        yield self.folder / f"{stem}{_PAGE}"
        number = 1
        while True:
            number += 1
            yield self.folder / f"{stem}-{number}{_PAGE}"


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).removesuffix(_PAGE) or "page"


def _is_other(path: Path, pdf: bytes) -> bool:
    """Whether a different page is kept there."""
    return path.exists() and path.read_bytes() != pdf


def _write_durably(path: Path, pdf: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the file's name as durable as its bytes; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
