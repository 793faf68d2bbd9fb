"""Slices of files on their way to the hub: the next goes out while the last is being answered.

On a line of long delay a turn for each slice would cost a tenth of it. The hub is right about how
far it has come: whatever it answers, and in whatever order, is where the file goes on.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sync.client.file_way import FileWay
from sync.client.pace import Pace
from sync.client.port import Held, Underway
from sync.client.replica import FileToSend
from sync.errors import FileDamaged, FileTooLarge, FileUnknown, OffsetConflict
from sync.protocol.file_pass import MOST_ASKED

FAILURES = (FileDamaged, FileTooLarge, FileUnknown, OffsetConflict)  # of one file alone

_MOST_UNDER_WAY = 2
_MOST_CONFLICTS = 4  # of one file in one round


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One slice on its way."""

    file: FileToSend
    start: int
    end: int
    began: float  # a moment of the pace
    answer: Underway


class Sending:
    """What one round knows of the files it sends."""

    def __init__(self, way: FileWay, pace: Pace) -> None:
        self._way = way
        self._pace = pace
        self._parts: list[Part] = []  # under way, the oldest first
        self._held: dict[str, Held] = {}  # as the hub told
        self._conflicts: dict[str, int] = {}

    def learn(self, waiting: Sequence[FileToSend]) -> None:
        """Ask once how far the hub has those that were not asked for yet."""
        unknown = [file.sha256 for file in waiting if file.sha256 not in self._held]
        if unknown:
            asked = unknown[:MOST_ASKED]
            self._held.update(zip(asked, self._way.have(asked), strict=True))

    def offset(self, file: FileToSend) -> int:
        """How far the hub has a file, as it said last."""
        held = self._held.get(file.sha256)
        return held.offset if held is not None else 0

    def is_complete(self, file: FileToSend) -> bool:
        held = self._held.get(file.sha256)
        return held is not None and held.is_complete

    def next_of(self, waiting: Sequence[FileToSend]) -> FileToSend | None:
        """The first file of which a slice may go now; None where an answer must come before."""
        if len(self._parts) >= _MOST_UNDER_WAY:
            return None
        return next((file for file in waiting if self._has_more(file)), None)

    def begin(self, file: FileToSend) -> None:
        """Put the next slice of a file on its way."""
        began, start = self._pace.now(), self._end(file)
        answer, end = self._way.begin(file, start)
        self._parts.append(Part(file=file, start=start, end=end, began=began, answer=answer))

    def spare_s(self) -> float:
        """How long the next slice should wait for those under way."""
        return self._pace.spare_s() if self._parts else 0.0

    def wait(self, within_s: float | None) -> None:
        """For the oldest answer, or for so long."""
        if self._parts:
            self._parts[0].answer.is_answered(within_s=within_s)

    def answered(self) -> Part | None:
        """The oldest part, if its answer is here; it is under way no more."""
        is_here = self._parts and self._parts[0].answer.is_answered(within_s=0.0)
        return self._parts.pop(0) if is_here else None

    def settle(self, part: Part) -> int:
        """Take an answer: how many bytes more the hub has; raises one of FAILURES."""
        name, before = part.file.sha256, self.offset(part.file)
        try:
            held = part.answer.told()
        except OffsetConflict as error:
            held = self._meet_conflict(part.file, error)
        else:
            left = sum(other.end - other.start for other in self._parts)
            self._pace.answered(part.end - part.start, since=part.began, left=left)
        self._held[name] = held
        return max(0, held.offset - before)

    def _has_more(self, file: FileToSend) -> bool:
        if file.sha256 not in self._held or self.is_complete(file):
            return False
        is_under_way = any(part.file.sha256 == file.sha256 for part in self._parts)
        return not is_under_way or self._end(file) < file.size

    def _end(self, file: FileToSend) -> int:
        """Where the hub will be in a file once all that is under way is there."""
        ends = [part.end for part in self._parts if part.file.sha256 == file.sha256]
        return max(ends, default=self.offset(file))

    def _meet_conflict(self, file: FileToSend, error: OffsetConflict) -> Held:
        """The hub has come to another place than thought; what else is under way was in vain."""
        conflicts = self._conflicts[file.sha256] = self._conflicts.get(file.sha256, 0) + 1
        if conflicts > _MOST_CONFLICTS:
            raise error
        others = [part for part in self._parts if part.file.sha256 == file.sha256]
        for part in others:
            self._parts.remove(part)
            with suppress(*FAILURES):
                part.answer.told()
        return self._way.held(file.sha256)
