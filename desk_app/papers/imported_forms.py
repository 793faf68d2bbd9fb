"""A form's layout (mẫu) as the province replaces it: a template file, tried by a sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.opening import place_of, the_catalogue
from desk_app.papers.sample import SampleDesk
from desk_app.papers.sample_office import draw_preview
from printing.errors import PrintError
from printing.shelf import own_shelf
from printing.template_file import read_template
from printing.template_node import TemplateFaulty
from sync.hub.shelf_rules import Flaw, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from printing.template import Template

_SAMPLE = "H17.20443"  # an invented organisation code of a real commune
_NOWHERE = Path("/nonexistent")  # no names of a desk of its own


def read(name: str, content: bytes) -> Reading:
    """With every fault and its place in the file; what cannot be drawn is a fault too."""
    try:
        template = read_template(content, file=name)
    except TemplateFaulty as error:
        flaws = [Flaw(0, fault.place, f"form_{fault.kind}", fault.note) for fault in error.faults]
        return _reading("", b"", None, flaws)
    try:
        _draw(template)
    except PrintError as error:
        return _reading("", b"", None, [Flaw(0, "", "form_undrawn", str(error))])
    return _reading(_file_of(template), content, template, [])


def preview(content: bytes) -> bytes:
    """A sample of invented people, as PDF."""
    return _draw(read_template(content, file=""))


def _draw(template: Template) -> bytes:
    catalogue = the_catalogue()
    place = place_of(catalogue, _SAMPLE, {}, data=_NOWHERE)
    desk = SampleDesk(place=place, catalogue=catalogue, templates=own_shelf())
    variant = template.offer.variant if template.offer else ""
    return draw_preview(desk, template.form, template=template, variant=variant)


def _file_of(template: Template) -> str:
    """One file a form, variant and first day: a later version of it takes its place."""
    variant = f"-{template.offer.variant}" if template.offer else ""
    return f"template-{template.form}{variant}-{template.since.isoformat()}.json"


def _reading(
    file: str, content: bytes, template: Template | None, flaws: Sequence[Flaw]
) -> Reading:
    return Reading(
        file=file,
        content=content,
        rows=len(template.blocks) if template else 0,
        begins=template.since if template else None,
        flaws=tuple(flaws),
    )
