"""`desk verify`: what a signed PDF, or the QR of a paper, is worth; no network is needed.

A PNG or JPEG is judged by the codes in it, a PDF by its signatures and, where it has none, by the
codes on its pages, for a receipt may have been scanned. A word that begins as the text of a QR is
that text; `-` reads it from the standard input, where no shell spoils it.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desk_app.commands.console import console, read_bytes
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.paper_check import NoCodeFound, PaperWorth
from desk_app.queries.signatures import said_of_file
from desk_app.ui.paper_words import words_of
from desk_app.usecases.check_paper import check_paper
from desk_app.usecases.check_picture import check_picture
from desk_app.usecases.verify_paper import verify_paper
from printing.errors import PictureUnreadable

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from desk_app.commands.console import Console
    from desk_app.desk import Desk
    from desk_app.domain.paper_check import PaperCheck
    from desk_app.signing.verdict import Verification
    from locales.catalogue import Texts

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff")  # how a PNG and a JPEG begin
_STDIN = "-"
_MOST_TEXT = 10_000


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the command into the group `desk`."""
    options = Options(texts)

    @app.command(help=texts["help.verify"])
    def verify(
        paper: str = typer.Argument(..., help=texts["help.verify.file"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice:
            content = None if _is_text(paper) else read_bytes(Path(paper))
            with opened(voice, data) as desk:
                is_good = _judge(voice, desk, paper, content)
            if not is_good:
                raise typer.Exit(1)


def _is_text(paper: str) -> bool:
    """A QR's text names its scheme before a colon; no file of that name is meant."""
    return paper == _STDIN or (paper[:3] in {"QMC", "QML"} and ":" in paper[:6])


def _judge(voice: Console, desk: Desk, paper: str, content: bytes | None) -> bool:
    if content is None:
        text = sys.stdin.readline(_MOST_TEXT) if paper == _STDIN else paper
        return _tell(voice, [check_paper(desk, text)])
    if content.startswith(_PICTURES):
        return _tell(voice, check_picture(desk, content))
    found = verify_paper(desk, content)
    if not found.signatures:
        with suppress(NoCodeFound, PictureUnreadable):
            return _tell(voice, check_picture(desk, content))
    voice.give(_verification(found))
    for line in _verification_lines(found, voice.texts):
        voice.tell(line)
    return found.is_good


def _tell(voice: Console, checks: list[PaperCheck]) -> bool:
    """Tell of each paper; whether all are genuine."""
    for check in checks:
        voice.give(_checked(check))
        for line in _lines(check, voice.texts):
            voice.tell(line)
    return all(check.worth is PaperWorth.GENUINE for check in checks)


def _lines(check: PaperCheck, texts: Texts) -> list[str]:
    words = words_of(check, texts)
    told = [words.verdict, words.now, *words.warnings]
    told += [f"  {label}: {value}" for label, value in words.says]
    return [*told, *filter(None, (words.known, words.list_age))]


def _checked(check: PaperCheck) -> dict[str, Any]:
    says, signer, known = check.says, check.signer, check.known
    return {
        "worth": check.worth,
        "good": check.worth is PaperWorth.GENUINE,
        "list_as_of": _iso(check.list_as_of),
        "list_old": check.is_list_old,
        "other_unit": check.is_other_unit,
        "other_province": check.is_other_province,
        "says": says
        and {
            "kind": says.kind,
            "code": says.code,
            "procedure": says.procedure,
            "issued_at": _iso(says.issued_at),
            "due_at": _iso(says.due_at),
            "name": says.name,
            "papers": says.papers,
            "file_sha256": says.file_sha256 or None,
        },
        "signer": signer
        and {
            "machine": signer.machine,
            "organisation": signer.organisation,
            "own": signer.is_own,
            "revoked_at": _iso(signer.revoked_at),
        },
        "known": known
        and {
            "code": known.code,
            "status": known.status,
            "due_at": _iso(known.due_at),
            "refused": known.is_refused,
            "differs": list(known.differs),
        },
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _verification(found: Verification) -> dict[str, Any]:
    return {
        "state": found.state,
        "problem": found.problem,
        "good": found.is_good,
        "signatures": [
            {
                "field": one.field,
                "state": one.state,
                "problem": one.problem,
                "signer": one.signer_name,
                "organisation": one.organisation,
                "issuer": one.issuer_name,
                "serial": one.serial,
                "timestamp": one.is_timestamp,
                "claimed_at": _iso(one.claimed_at),
                "proved_at": _iso(one.proved_at),
                "checked_at": _iso(one.checked_at),
                "covers_whole_file": one.covers_whole_file,
                "change": one.change,
            }
            for one in found.signatures
        ],
    }


def _verification_lines(found: Verification, texts: Texts) -> list[str]:
    said = said_of_file(found, texts)
    return [said.verdict, said.now, *(f"  {who}: {worth}" for who, worth in said.signatures)]
