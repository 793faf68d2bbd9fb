"""Codes of papers: making and drawing the text of a receipt, and judging what a scanner reads.

By the processor's time: an act of half a millisecond would else tell of the machine's other work.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import segno

from desk_app.papers.checking import checked
from printing.qr import qr_code
from sync.proof.paper import (
    PaperKind,
    Statement,
    hash_of_list,
    is_signed_by,
    proof_text,
    read_proof,
)
from tests.bench.figures import Figure, against, at_most, worked
from tests.printing.worn import PLACES, WORN, read_when_worn

if TYPE_CHECKING:
    from desk_app.desk import Desk

_MOST_MS = 1.0
_MOST_OF_SEGNO = 1.5
_CODES = 300


def figures(desk: Desk) -> list[Figure]:
    """Verify alone and with the dossier, making beside bare segno, reading worn ones."""
    own = desk.journal.identity
    texts = [
        proof_text(_statement(number), public=own.public_key, signer=own.sign)
        for number in range(_CODES)
    ]
    verified = worked(partial(_verify, text, own.public_key) for text in texts)
    told = worked(partial(checked, desk, text) for text in texts)
    signed = worked(partial(_make, desk, number) for number in range(_CODES))
    drawn = worked(partial(qr_code, text) for text in texts)
    bare = worked(partial(segno.make, text, error="M", micro=False) for text in texts)
    return [
        at_most("QR of a paper: verify", verified, p95=_MOST_MS),
        Figure(name="QR of a paper: verify, and its dossier", measured=str(told)),
        Figure(name="QR of a paper: sign its text", measured=str(signed)),
        against(
            "QR of a paper: sign and draw, beside bare segno",
            signed.p50 + drawn.p50,
            bare.p50,
            most=_MOST_OF_SEGNO,
        ),
        *(_read_when_worn(name) for name in WORN),
    ]


def _read_when_worn(name: str) -> Figure:
    text, level, share, least = WORN[name]
    read = read_when_worn(text, level, share)
    return Figure(
        name=f"QR at 203 dpi with a dark patch: {name}",
        measured=f"{read} of {PLACES} read",
        promised=f"≥ {least}",
        holds=read >= least,
    )


def _verify(text: str, public: bytes) -> None:
    if not is_signed_by(read_proof(text), public):
        raise AssertionError(text)


def _make(desk: Desk, number: int) -> None:
    desk.prove(_statement(number))


def _statement(number: int) -> Statement:
    return Statement(
        kind=PaperKind.RECEIPT,
        code=f"H17.20443-261123-{number % 9999 + 1:04d}",
        procedure="1.001193",
        issued_at=1_795_400_000 + number,
        due_at=1_795_430_000 + number,
        name="Công Tằng Tôn Nữ Thị Phương Thảo",
        papers=5,
        papers_hash=hash_of_list(["Tờ khai", "Giấy chứng sinh"]),
    )
