"""One run over all readers; what is found is kept, and read first the next time."""

import random
import time
from dataclasses import dataclass, field
from hashlib import sha256

from sync.errors import SyncError
from tests.fuzz.spoiling import spoilt

_MOST_SEEDS = 400


@dataclass
class Fuzzed:
    inputs: int = 0
    refused: int = 0
    found: list = field(default_factory=list)  # (reader, what was raised, bytes)


def fuzz(readers, *, seed, seconds, corpus=None):
    """Spoil and read for so long; whatever but a SyncError comes out is found.

    Bytes that are read without complaint, or refused for a new reason, become seeds themselves.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable run, no secret
    told = Fuzzed()
    seeds = {reader.name: [*reader.seeds, *_kept(corpus, reader)] for reader in readers}
    reasons = {reader.name: set() for reader in readers}
    for reader in readers:
        for content in seeds[reader.name]:
            _read(reader, content, told, reasons)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for reader in readers:
            own = seeds[reader.name]
            content = spoilt(chance, chance.choice(own), own)
            if _read(reader, content, told, reasons) and len(own) < _MOST_SEEDS:
                own.append(content)
                _keep(corpus, reader, content)
    return told


def _read(reader, content, told, reasons):
    """Read; whether something new came of it."""
    told.inputs += 1
    try:
        reader.read(content)
    except SyncError as error:
        told.refused += 1
        reason = (type(error), error.details.get("reason"), error.details.get("field"))
    except Exception as error:  # noqa: BLE001  that is what is looked for
        told.found.append((reader.name, f"{type(error).__name__}: {error}"[:200], content))
        reason = type(error)
    else:
        reason = None
    is_new = reason not in reasons[reader.name]
    reasons[reader.name].add(reason)
    return is_new


def _folder(corpus, reader):
    return corpus / reader.name.replace(" ", "-").replace("'", "")


def _kept(corpus, reader):
    if corpus is None or not _folder(corpus, reader).is_dir():
        return []
    return [path.read_bytes() for path in sorted(_folder(corpus, reader).iterdir())]


def _keep(corpus, reader, content):
    if corpus is None:
        return
    folder = _folder(corpus, reader)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / sha256(content).hexdigest()[:16]).write_bytes(content)
