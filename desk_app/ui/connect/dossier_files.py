"""The files of a dossier: what each is, its pages, what it is worth; a scan put there wrongly."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk_app.domain.rights import Act, may
from desk_app.queries import dossiers as queries
from desk_app.queries import pages, reaching
from desk_app.ui import formats
from desk_app.ui.screens.dossier.data import ActDone, FileCalls, FileLine
from desk_app.usecases.verify_paper import verify_paper
from desk_app.usecases.withdraw_scan import withdraw_scan

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.domain.dossier import Dossier
    from locales.catalogue import Texts


def file_calls(desk: Desk, entity: int, texts: Texts) -> FileCalls:
    return FileCalls(
        picture=lambda sha256, page: pages.page_picture(queries.read_file(desk, sha256), page),
        content=partial(queries.read_file, desk),
        verify=lambda sha256: _verify(desk, sha256, texts),
        withdraw=lambda sha256, reason: _withdraw(desk, entity, texts, sha256, reason),
    )


def files_of(desk: Desk, dossier: Dossier, texts: Texts) -> list[FileLine]:
    result, lines = dossier.result, []
    scans = {scan.sha256: scan for scan in dossier.scans}
    may_scan = may(desk.user.roles, Act.SCAN) and dossier.cancelled_at is None
    for one in queries.files(desk, dossier.entity):
        name, said = texts["ui.file.paper"], [formats.size(one.size)]
        if one.sha256 in scans:
            scan = scans[one.sha256]
            name = scan.name
            said += filter(None, (scan.paper, scan.reused_from))
        if result is not None and one.sha256 in {result.sha256, result.signed_sha256}:
            name = result.name
            said += filter(None, (result.number, result.issuer))
            if one.sha256 == result.signed_sha256:
                said.append(texts.say("ui.file.signed_by", signer=result.signer))
        readable = _pages(desk, one.sha256)
        if readable is None:
            said.append(texts["ui.file.unreadable"])
        lines.append(
            FileLine(
                sha256=one.sha256,
                name=name,
                detail=" · ".join(said),
                pages=readable or 0,
                tick=reaching.of_file(desk, one.sha256),
                may_withdraw=may_scan and one.sha256 in scans,
            )
        )
    return lines


def _pages(desk: Desk, sha256: str) -> int | None:
    """How many pages can be shown: 0 where the file is no PDF, None where it cannot be read."""
    content = queries.file_if_whole(desk, sha256)
    if content is None:
        return None
    try:
        return pages.page_count(content)
    except pages.PageUnreadable:
        return 0


def _verify(desk: Desk, sha256: str, texts: Texts) -> ActDone:
    found = verify_paper(desk, queries.read_file(desk, sha256))
    signers = ", ".join(one.signer_name for one in found.signatures if one.signer_name)
    said = texts[f"signature.{found.state}"]
    return ActDone(words=f"{said} · {signers}" if signers else said)


def _withdraw(desk: Desk, entity: int, texts: Texts, sha256: str, reason: str) -> ActDone:
    name = next(
        (one.name for one in desk.journal.dossier(entity).scans if one.sha256 == sha256), ""
    )
    withdraw_scan(desk, entity, sha256=sha256, reason=reason)
    return ActDone(words=texts.say("ui.file.withdrawn", name=name))
