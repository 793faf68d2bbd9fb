"""Enrolling without a line: the request goes to the province on a stick, the answer comes back.

Neither file holds a secret: the code stays on paper, and what is in the files is of use to this
machine and this hub alone.
"""

import os
from pathlib import Path

from sync.errors import EnrolmentWaits
from sync.parcel.errors import StickUnreadable
from sync.parcel.stick import stick_troubles
from sync.protocol.versions import MAX_BODY_BYTES

ANSWER_SUFFIX = ".answer"


class EnrolFile:
    """What `enrol` asks, by a file and the answer beside it."""

    def __init__(self, request: Path) -> None:
        self._request = request

    @property
    def answer(self) -> Path:
        return self._request.with_suffix(ANSWER_SUFFIX)

    def enrol(self, body: bytes) -> bytes:
        """The answer, where it lies there; else the request is written.

        Raises EnrolmentWaits once it is, StickGone, StickReadOnly, StickFull, StickUnreadable.
        """
        with stick_troubles(reading=True):
            if self.answer.is_file():
                with self.answer.open("rb") as file:
                    return file.read(MAX_BODY_BYTES)
        if self._request.is_dir():
            raise StickUnreadable
        with stick_troubles():
            part = self._request.with_name(self._request.name + ".part")
            with part.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._request)
        raise EnrolmentWaits(file=self._request)
