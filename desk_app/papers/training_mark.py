"""What a desk for training says on everything of its that people outside may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from locales.catalogue import Texts


def training_mark(desk: Desk, texts: Texts) -> str:
    """That nothing here is real; empty at a real desk."""
    return texts["ui.training.band"] if desk.tray.is_training else ""
