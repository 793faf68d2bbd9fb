"""The line to the province in words: how far a round has come, what was damaged, the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desk_app.ui import formats, words
from desk_app.ui.screens.line import LineShown

if TYPE_CHECKING:
    from desk_app.queries.syncing import FilesUnderway, SyncStatus
    from locales.catalogue import Texts

_NOTABLE_OFFSET_S = 300  # the province flags what is dated further off


def line_shown(status: SyncStatus, texts: Texts) -> LineShown:
    running = status.running
    done = running.bytes_done if running else 0
    whole = done + running.bytes_left if running else 0
    aside = len(status.files_aside)
    return LineShown(
        progress=_progress(running, texts) if running else "",
        share=done / whole if whole else 0.0,
        aside=texts.say("ui.line.aside", count=aside) if aside else "",
        is_paused=status.is_paused,
        records_only=status.records_only,
    )


def clock_words(status: SyncStatus, texts: Texts) -> str:
    """How far this clock is off, once it is worth telling; else nothing."""
    offset, age = status.clock_offset_s, status.clock_age
    if offset is None or age is None or abs(offset) < _NOTABLE_OFFSET_S:
        return ""
    key = "ui.sync.clock_behind" if offset > 0 else "ui.sync.clock_ahead"
    off = words.span(timedelta(seconds=abs(offset)), texts)
    return texts.say(key, off=off, age=words.span(age, texts))


def _progress(running: FilesUnderway, texts: Texts) -> str:
    return texts.say(
        "ui.line.progress",
        files=running.files_left,
        left=formats.size(running.bytes_left),
        rate=formats.size(int(running.rate)),
        time=words.span(timedelta(seconds=running.seconds_left), texts),
    )
