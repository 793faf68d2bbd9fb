"""What the hub's commands about serving, what waits and TLS do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sync.hub.acts import opened
from sync.hub.events import all_as_events, to_stderr
from sync.hub.faces import FACE_WORDS, faces_of
from sync.hub.judging_again import judge_opaque
from sync.hub.keys import load_key
from sync.hub.overview import held, told_held
from sync.hub.rules import Province
from sync.hub.serving import LOOPBACK, Address, Listening
from sync.hub.serving import serve as listen
from sync.hub.terminal import Asked, Console, hub_folder
from sync.hub.tls import RENEW_WITHIN_DAYS, Leaf, fingerprint, read_leaf, renew_leaf
from sync.hub.watching import Watch

_VIETNAM = timezone(timedelta(hours=7))


def serve(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    desks_at: tuple[str, int],
    admin_at: tuple[str, int] | None,
    is_tls: bool,
    faces_at: Mapping[str, str] | None = None,
) -> None:
    faces = faces_of(faces_at or {})

    def say_listening(where: Listening) -> None:
        document = {"url": where.url}
        if where.admin_url:
            document["admin_url"] = where.admin_url
        document |= {f"{name}_url": url for name, url in where.face_urls.items()}
        console.give(document, "hub.listening", url=where.url)
        if where.admin_url:
            console.tell("hub.admin_listening", url=where.admin_url)
        for name, url in where.face_urls.items():
            console.tell(FACE_WORDS[name], url=url)
        if not is_tls and desks_at[0] not in LOOPBACK:
            console.warn("hub.plain", url=where.url)
        if is_tls:
            _warn_of_end(console, hub_folder(asked.data), province.clock())

    events = to_stderr()
    with opened(province, asked) as hub, all_as_events(events):
        listen(
            hub,
            Address(host=desks_at[0], port=desks_at[1]),
            listening=say_listening,
            admin=Address(host=admin_at[0], port=admin_at[1]) if admin_at else None,
            is_tls=is_tls,
            watch=Watch(events=events),
            faces=faces,
        )


def list_held(province: Province, asked: Asked, console: Console) -> None:
    is_empty = True
    with opened(province, asked) as hub:
        for view in held(hub):
            is_empty = False
            document = told_held(view)
            since = view.since.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M")
            words = {**document, "since": since, "reason": console.word("reason", view.reason)}
            console.give(document, f"hub.held.{view.verdict}", **words)
    if is_empty:
        console.tell("hub.nothing_held")


def judge_again(province: Province, asked: Asked, console: Console) -> None:
    with opened(province, asked) as hub:
        done = judge_opaque(hub)
    document = {"judged": done.judged, "in_force": done.in_force, "still_opaque": done.left}
    console.give(document, "hub.judged_again", **document)


def renew_tls(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    hosts: Sequence[str],
    root_key: Path | None,
) -> None:
    folder = hub_folder(asked.data)
    load_key(folder)  # no certificates where there is no hub
    leaf = renew_leaf(folder, hosts, now=province.clock(), root_key=root_key)
    until = leaf.ends_at.astimezone(_VIETNAM).strftime("%d/%m/%Y")
    words = {"hosts": ", ".join(leaf.hosts), "until": until, "root": fingerprint(folder)}
    console.give(told_leaf(folder, leaf), "hub.tls_renewed", **words)


def told_leaf(folder: Path, leaf: Leaf) -> dict[str, Any]:
    return {
        "tls_hosts": list(leaf.hosts),
        "tls_ends_at": leaf.ends_at.isoformat(),
        "tls_root": fingerprint(folder),
    }


def _warn_of_end(console: Console, folder: Path, now: datetime) -> None:
    left = read_leaf(folder).days_left(now)
    if left < RENEW_WITHIN_DAYS:
        console.warn("hub.tls_ends", days=max(0, left))
