"""What one round with the hub did, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """What one round did."""

    sent: int  # changes the hub acknowledged for the first time
    settled: int  # own changes that got their verdict
    refused: int  # of these
    held: int  # of these
    received: int  # changes of others
    files_up: int
    files_down: int
    files_failed: int  # tried again in the next round
    bytes_up: int
    bytes_down: int
    next_contact_s: int  # how long an idle desk may wait
