"""Where the desk for training lies, and how the real one has it begin."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.domain.errors import RuleBroken

FOLDER = "training"  # within the data folder, with a desk and a hub of its own
_MARK = "training.mark"
_PROGRESS = "training.progress"


class NotATrainingFolder(RuleBroken):
    """The folder holds something else than a training desk: nothing there is touched."""

    code = "not_a_training_folder"


def mark_of(data: Path) -> Path:
    """There in the folder of a training desk, and of no other."""
    return data / _MARK


def note_progress(data: Path, done: int, total: int) -> None:
    """For whoever waits in another process."""
    (data / _PROGRESS).write_text(json.dumps([done, total]), "utf-8")


@dataclass(slots=True)
class Training:
    """The training desk of a data folder, run as a program of its own."""

    data: Path  # of the real desk
    _running: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def folder(self) -> Path:
        return self.data / FOLDER

    def start(self, *, lang: str) -> None:
        """Open its window, or show it again where it is open. Raises OSError."""
        with suppress(OSError):
            (self.folder / _PROGRESS).unlink()
        command = [*_program(), "train", "--data", str(self.folder), "--lang", lang]
        self._running = subprocess.Popen(  # noqa: S603 - this very program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def waiting(self) -> tuple[int, int]:
        """How many dossiers are made, of how many; of 0 once it is ready, or was never begun."""
        running = self._running
        if running is None or running.poll() is not None:
            return 0, 0
        with suppress(OSError, ValueError):
            done, total = json.loads((self.folder / _PROGRESS).read_text("utf-8"))
            return (0, 0) if done >= total else (int(done), int(total))
        return 0, 1

    def cancel(self) -> None:
        """End it while it is being made; it is made anew the next time."""
        if self._running is not None and self.waiting()[1]:
            self._running.terminate()
            self._running.wait()
            self._running = None


def _program() -> list[str]:
    """How this program is started once more: packed, as a script, or from the source."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    script = Path(sys.argv[0])
    return [str(script)] if script.suffix == ".exe" else [sys.executable, str(script)]
