"""What a hub, put back from an older copy, has lost and this desk still holds.

Changes of the hub itself that its feed brings no more, and files it may have no more. Nothing here
is thrown away: the hub takes both again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.protocol.lost_words import LostWord
from sync.protocol.versions import HUB_DEV

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.store.database import Database


def note_lost(database: Database, scope: str, turn: int, *, epoch: int) -> None:
    """A feed was begun anew: what the new turn did not bring is about to lose the hub's word.

    Every file is in doubt then and is shown to the hub again, those it sent us too.
    """
    database.execute(
        """
        INSERT OR IGNORE INTO lost_words
        SELECT author, epoch, number, scope FROM settled
        WHERE scope = ? AND turn < ? AND author = ?
        """,
        (scope, turn, HUB_DEV),
    )
    database.execute(
        """
        UPDATE files SET is_at_hub = 0, named_epoch = coalesce(named_epoch, ?),
            named_number = coalesce(named_number, 0)
        WHERE named_number IS NOT NULL OR purpose IN ('result', 'published')
        """,
        (epoch,),
    )


def lost_words(database: Database) -> Mapping[str, Sequence[LostWord]]:
    """By scope, the hub's own changes that its feeds have no more, the oldest first."""
    found: dict[str, list[LostWord]] = {}
    for scope, epoch, raw in database.rows(_LOST):
        found.setdefault(scope, []).append(LostWord(ep=epoch, raw=bytes(raw)))
    return found


def words_known(database: Database, words: Sequence[LostWord]) -> None:
    """The hub has these again; inside a transaction."""
    for word in words:
        database.execute(
            """
            DELETE FROM lost_words WHERE (author, epoch, number) IN (
                SELECT author, epoch, number FROM journal
                WHERE author = ? AND epoch = ? AND record = ?
            )
            """,
            (HUB_DEV, word.ep, word.raw),
        )


_LOST = """
    SELECT l.scope, l.epoch, j.record FROM lost_words AS l
    JOIN journal AS j ON j.author = l.author AND j.epoch = l.epoch AND j.number = l.number
    WHERE NOT EXISTS (
        SELECT 1 FROM settled AS s
        WHERE s.author = l.author AND s.epoch = l.epoch AND s.number = l.number
    )
    ORDER BY l.epoch, l.number
"""
