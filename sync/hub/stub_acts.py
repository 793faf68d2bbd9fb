"""Rebuilding a register from scanned office stubs (cuống lưu), after a desk's disk died.

Every picture under a folder is read for the sealed code of the office's copy. The escrow key opens
them; the machines this hub knows tell which records are signed as they should be. Of two stubs of
one dossier, as after a correction, the later counts. What could not be read is named, file by file.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sync.errors import HubMissing, PaperDamaged, PaperTooNew, SealBroken, SyncError
from sync.hub.acts import opened
from sync.hub.errors import FileUnreadable
from sync.hub.keys import ESCROW_FILE, OFFLINE_FOLDER, Opening, load_escrow
from sync.hub.rules import Province
from sync.hub.tables import devices
from sync.hub.terminal import COULD_NOT, Asked, Console, hub_folder
from sync.proof.paper import key_id_of
from sync.proof.scheme import is_stub
from sync.proof.stub import OpenedStub, is_signed_by, open_stub

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})
MOST_BYTES = 200 * 2**20  # of one file

_VIETNAM = timezone(timedelta(hours=7))
_FORMULA = ("=", "+", "-", "@", "\t")
_MOMENTS = ("received_at", "due_at", "issued_at")


class Trouble(StrEnum):
    """Why a file gave no record; its words are `hub.stub.<value>`."""

    NO_PICTURE = "no_picture"
    NO_CODE = "no_code"
    FOR_OTHERS = "for_others"  # sealed to another province's key, or altered
    DAMAGED = "damaged"
    TOO_NEW = "too_new"


class Proof(StrEnum):
    """Whether a machine of the province signed the record."""

    SIGNED = "signed"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    NOT_CHECKED = "not_checked"  # there is no hub here that knows the machines


@dataclass(frozen=True, kw_only=True, slots=True)
class Rebuilt:
    stub: OpenedStub
    proof: Proof
    file: str


@dataclass(kw_only=True, slots=True)
class _Register:
    lines: dict[str, Rebuilt] = field(default_factory=dict)  # by dossier code
    unread: list[tuple[str, Trouble]] = field(default_factory=list)

    def take(self, line: Rebuilt) -> None:
        known = self.lines.get(line.stub.record.code)
        if known is None or _weight(known) < _weight(line):
            self.lines[line.stub.record.code] = line

    def in_order(self) -> list[Rebuilt]:
        return sorted(
            self.lines.values(),
            key=lambda one: (
                one.stub.record.register_year,
                one.stub.record.register_number,
                one.stub.record.code,
            ),
        )


def recover_stubs(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    folder: Path,
    key: Path | None,
    out: Path | None,
) -> None:
    """Tell what the stubs in a folder say; exit 1 where a file gave nothing.

    `out`: also written there, as CSV or, by its ending, as JSON. Raises SealKeyRefused,
    FileUnreadable.
    """
    opening = load_escrow(key or hub_folder(asked.data) / OFFLINE_FOLDER / ESCROW_FILE)
    machines = _machines(province, asked)
    register = _Register()
    for path in _files(folder):
        _read(province, path, folder, opening=opening, machines=machines, register=register)
    lines = register.in_order()
    for line in lines:
        _give(console, line)
    for name, why in register.unread:
        console.give({"file": name, "unread": why}, f"hub.stub.{why}", file=name)
    if out is not None:
        _write(out, [_document(line) for line in lines])
    console.tell("hub.stubs", count=len(lines), unread=len(register.unread))
    if register.unread:
        raise SystemExit(COULD_NOT)


def _files(folder: Path) -> list[Path]:
    """The pictures under a folder, in the order of their names; raises FileUnreadable."""
    if not folder.is_dir():
        raise FileUnreadable(path=folder)
    return sorted(one for one in folder.rglob("*") if one.suffix.lower() in PICTURES)


def _machines(province: Province, asked: Asked) -> Mapping[bytes, list[bytes]] | None:
    """The machines' keys by their id; None without a hub, which may be what was lost."""
    try:
        with opened(province, asked) as hub, hub.database.reading() as connection:
            found = connection.execute(select(devices.c.device_key)).scalars().all()
    except HubMissing:
        return None
    keys: dict[bytes, list[bytes]] = {}
    for public in found:
        keys.setdefault(key_id_of(public), []).append(public)
    return keys


