"""What the hub's commands do; `commands` loads this only when one of them runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sync.hub.access import invite_desk
from sync.hub.console import Asked, Console, hub_folder
from sync.hub.hub import Hub, make_hub, open_hub
from sync.hub.keys import OFFLINE_FOLDER
from sync.hub.lanes import read_lane, write_lane
from sync.hub.overview import desks, told
from sync.hub.results import Sent, publish_file, release_dossier, send_result
from sync.hub.rules import Province
from sync.hub.serving import serve as listen

_VIETNAM = timezone(timedelta(hours=7))


def init(province: Province, asked: Asked, console: Console) -> None:
    folder = hub_folder(asked.data)
    hub = make_hub(folder, province, database_url=asked.database or None)
    hub.database.close()
    hub_id = hub.key.hub_id.hex()
    document = {
        "data": str(folder),
        "hub_id": hub_id,
        "database": hub.database.engine.url.render_as_string(),
        "offline": str(folder / OFFLINE_FOLDER),
    }
    offline = folder / OFFLINE_FOLDER
    console.give(document, "hub.made", folder=folder, hub_id=hub_id, offline=offline)


def serve(province: Province, asked: Asked, console: Console, *, host: str, port: int) -> None:
    def say_listening(url: str) -> None:
        console.give({"url": url}, "hub.listening", url=url)

    with opened(province, asked) as hub:
        listen(hub, host, port, listening=say_listening)


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
        document = told(view)
        lanes = ", ".join(write_lane(lane) for lane in view.lanes)
        contact = view.last_contact_at
        when = "–" if contact is None else contact.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M")
        words = {**document, "lanes": lanes, "last_contact_at": when}
        console.give(document, "hub.desk", **words)


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
