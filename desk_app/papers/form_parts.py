"""The parts of a form's template file, as two versions of it are compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desk_app.papers.imported_rates import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_LETTERS = 400  # of one part


def told(content: bytes) -> list[Told]:
    """The parts of a file, compared one by one."""
    if not content:
        return []
    entry: dict[str, Any] = json.loads(content)
    return [
        Told(key=(name,), name=name, value=_said(part), begins=str(entry["from"]))
        for name, part in _parts(entry)
    ]


def _parts(entry: dict[str, Any]) -> Sequence[tuple[str, Any]]:
    blocks = [
        (f"blocks {number} ({one.get('block', '')})", one)
        for number, one in enumerate(entry["blocks"], start=1)
    ]
    return [*((name, part) for name, part in entry.items() if name != "blocks"), *blocks]


def _said(part: object) -> str:
    words = part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)
    return words if len(words) <= _MOST_LETTERS else f"{words[:_MOST_LETTERS]}…"
