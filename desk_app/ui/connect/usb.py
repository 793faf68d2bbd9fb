"""Work on a stick, in words: what waits, how far it has come, what to do with the stick then."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from desk_app.queries.parcels import drives, parcel_status
from desk_app.ui import formats
from desk_app.ui.screens.usb import UsbCalls, UsbShown
from desk_app.usecases.export_parcel import export_parcel
from desk_app.usecases.import_parcels import import_parcels
from desk_app.usecases.print_slip import print_slip

if TYPE_CHECKING:
    from typing import Any, Protocol

    from desk_app.desk import Desk
    from desk_app.queries.parcels import Drive
    from desk_app.usecases.import_parcels import TakenParcels
    from locales.catalogue import Texts

    class Progress(Protocol):
        @property
        def done(self) -> int: ...

        @property
        def total(self) -> int: ...


_SURE_AFTER_S = 1.0  # an estimate from less is a guess


class _Under:
    """The work under way: how far it is, and whether a person wants it to end."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._progress: Progress | None = None
        self._is_stopping = False

    def begin(self) -> None:
        self._began, self._progress, self._is_stopping = monotonic(), None, False

    def end(self) -> None:
        self._progress = None

    def tell(self, progress: Progress) -> None:
        self._progress = progress

    def stop(self) -> None:
        self._is_stopping = True

    def should_stop(self) -> bool:
        return self._is_stopping

    def words(self, texts: Texts) -> tuple[str, float | None]:
        """How far it is, and the share of the whole."""
        now = self._progress
        if now is None or not now.total:
            return "", None
        moved = texts.say(
            "ui.usb.moved", done=formats.size(now.done), total=formats.size(now.total)
        )
        taken = monotonic() - self._began
        if taken < _SURE_AFTER_S or not now.done:
            return moved, now.done / now.total
        left = round(taken * (now.total - now.done) / now.done)
        return f"{moved} · {texts.say('ui.usb.left', seconds=left)}", now.done / now.total


@cache
def _under(folder: Path) -> _Under:
    """The same for every drawing of the screen: the work goes on while it is drawn anew."""
    del folder
    return _Under()


def usb_calls(desk: Desk, texts: Texts) -> UsbCalls:
    under = _under(desk.folder)

    def send(folder: str) -> str:
        return _watched(under, lambda: _send(desk, texts, Path(folder), under))

    def receive(folder: str) -> str:
        return _watched(under, lambda: _receive(desk, texts, Path(folder), under))

    return UsbCalls(
        load=lambda: _shown(desk, texts, under),
        send=send,
        receive=receive,
        stop=under.stop,
        print_slip=lambda: _print_slip(desk, texts),
    )


def _watched(under: _Under, work: Any) -> str:
    under.begin()
    try:
        return str(work())
    finally:
        under.end()


def _send(desk: Desk, texts: Texts, folder: Path, under: _Under) -> str:
    note = export_parcel(desk, folder, tell=under.tell, should_stop=under.should_stop)
    return texts.say(
        "ui.usb.sent",
        changes=_changes(texts, note.first, note.changes),
        files=note.files,
        size=formats.size(note.bytes),
        name=note.parts[0][0],
    )


def _changes(texts: Texts, first: int, count: int) -> str:
    """How many, and from which number to which."""
    if not count:
        return texts["ui.usb.no_changes"]
    return texts.say("ui.usb.changes", count=count, first=first, last=first + count - 1)


def _receive(desk: Desk, texts: Texts, folder: Path, under: _Under) -> str:
    taken = import_parcels(desk, folder, tell=under.tell, should_stop=under.should_stop)
    return " ".join([_came(taken, texts), *_beside(taken, texts)])


def _came(taken: TakenParcels, texts: Texts) -> str:
    if not taken.parcels:
        return texts["ui.usb.nothing"]
    return texts.say(
        "ui.usb.came",
        acked=taken.acked,
        settled=taken.settled,
        received=taken.received,
        files=taken.files,
    )


def _beside(taken: TakenParcels, texts: Texts) -> list[str]:
    told = [texts.say("parcel.torn", name=name) for name in taken.torn]
    if not taken.parcels:
        told += [texts.error(code, {"name": name}) for name, code in taken.left_alone]
    if taken.has_gap:
        told.append(texts["parcel.gap"])
    if taken.others:
        told.append(texts["ui.usb.epoch"])
    return told


def _print_slip(desk: Desk, texts: Texts) -> str:
    note = parcel_status(desk).last[0]
    print_slip(desk, note)
    return texts["ui.usb.slip_printed"]


def _shown(desk: Desk, texts: Texts, under: _Under) -> UsbShown:
    status = parcel_status(desk)
    going, share = under.words(texts)
    facts = [
        texts.say(
            "ui.usb.waits",
            changes=_changes(texts, status.first, status.changes_waiting),
            files=status.files_waiting,
            size=formats.size(status.bytes_waiting),
        )
    ]
    if status.since is not None:
        facts.append(
            texts.say(
                "ui.usb.on_stick",
                at=formats.moment(status.since),
                changes=status.changes_on_stick,
                files=status.files_on_stick,
            )
        )
    return UsbShown(
        facts=tuple(facts),
        drives=tuple((str(one.folder), _named(one, texts)) for one in drives()),
        has_slip=bool(status.last),
        going=going,
        share=share,
    )


def _named(drive: Drive, texts: Texts) -> str:
    if drive.free_bytes is None:
        return drive.name
    return texts.say("ui.usb.drive", name=drive.name, free=formats.size(drive.free_bytes))
