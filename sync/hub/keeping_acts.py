"""What the hub's commands about its own copies do."""

from pathlib import Path

from sync.hub.acts import opened
from sync.hub.backup import back_up, verify
from sync.hub.restoring import renew, restore_hub
from sync.hub.rules import Province
from sync.hub.terminal import Asked, Console, hub_folder


def backup(
    province: Province,
    asked: Asked,
    console: Console,
    *,
    to: Path | None,
    verified: int | None,
) -> None:
    """Copy the hub, or say that a copy made with PostgreSQL's tools was read back."""
    with opened(province, asked) as hub:
        if to is None:
            logs = verify(hub, verified or 0)
            told = {"number": verified, "verified": True, "logs": logs}
            console.give(told, "hub.copy_verified", number=verified)
            return
        copy = back_up(hub, to.expanduser().absolute())
    document = {
        "number": copy.number,
        "folder": str(copy.folder),
        "files": copy.files,
        "verified": copy.is_verified,
        "command": copy.command,
    }
    key = "hub.copied" if copy.is_verified else "hub.copy_begun"
    console.give(document, key, **document)


def restore(province: Province, asked: Asked, console: Console, *, copy: Path | None) -> None:
    """Put a copy back, or begin anew with a database that was put back by other means."""
    folder, database_url = hub_folder(asked.data), asked.database or None
    if copy is None:
        done = renew(folder, province, database_url=database_url)
    else:
        source = copy.expanduser().absolute()
        done = restore_hub(source, folder, province, database_url=database_url)
    document = {"folder": str(folder), "made_at": done.made_at, "hub_ep": str(done.hub_ep)}
    console.give(document, "hub.put_back", **document)
