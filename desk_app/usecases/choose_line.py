"""Pause the rounds or leave files out (tạm dừng, chỉ gửi dữ liệu), on an expensive line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from sync.client.replica import Modes

if TYPE_CHECKING:
    from desk_app.desk import Desk


def choose_line(
    desk: Desk, *, paused: bool | None = None, records_only: bool | None = None
) -> Modes:
    """What holds from now on, over restarts too; None leaves a choice as it is.

    A round that runs obeys before its next slice. A round somebody asks for runs also while paused.
    Raises NotPermitted.
    """
    desk.require(Act.LOOK)
    now = desk.replica.modes()
    chosen = Modes(
        is_paused=now.is_paused if paused is None else paused,
        records_only=now.records_only if records_only is None else records_only,
    )
    desk.replica.choose(chosen)
    return chosen