def _read(
    province: Province,
    path: Path,
    folder: Path,
    *,
    opening: Opening,
    machines: Mapping[bytes, list[bytes]] | None,
    register: _Register,
) -> None:
    name = path.relative_to(folder).as_posix()
    texts = _texts(province, path)
    if texts is None:
        register.unread.append((name, Trouble.NO_PICTURE))
        return
    stubs = [text for text in texts if is_stub(text)]
    if not stubs:
        register.unread.append((name, Trouble.NO_CODE))
    for text in stubs:
        try:
            stub = open_stub(text, opening.private)
        except SyncError as error:
            register.unread.append((name, _trouble(error)))
            continue
        register.take(Rebuilt(stub=stub, proof=_proof(stub, machines), file=name))


def _texts(province: Province, path: Path) -> list[str] | None:
    """The texts of a file's codes; None for what is no picture."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        found = province.codes_in(path.read_bytes())
    except OSError:
        return None
    return None if found is None else list(found)


def _trouble(error: SyncError) -> Trouble:
    match error:
        case SealBroken():
            return Trouble.FOR_OTHERS
        case PaperTooNew():
            return Trouble.TOO_NEW
        case PaperDamaged():
            return Trouble.DAMAGED
        case _:
            raise error


def _proof(stub: OpenedStub, machines: Mapping[bytes, list[bytes]] | None) -> Proof:
    if machines is None:
        return Proof.NOT_CHECKED
    named = machines.get(stub.key_id, [])
    if any(is_signed_by(stub, public) for public in named):
        return Proof.SIGNED
    return Proof.FORGED if named else Proof.UNKNOWN_KEY


def _weight(line: Rebuilt) -> tuple[bool, int]:
    """A record that a machine signed goes before any other, then the later one."""
    return line.proof is Proof.SIGNED, line.stub.record.issued_at


def _give(console: Console, line: Rebuilt) -> None:
    record = line.stub.record
    console.give(
        _document(line),
        "hub.stub",
        number=record.register_number,
        year=record.register_year,
        code=record.code,
        applicant=record.applicant,
        received_at=_moment(record.received_at, "%d/%m/%Y %H:%M"),
        proof=console.word("hub.stub.proof", line.proof),
        file=line.file,
    )


def _document(line: Rebuilt) -> dict[str, Any]:
    told = asdict(line.stub.record)
    told |= {name: _iso(told[name]) for name in _MOMENTS}
    told["fee_vnd"] = None if told["fee_vnd"] < 0 else told["fee_vnd"]
    return {**told, "proof": line.proof, "file": line.file}


def _iso(seconds: int) -> str | None:
    return datetime.fromtimestamp(seconds, _VIETNAM).isoformat() if seconds else None


def _moment(seconds: int, form: str) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(_VIETNAM).strftime(form)


def _write(out: Path, documents: list[dict[str, Any]]) -> None:
    """Raises FileUnreadable."""
    if out.suffix.lower() == ".json":
        content = json.dumps(documents, ensure_ascii=False, indent=1).encode()
    else:
        content = "".join(_as_csv(documents)).encode("utf-8-sig")  # so that Excel reads it
    try:
        out.write_bytes(content)
    except OSError as error:
        raise FileUnreadable(path=out) from error


def _as_csv(documents: list[dict[str, Any]]) -> Iterator[str]:
    target = StringIO()
    if documents:
        writer = csv.DictWriter(target, fieldnames=list(documents[0]))
        writer.writeheader()
        writer.writerows({name: _cell(told) for name, told in one.items()} for one in documents)
    yield target.getvalue()


def _cell(told: Any) -> Any:
    """A text that a spreadsheet would take for a formula stays a text: anybody can seal a stub."""
    is_formula = isinstance(told, str) and told.startswith(_FORMULA)
    return f"'{told}" if is_formula else told
