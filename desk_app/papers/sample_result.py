"""A result of an invented dossier, filled with its template's examples, to see how it looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk_app.papers.made_result import About, made_by
from desk_app.papers.sample import story_of
from printing.shelf import NoTemplate, own_shelf
from printing.vocabularies import RESULT

if TYPE_CHECKING:
    from desk_app.papers.sample import SampleDesk
    from printing.template import Template

_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_PLAIN = "van-ban"  # also what is copied by a template that copies


def draw_result_sample(
    desk: SampleDesk, *, variant: str = "", template: Template | None = None
) -> bytes:
    """By the template given, or the one of that name in force on any procedure.

    Raises NoTemplate, GlyphMissing.
    """
    return _drawn(desk, template or _found(desk, variant or _PLAIN), is_sample=True)


def _drawn(desk: SampleDesk, template: Template, *, is_sample: bool) -> bytes:
    offer = template.offer
    scan = None
    if offer is not None and offer.scan_words:
        plain = own_shelf().offered(_PLAIN, on=_AT.date()).template
        scan = _drawn(desk, plain, is_sample=False)
    dossier, timeline = story_of(desk, RESULT)
    about = About(dossier=dossier, timeline=timeline, leader="", at=_AT)
    values = {one.name: one.example for one in offer.asks if one.example} if offer else {}
    return made_by(desk, about, template, values, scan=scan, is_sample=is_sample).pdf


def _found(desk: SampleDesk, variant: str) -> Template:
    fitting = [
        (not one.is_own, one.template.since, one.template)
        for one in desk.templates.variants(RESULT, on=_AT.date())
        if one.template.offer is not None and one.template.offer.variant == variant
    ]
    if not fitting:
        raise NoTemplate(form=variant[:40], day=_AT.date())
    return max(fitting, key=lambda one: one[:2])[2]
