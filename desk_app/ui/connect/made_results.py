"""Making a result in the window: what is offered, the page as it would be, and keeping it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act
from desk_app.papers.made_result import SCAN_KINDS
from desk_app.queries import dossiers as queries
from desk_app.queries import pages
from desk_app.queries.made_results import results_to_make
from desk_app.ui.screens.dossier.make_data import FieldShown, MakeCalls, PageMade, ResultShown
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.draw_result import draw_result

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.papers.made_result import Offered
    from desk_app.ui.screens.dossier.make_data import Wanted
    from locales.catalogue import Texts


def make_calls(desk: Desk, entity: int, texts: Texts) -> MakeCalls:
    return MakeCalls(
        offers=lambda: [_shown(one) for one in results_to_make(desk, entity)],
        draw=partial(_draw, desk, entity),
        picture=pages.page_picture,
        keep=partial(_keep, desk, entity, texts),
        kinds=SCAN_KINDS,
    )


def _shown(one: Offered) -> ResultShown:
    return ResultShown(
        variant=one.variant,
        name=one.name,
        fields=[
            FieldShown(
                name=asked.name,
                label=asked.label,
                kind=asked.kind,
                is_required=asked.is_required,
                begun=one.begun[asked.name],
                options=asked.options,
                hint=asked.hint,
            )
            for asked in one.asks
        ],
        is_of_scan=one.is_of_scan,
    )


def _draw(desk: Desk, entity: int, wanted: Wanted) -> PageMade:
    scan = None
    if wanted.file is not None:
        scan = wanted.file.content
    elif wanted.scan:
        scan = queries.read_file(desk, wanted.scan)
    made = draw_result(desk, entity, wanted.variant, wanted.values, scan=scan)
    return PageMade(
        wanted=wanted,
        name=made.name,
        number=made.number,
        pages=pages.page_count(made.pdf),
        pdf=made.pdf,
    )


def _keep(desk: Desk, entity: int, texts: Texts, page: PageMade) -> str:
    attach_result(desk, entity, pdf=page.pdf, name=page.name, number=page.number)
    return texts.say("ui.act.done", act=texts[f"act.{Act.ATTACH_RESULT}"])
