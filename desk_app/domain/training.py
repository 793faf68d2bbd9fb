"""A desk for training holds invented work alone and reaches nobody outside."""

from __future__ import annotations

from desk_app.domain.errors import RuleBroken

TRAINING = "training"  # setting of the store, and the name of the mark beside it


class InTraining(RuleBroken):
    """The desk is for training: it has its own province, and no real key signs here."""

    code = "in_training"


def require_real(*, is_training: bool) -> None:
    """Raises InTraining."""
    if is_training:
        raise InTraining
