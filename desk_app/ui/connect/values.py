"""What a field of a dossier says, as people write it: a day by its figures, sex in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from desk_app.domain.identity import Sex
from desk_app.ui import formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locales.catalogue import Texts


def as_read(value: str, field: str, texts: Texts) -> str:
    """`field`: applicant.birth_on, submitter.sex, …; any other value is words already."""
    if not value:
        return texts["ui.settle.empty"]
    match field.rpartition(".")[2]:
        case "birth_on":
            return _day(value)
        case "sex":
            return dict(sexes(texts)).get(value, value)
        case _:
            return value


def begun(name: str) -> str:
    """A field's name where a sentence begins with it."""
    return f"{name[:1].upper()}{name[1:]}"


def sexes(texts: Texts) -> Sequence[tuple[str, str]]:
    """Our own word for each, and the one people read."""
    return [(sex, texts[f"sex.{sex}"]) for sex in Sex]


def _day(value: str) -> str:
    with suppress(ValueError):
        return formats.day(date.fromisoformat(value))
    return value
