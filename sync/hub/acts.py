"""What the hub's commands do; `commands` loads this only when one of them runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sync.hub.access import invite_desk
from sync.hub.hub import Hub, make_hub, open_hub
from sync.hub.keys import OFFLINE_FOLDER
from sync.hub.lanes import read_lane, write_lane
from sync.hub.overview import DeskView, desks, told
from sync.hub.results import Sent, publish_file, release_dossier, send_result
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console, hub_folder
from sync.hub.tls import fingerprint, renew_leaf

_VIETNAM = timezone(timedelta(hours=7))


def init(province: Province, asked: Asked, console: Console, *, hosts: Sequence[str]) -> None:
    folder = hub_folder(asked.data)
    hub = make_hub(folder, province, database_url=asked.database or None)
    hub.database.close()
    if hosts:
        renew_leaf(folder, hosts, now=province.clock())
    hub_id = hub.key.hub_id.hex()
    document = {
        "data": str(folder),
        "hub_id": hub_id,
        "database": hub.database.engine.url.render_as_string(),
        "offline": str(folder / OFFLINE_FOLDER),
        **({"tls_root": fingerprint(folder)} if hosts else {}),
    }
    offline = folder / OFFLINE_FOLDER
    console.give(document, "hub.made", folder=folder, hub_id=hub_id, offline=offline)


def invite(province: Province, asked: Asked, console: Console, *, org: str, lane: str) -> None:
    wanted = read_lane(lane) if lane else None
    with opened(province, asked) as hub:
        made = invite_desk(hub, org, lane=wanted)
    until = datetime.fromtimestamp(made.expires_at, UTC)
    day = until.astimezone(_VIETNAM).strftime("%d/%m/%Y")
    granted = write_lane(made.lane)
    document = {
        "code": made.code,
        "org": made.org,
        "lane": granted,
        "expires_at": until.isoformat(),
    }
    console.give(document, "hub.invited", **{**document, "until": day})


def publish(province: Province, asked: Asked, console: Console, *, file: Path) -> None:
    with opened(province, asked) as hub:
        sent = publish_file(hub, file)
    console.give(_sent(sent, file), "hub.published", file=file.name)


def result(province: Province, asked: Asked, console: Console, *, code: str, file: Path) -> None:
    with opened(province, asked) as hub:
        sent = send_result(hub, code, file)
    document = {"code": code, **_sent(sent, file)}
    console.give(document, "hub.result_sent", code=code, file=file.name)


def release(province: Province, asked: Asked, console: Console, *, code: str, reason: str) -> None:
    with opened(province, asked) as hub:
        pos = release_dossier(hub, code, reason)
    console.give({"code": code, "pos": pos}, "hub.released", code=code)


def list_desks(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        views = desks(hub)
    if not views:
        console.tell("hub.no_desks")
    for view in views:
        lanes = ", ".join(write_lane(lane) for lane in view.lanes)
        contact = view.last_contact_at
        when = "–" if contact is None else contact.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M")
        words = {**told(view), "lanes": lanes, "last_contact_at": when}
        told_so = {"clock": _clock(console, view), "state": _state(console, view)}
        console.give(told(view), "hub.desk", **words, **told_so)


def _clock(console: Console, view: DeskView) -> str:
    """By how much the machine's clock is off: as it measured, else as its last batch shows."""
    off = view.clock_behind_s if view.clock_offset_s is None else view.clock_offset_s
    if off is None:
        return console.say("hub.clock_unknown")
    return console.say("hub.clock_off", seconds=off, age=view.clock_age_s or 0)


def _state(console: Console, view: DeskView) -> str:
    """What somebody must know of the machine before all else."""
    said = ""
    if view.is_revoked:
        said += console.say("hub.desk_revoked")
    if view.frozen:
        said += console.say("hub.desk_frozen")
    if view.quarantined:
        said += console.say("hub.desk_quarantined", count=view.quarantined)
    return said


@contextmanager
def opened(province: Province, asked: Asked) -> Iterator[Hub]:
    """The hub of the data folder, closed again after the block."""
    folder = hub_folder(asked.data)
    hub = open_hub(folder, province, database_url=asked.database or None)
    try:
        yield hub
        hub.vigil.note(hub.database, now=hub.now())
    finally:
        hub.database.close()


def _sent(sent: Sent, file: Path) -> dict[str, Any]:
    return {
        "scope": sent.scope,
        "pos": sent.pos,
        "sha256": sent.sha256,
        "size": sent.size,
        "file": str(file.absolute()),
    }
