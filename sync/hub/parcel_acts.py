"""What the hub's commands about parcels do. One line a parcel; one that fails stops no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sync.errors import SyncError
from sync.hub.acts import opened
from sync.hub.hub import Hub
from sync.hub.parcels import TakenParcel, look_into, take_parcel
from sync.hub.parcels_back import Back, export_back
from sync.hub.rules import Province
from sync.hub.tables import devices
from sync.hub.terminal import COULD_NOT, Asked, Console
from sync.parcel.errors import NotAParcel, ParcelIsFolder
from sync.parcel.manifest import Manifest
from sync.parcel.stick import Found, Stick, stick_of
from sync.parcel.stick import opened as opened_parcel
from sync.protocol.receipt import Answer


def import_parcels(
    province: Province, asked: Asked, console: Console, *, path: Path, out: Path
) -> None:
    """Take every parcel of a stick, then write each desk's answer beside."""
    _stick, found = stick_of(path.expanduser().absolute())
    out = out.expanduser().absolute()
    out.mkdir(parents=True, exist_ok=True)
    with opened(province, asked) as hub:
        taking = _Taking(hub, province, asked, console)
        desks = taking.take_all(taking.in_order(found))
        failed = _export(hub, sorted(desks), out, taking)
    if taking.has_trouble or failed:
        raise SystemExit(COULD_NOT)


def export_parcels(
    province: Province, asked: Asked, console: Console, *, dev: int | None, to: Path
) -> None:
    """Write what one desk, or every desk that may be spoken to, has not read."""
    to = to.expanduser().absolute()
    with opened(province, asked) as hub:
        taking = _Taking(hub, province, asked, console)
        failed = _export(hub, [dev] if dev is not None else _all_desks(hub), to, taking)
    if failed:
        raise SystemExit(COULD_NOT)


@dataclass(frozen=True, slots=True)
class _Known:
    found: Found
    manifest: Manifest


class _Taking:
    """One run over one stick."""

    def __init__(self, hub: Hub, province: Province, asked: Asked, console: Console) -> None:
        self._hub = hub
        self._province = province
        self._asked = asked
        self._console = console
        self.has_trouble = False

    def in_order(self, found: Iterable[Found]) -> list[_Known]:
        """The parcels that are ours, each desk's in the order of its work."""
        known: list[_Known] = []
        for one in found:
            try:
                _require_regular(one)
                with opened_parcel(one.path) as file:
                    known.append(_Known(one, look_into(self._hub, file)))
            except SyncError as error:
                self.fail({"file": str(one.path)}, error)
        return sorted(known, key=_place)

    def take_all(self, known: Iterable[_Known]) -> set[int]:
        """Take them; the desks that brought something."""
        desks: set[int] = set()
        for one in known:
            try:
                with opened_parcel(one.found.path) as file:
                    taken = take_parcel(self._hub, file)
            except SyncError as error:
                self.fail({"file": str(one.found.path)}, error)
            else:
                self._tell(one.found, taken)
                desks.add(taken.dev)
        return desks

    def fail(self, about: dict[str, Any], error: SyncError) -> None:
        self.has_trouble = True
        message = self._province.say(error.code, error.details, self._asked.language)
        document = {**about, "error": {"code": error.code, "message": message}}
        name = Path(about["file"]).name if "file" in about else f"#{about['desk']}"
        self._console.give(document, "hub.parcel_failed", name=name, message=message)

    def tell_back(self, back: Back) -> None:
        document = {
            "desk": back.dev,
            "org": back.org,
            "name": back.name,
            "acked": back.acked,
            "pages": back.pages,
            "attachments": back.files,
            "files": [str(part.path) for part in back.parts],
            "bytes": sum(part.size for part in back.parts),
        }
        names = ", ".join(part.path.name for part in back.parts)
        self._console.give(document, "hub.parcel_written", **{**document, "files": names})

    def _tell(self, found: Found, taken: TakenParcel) -> None:
        is_good = taken.is_whole and taken.answer is Answer.OK and not taken.refused
        self.has_trouble = self.has_trouble or not is_good
        told = taken.manifest
        document = {
            "file": str(found.path),
            "desk": taken.dev,
            "org": taken.org,
            "parcel": told.parcel.hex(),
            "part": told.part,
            "parts": told.parts,
            "made_at": told.made_at,
            "whole": taken.is_whole,
            "changes": told.changes,
            "taken": taken.taken,
            "answer": taken.answer.value,
            "refused": taken.refused or None,
            "attachments": taken.files,
        }
        key = "hub.parcel_taken" if is_good else "hub.parcel_taken_partly"
        self._console.give(document, key, **{**document, "file": found.path.name})


def _export(hub: Hub, desks: Iterable[int], folder: Path, taking: _Taking) -> bool:
    """Write the answers; whether one of them failed."""
    failed = False
    for dev in desks:
        try:
            taking.tell_back(export_back(hub, dev, Stick(folder)))
        except SyncError as error:
            failed = True
            taking.fail({"desk": dev}, error)
    return failed


def _place(known: _Known) -> tuple[object, ...]:
    told = known.manifest
    return (told.dev, told.ep, told.first, told.made_at, told.parcel, told.part)


def _require_regular(found: Found) -> None:
    if found.refused == ParcelIsFolder.code:
        raise ParcelIsFolder(name=found.path.name)
    if found.refused:
        raise NotAParcel(name=found.path.name)


def _all_desks(hub: Hub) -> list[int]:
    """Every desk that something can be sealed for."""
    query = select(devices.c.dev).where(devices.c.recipient_key != "").order_by(devices.c.dev)
    with hub.database.reading() as connection:
        return [row.dev for row in connection.execute(query)]
