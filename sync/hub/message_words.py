"""The texts of messages that the province published in place of ours: `messages.json`, schema 1.

`{"schema": 1, "messages": [{"state", "words", "from": day, "until": day|null, "source"}]}`. In the
words stand the places {code}, {due}, {place} and {link}. It was judged before it was published;
what a hub cannot read of it all the same leaves our own text in its place.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

FILE, KEY = "messages.json", "messages"
STATES = ("received", "supplement_requested", "payment_requested", "done", "stopped")
PLACES = ("code", "due", "place", "link")
MOST_LETTERS = 300  # two long SMS


def words_on(day: date, content: bytes | None) -> dict[str, str]:
    """By the state, those in force that day."""
    try:
        entries = json.loads(content or b"{}").get(KEY, [])
        return {one["state"]: one["words"] for one in entries if _holds(one, day)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def filled(words: str, told: Mapping[str, str]) -> str:
    """With what is told in its places."""
    for place in PLACES:
        words = words.replace(f"{{{place}}}", told[place])
    return words.strip()


def _holds(entry: Mapping[str, Any], day: date) -> bool:
    first, last = date.fromisoformat(entry["from"]), entry["until"]
    return first <= day and (last is None or day <= date.fromisoformat(last))
