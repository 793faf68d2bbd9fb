"""Where a desk's files lie: the data folder, and a folder of the machine outside it.

What tells this machine from a copy of its data (the device secret's fallback, the witness) lies in
the machine's folder, so that a stolen or restored data folder does not bring it along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    data: Path  # DIR/desk
    state: Path  # of the machine and its account; never in a backup

    @property
    def database(self) -> Path:
        return self.data / "desk.db"

    @property
    def key_file(self) -> Path:
        return self.data / "keys.json"

    @property
    def key_file_copy(self) -> Path:
        return self.data / "keys.copy.json"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def restored_mark(self) -> Path:
        """Lies beside a restored database until its first opening."""
        return self.data / "restored.mark"

    @property
    def end_mark(self) -> Path:
        """There once the desk's keys are destroyed, or are being."""
        return self.data / "ended.json"

    @property
    def sealed(self) -> Path:
        """What was sealed for the province before the end."""
        return self.data / "sealed"

    def secret(self, desk: str) -> Path:
        """The device secret where the system keeps none; `desk` is the installation's id."""
        return self.state / f"{desk}.secret"

    def witness(self, desk: str) -> Path:
        return self.state / f"{desk}.witness"

    def recovery(self, desk: str) -> Path:
        """The private key for one recovery, while its answer is waited for."""
        return self.state / f"{desk}.recovery"

    def asked(self, desk: str) -> Path:
        """The name of a request for a new epoch, while it is under way."""
        return self.state / f"{desk}.asked"

    def lock(self, name: str) -> Path:
        """A lock between processes: `keys`, `sync`."""
        return self.data / f"{name}.lock"


def desk_places(data: Path) -> Places:
    """Where the desk of a data folder keeps its files."""
    return usual_places(data / "desk")


def usual_places(data: Path) -> Places:
    """The places of a data folder, with the account's own state folder for the machine's part."""
    return Places(data=data, state=platformdirs.user_state_path("quay-mot-cua", appauthor=False))
