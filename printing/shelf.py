"""The templates a desk has: those of the program, and over them what the province laid.

A province's template of a form goes before the program's from its first day on; of several in force
the one for the very procedure goes before the one for its field, that before the general one, and
the newest before the older. A faulty file is never used: what was in force stays in force.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from printing.errors import PrintError
from printing.template import Template
from printing.template_file import read_template
from printing.template_node import TemplateFault, TemplateFaulty
from printing.vocabularies import RESULT

FOLDER = Path(__file__).parent / "templates"


class NoTemplate(PrintError):
    """No template of `form` is in force on `day`; publish one whose first day has come."""

    code = "no_template"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelved:
    template: Template
    file: str
    is_own: bool  # the program's; False for the province's


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    templates: tuple[Shelved, ...]
    faults: tuple[TemplateFault, ...] = ()  # of files that are therefore not used

    def find(self, form: str, *, on: date, procedure: str = "", field: str = "") -> Template:
        """The template of a form on a day; raises NoTemplate."""
        return self.find_shelved(form, on=on, procedure=procedure, field=field).template

    def find_shelved(self, form: str, *, on: date, procedure: str = "", field: str = "") -> Shelved:
        """The same with the file it came from."""
        fitting = [
            (one, rank)
            for one in self.templates
            if one.template.form == form and one.template.is_used_on(on)
            if (rank := _rank(one.template, procedure, field))
        ]
        if not fitting:
            raise NoTemplate(form=form, day=on)
        best, _ = max(fitting, key=lambda one: (one[1], not one[0].is_own, one[0].template.since))
        return best

    def offers(self, *, on: date, procedure: str = "", field: str = "") -> list[Shelved]:
        """The results that can be made for a procedure: the most particular first, then by name."""
        best: dict[str, tuple[int, Shelved]] = {}
        for one in self.variants(RESULT, on=on):
            rank = _rank(one.template, procedure, field)
            offer = one.template.offer
            if not rank or offer is None:
                continue
            known = best.get(offer.variant)
            if known is None or _before(one, known[1]):
                best[offer.variant] = (rank, one)
        return [one for _, one in sorted(best.values(), key=lambda one: (-one[0], _name(one[1])))]

    def offered(self, variant: str, *, on: date, procedure: str = "", field: str = "") -> Shelved:
        """The one of that name; raises NoTemplate."""
        for one in self.offers(on=on, procedure=procedure, field=field):
            if one.template.offer is not None and one.template.offer.variant == variant:
                return one
        raise NoTemplate(form=variant[:40], day=on)

    def variants(self, form: str, *, on: date) -> list[Shelved]:
        """Every template of a form in force on a day."""
        return [
            one
            for one in self.templates
            if one.template.form == form and one.template.is_used_on(on)
        ]


def own_shelf() -> Shelf:
    """The templates that came with the program; raises TemplateFaulty."""
    return Shelf(templates=_own())


def shelf_over(files: Iterable[Path]) -> Shelf:
    """The program's templates with these files laid over them, faulty ones left aside."""
    shelved: list[Shelved] = []
    faults: list[TemplateFault] = []
    for path in files:
        try:
            template = read_template(path.read_bytes(), file=path.name)
        except TemplateFaulty as error:
            faults += error.faults
        else:
            shelved.append(Shelved(template=template, file=path.name, is_own=False))
    return Shelf(templates=(*_own(), *shelved), faults=tuple(faults))


@cache
def _own() -> tuple[Shelved, ...]:
    return tuple(
        Shelved(
            template=read_template(path.read_bytes(), file=path.name), file=path.name, is_own=True
        )
        for path in _files(FOLDER)
    )


def _files(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.json"))


def _before(one: Shelved, other: Shelved) -> bool:
    """Whether the province's or the newer template takes the other's place."""
    return (not one.is_own, one.template.since) > (not other.is_own, other.template.since)


def _name(shelved: Shelved) -> str:
    return shelved.template.offer.name if shelved.template.offer else ""


def _rank(template: Template, procedure: str, field: str) -> int:
    """0 where the template is not for this; the more particular, the higher."""
    if procedure in template.procedures:
        return 3
    if field in template.fields:
        return 2
    return 0 if template.procedures or template.fields else 1
