"""Write a report as a file into the desk's folder of reports (xuất báo cáo)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.domain.errors import RuleBroken
from desk_app.domain.rights import Act

if TYPE_CHECKING:
    from pathlib import Path

    from desk_app.desk import Desk

_FOLDER = "reports"


class ReportUnwritable(RuleBroken):
    """The folder of reports may not be written, or its disk is full; nothing was left there."""

    code = "report_unwritable"


def save_report(desk: Desk, content: bytes, *, name: str = "so-in", suffix: str = "csv") -> Path:
    """Where it lies, readable by this account alone; it bears codes and names.

    `name` begins the file's name. Raises NotPermitted, ReportUnwritable.
    """
    desk.require(Act.LOOK)
    now = desk.clock.now().astimezone(VIETNAM)
    path = desk.folder / "desk" / _FOLDER / f"{name}-{now:%Y%m%d-%H%M%S}.{suffix}"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise ReportUnwritable from error
    return path
