"""What `hub compact` does."""

from sync.hub.acts import opened
from sync.hub.rules import Province
from sync.hub.snapshots import compact_all
from sync.hub.terminal import Asked, Console

_DAY_S = 86_400


def compact(province: Province, asked: Asked, console: Console, *, days: int) -> None:
    with opened(province, asked) as hub:
        done = compact_all(hub, before=hub.now() - days * _DAY_S)
    if not done:
        console.tell("hub.nothing_to_compact")
    for one in done:
        console.give(one._asdict(), "hub.compacted", **one._asdict())
