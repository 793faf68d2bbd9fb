"""Ask the applicant for what is lacking, once and in full (yêu cầu bổ sung)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.domain.handling import decide_supplement_request
from desk_app.domain.rights import Act
from desk_app.domain.text import LINE_LIMIT, clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier


def request_supplement(
    desk: Desk,
    entity: int,
    *,
    items: Sequence[str],
    reason: str,
    respond_by: date | None = None,
    override_reason: str = "",
) -> Dossier:
    """Record the request and queue its paper (Mẫu 02).

    Raises NotPermitted, NothingAskedFor, ReasonMissing, SecondSupplement, WrongStatus.
    """
    return desk.act(
        Act.REQUEST_SUPPLEMENT,
        entity,
        lambda dossier, now: decide_supplement_request(
            dossier,
            items=_cleaned(items),
            reason=clean_lines(reason, field="reason"),
            respond_by=respond_by,
            override_reason=clean_lines(override_reason, field="override_reason"),
            now=now,
        ),
        form="supplement-request",
    )


def _cleaned(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, (clean(text, limit=LINE_LIMIT, field="items") for text in items)))
