"""What the hub's command about the key of a desk does."""

from pathlib import Path

from sync.hub.acts import opened
from sync.hub.console.key_recovery import answer_recovery
from sync.hub.errors import FileUnreadable
from sync.hub.keys import ESCROW_FILE, OFFLINE_FOLDER, load_escrow
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console, hub_folder


def recover_desk(
    province: Province, asked: Asked, console: Console, *, code: str, key: Path | None, out: Path
) -> None:
    """Raises RecoveryRefused, SealKeyRefused, SealBroken, FileUnreadable."""
    opening = load_escrow(key or hub_folder(asked.data) / OFFLINE_FOLDER / ESCROW_FILE)
    with opened(province, asked) as hub:
        answer = answer_recovery(hub, code, opening)
    try:
        out.write_bytes(answer)
    except OSError as error:
        raise FileUnreadable(path=out) from error
    console.give({"code": code, "file": str(out)}, "hub.desk_recovered", code=code, file=out)
