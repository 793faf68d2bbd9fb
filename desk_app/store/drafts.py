"""Forms being filled in, kept at every change for each user, gone when the form was sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk_app.store.database import Database


class Drafts:
    """What users have typed and not sent; never synced."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, user: int, form: str, content: Any, *, at: datetime) -> None:
        """Keep the draft as it is now; `content` is JSON. A frozen database keeps none."""
        if self._database.is_frozen:
            return
        with self._database.writing():
            self._database.execute(
                """
                INSERT INTO drafts VALUES (?, ?, ?, ?)
                ON CONFLICT (user, form) DO UPDATE
                SET content = excluded.content, changed_at = excluded.changed_at
                """,
                (user, form, json.dumps(content, ensure_ascii=False), int(at.timestamp())),
            )

    def get(self, user: int, form: str) -> tuple[Any, datetime] | None:
        """The draft and when it was last changed, or None."""
        row = self._database.row(
            "SELECT content, changed_at FROM drafts WHERE user = ? AND form = ?", (user, form)
        )
        return None if row is None else (json.loads(row[0]), datetime.fromtimestamp(row[1], UTC))

    def drop(self, user: int, form: str) -> None:
        """Forget the draft; safe to repeat."""
        if self._database.is_frozen:
            return
        with self._database.writing():
            self._database.execute("DELETE FROM drafts WHERE user = ? AND form = ?", (user, form))
