"""Where timestamps come from: addresses as dated data, overridden by the province or the desk."""

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from desk_app.signing.certificate import VIETNAM
from desk_app.signing.errors import TimestampServiceWrong

CHOSEN = "timestamp_service"  # setting: the address chosen at this desk
OVERRIDE = "timestamp_services.json"  # in the data folder, of the same form as ours

_KNOWN = Path(__file__).with_name("services.json")


def timestamp_service(chosen: str | None, at: datetime, *, folder: Path | None = None) -> str:
    """The address to ask at that moment; empty where none is chosen and none is confirmed.

    Raises TimestampServiceWrong where the province's file is not of its form.
    """
    if chosen:
        return chosen
    own = folder / OVERRIDE if folder is not None else _KNOWN
    file = own if own.is_file() else _KNOWN
    day = at.astimezone(VIETNAM).date().isoformat()
    try:
        for one in json.loads(file.read_text("utf-8"))["services"]:
            if one["confirmed"] and one["since"] <= day <= one["until"]:
                return checked_address(one["address"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TimestampServiceWrong(address=file.name) from error
    return ""


def checked_address(address: str) -> str:
    """The address without blanks around; raises TimestampServiceWrong."""
    stripped = address.strip()
    try:
        parts = urlsplit(stripped)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError as error:
        raise TimestampServiceWrong(address=stripped[:80]) from error
    if stripped and not is_address:
        raise TimestampServiceWrong(address=stripped[:80])
    return stripped
