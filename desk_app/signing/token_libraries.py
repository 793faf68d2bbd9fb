"""Where the libraries of signing tokens lie on this machine: known places kept as data.

A machine often has several, and a 32-bit one among them cannot be loaded by a 64-bit program: its
header is read before it is loaded, so that the person is told what is wrong with it.
"""

import json
import os
import platform
import re
import struct
import sys
from collections.abc import Iterable
from glob import glob
from pathlib import Path

from desk_app.signing.errors import TokenLibraryMissing, TokenLibraryWrongMachine

CHOSEN = "token_library"  # setting: the path of the one library to use; else a search
OVERRIDE = "token_libraries.json"  # in the data folder, of the same form as ours

_KNOWN = Path(__file__).with_name("token_libraries.json")
_SYSTEMS = {"win32": "windows", "darwin": "macos"}
_ELF_MACHINES = {0x03: "x86", 0x3E: "x86_64", 0xB7: "aarch64", 0x28: "arm"}
_PE_MACHINES = {0x014C: "x86", 0x8664: "x86_64", 0xAA64: "aarch64", 0x01C4: "arm"}
_SAME = {"amd64": "x86_64", "arm64": "aarch64", "i386": "x86", "i686": "x86"}


def token_libraries(*, chosen: str = "", folder: Path | None = None) -> list[Path]:
    """The libraries that can be loaded here, the chosen one alone where one is chosen.

    `folder`: where a file of the province's own may lie, asked before ours. Raises
    TokenLibraryMissing, TokenLibraryWrongMachine.
    """
    if chosen:
        present = [Path(chosen)] if Path(chosen).is_file() else []
    else:
        own = [folder / OVERRIDE] if folder is not None and (folder / OVERRIDE).is_file() else []
        present = _present(pattern for file in [*own, _KNOWN] for pattern in _patterns(file))
    if not present:
        raise TokenLibraryMissing(path=chosen)
    fitting = [path for path in present if machine_of(path) in {"", _this_machine()}]
    if not fitting:
        raise TokenLibraryWrongMachine(
            library=present[0].name, found=machine_of(present[0]), needed=_this_machine()
        )
    return fitting


def machine_of(library: Path) -> str:
    """x86_64, aarch64, x86 or arm, as the header of the file says; empty where it does not."""
    try:
        with library.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return ""
    try:
        if head.startswith(b"\x7fELF"):
            return _ELF_MACHINES.get(struct.unpack_from("<H", head, 18)[0], "other")
        if head.startswith(b"MZ"):
            (at,) = struct.unpack_from("<I", head, 0x3C)
            if head[at : at + 4] == b"PE\0\0":
                return _PE_MACHINES.get(struct.unpack_from("<H", head, at + 4)[0], "other")
    except struct.error:
        return "other"
    return ""


def is_cut_off(library: Path) -> bool:
    """Whether a 64-bit ELF file ends before its own tables do: loading it would end the process."""
    try:
        with library.open("rb") as file:
            head = file.read(64)
            size = file.seek(0, os.SEEK_END)
    except OSError:
        return True
    if not head.startswith(b"\x7fELF\x02") or len(head) < 64:  # noqa: PLR2004  the header's length
        return head.startswith(b"\x7fELF\x02")
    (table_at,) = struct.unpack_from("<Q", head, 0x28)
    entry_bytes, entries = struct.unpack_from("<HH", head, 0x3A)
    return bool(table_at + entry_bytes * entries > size)


def _patterns(file: Path) -> list[str]:
    """Raises TokenLibraryMissing where the file is not of our form."""
    system = _SYSTEMS.get(sys.platform, "linux")
    try:
        known = json.loads(file.read_text("utf-8"))["libraries"]
        return [str(pattern) for one in known for pattern in one.get(system, ())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TokenLibraryMissing(path=file.name) from error


def _present(patterns: Iterable[str]) -> list[Path]:
    """Each file once, in the order of the list; a link and what it leads to are one file."""
    found: dict[Path, Path] = {}
    for pattern in patterns:
        full = re.sub(r"%(\w+)%", lambda name: os.environ.get(name[1], name[0]), pattern)
        for path in map(Path, sorted(glob(full))):  # noqa: PTH207  absolute pattern
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _this_machine() -> str:
    """Of the running Python, which may be 32-bit on a 64-bit system."""
    here = platform.machine().lower()
    here = _SAME.get(here, here)
    return here if sys.maxsize > 2**32 else {"x86_64": "x86", "aarch64": "arm"}.get(here, here)
