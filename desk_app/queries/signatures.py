"""A judged file in words: what it is worth, since when that is not known, or for which day it is.

Three honest answers: broken or not to be relied on; whole, but nobody here knows whether the
certificate was revoked since; whole, and the file proves that it was not on a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.clock import VIETNAM
from desk_app.signing.verdict import State

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.signing.verdict import Signature, Verification
    from locales.catalogue import Texts


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidOfFile:
    verdict: str
    now: str  # what to do with the paper
    signatures: tuple[tuple[str, str], ...]  # who, and what their signature is worth


def said_of_file(found: Verification, texts: Texts) -> SaidOfFile:
    """In the order the signatures were made."""
    return SaidOfFile(
        verdict=_verdict(found, texts),
        now=texts[f"signature.now.{found.state}"],
        signatures=tuple(
            (one.signer_name or one.field, _of_signature(one, texts)) for one in found.signatures
        ),
    )


def _verdict(found: Verification, texts: Texts) -> str:
    if found.problem is not None:
        reason = texts[f"signature.problem.{found.problem}"]
        return f"{texts[f'signature.state.{found.state}']}: {reason}"
    people = [one for one in found.signatures if not one.is_timestamp]
    if found.state is State.VALID and (checked := _oldest([one.checked_at for one in people])):
        return texts.say("signature.checked_on", at=_written(checked))
    if found.state is State.VALID_REVOCATION_UNKNOWN:
        open_ = [one.claimed_at for one in people if one.state is State.VALID_REVOCATION_UNKNOWN]
        if since := _oldest(open_):
            return texts.say("signature.unknown_since", at=_written(since))
    return texts[f"signature.state.{found.state}"]


def _of_signature(one: Signature, texts: Texts) -> str:
    """Who stands behind it, when, and how it stands."""
    parts = [one.organisation if one.organisation != one.signer_name else ""]
    if one.claimed_at is not None:
        said = texts["signature.stamped_at" if one.is_timestamp else "signature.claimed_at"]
        parts.append(said.format(at=_written(one.claimed_at)))
    if one.proved_at is not None and not one.is_timestamp:
        parts.append(texts.say("signature.proved_at", at=_written(one.proved_at)))
    if one.problem is not None:
        parts.append(texts[f"signature.problem.{one.problem}"])
    else:
        parts.append(texts[f"signature.state.{one.state}"])
    return "; ".join(part for part in parts if part)


def _oldest(moments: list[datetime | None]) -> datetime | None:
    """None where one of them is not known."""
    known = [moment for moment in moments if moment is not None]
    return min(known) if known and len(known) == len(moments) else None


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
