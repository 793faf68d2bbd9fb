"""The seal over the catalogue's files: `manifest.json`, schema 1.

`{"schema": 1, "version": 2026112301, "as_of": day, "files": {path: SHA-256 in hex}}`. The version
is the day of the data and a running number of two digits; it is stored in every change record and
only grows. Whoever edits a file seals anew: `python -m desk_app.catalogue.manifest 2026112302`.
A file that is not the sealed one (a bad disk, a hand) is a fault like any other.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.catalogue.entry import parse
from desk_app.catalogue.errors import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "manifest.json"
DATA = Path(__file__).parent / "data"
_LEAST_VERSION = 20000101_00
_PER_DAY = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    version: int  # YYYYMMDDnn
    as_of: date  # the day of the version
    fingerprint: str  # SHA-256 over the manifest itself, so over all it seals


def read_manifest(files: Mapping[str, bytes], *, faults: list[Fault]) -> Manifest:
    """The manifest; every file it does not seal, or seals otherwise, is a fault."""
    entry = parse(files.get(FILE, b"{}"), file=FILE, faults=faults)
    version = entry.whole("version", least=_LEAST_VERSION)
    as_of = entry.day("as_of")
    if as_of.strftime("%Y%m%d") != str(version // _PER_DAY):
        entry.fault("as_of", FaultKind.CONTRADICTION, f"{as_of}, not the day of {version}")
    sealed = entry.raw("files", {})
    entry.done()
    for name in sorted(sealed.keys() | files.keys() - {FILE}):
        fault = _compare(sealed.get(name), files.get(name))
        if fault is not None:
            faults.append(Fault(file=name, entry="", key="", kind=fault))
    fingerprint = hashlib.sha256(files.get(FILE, b"")).hexdigest()
    return Manifest(version=version, as_of=as_of, fingerprint=fingerprint)


def _compare(sealed: object, data: bytes | None) -> FaultKind | None:
    if data is None:
        return FaultKind.MISSING_FILE
    return None if sealed == hashlib.sha256(data).hexdigest() else FaultKind.ALTERED


def seal(folder: Path, *, version: int) -> None:
    """Write the manifest over the files as they are; nothing else is checked here."""
    day = date.fromisoformat(str(version // _PER_DAY))
    names = sorted(path.relative_to(folder).as_posix() for path in _data_files(folder))
    manifest = {
        "schema": 1,
        "version": version,
        "as_of": day.isoformat(),
        "files": {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names},
    }
    (folder / FILE).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every data file by its path inside the folder, in order."""
    found = [*_data_files(folder), *folder.glob(FILE)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def _data_files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix in {".json", ".tsv"} and path.name != FILE and path.is_file()
    ]


if __name__ == "__main__":
    seal(DATA, version=int(sys.argv[1]))
