"""`desk conflicts · settle · review · status`: what a person must look at, and what waits.

conflicts  {"kind": "values", "dossier_id", "code", "field", "values": [{"value", "in_force",
            "from_card", "user", "machine", "here", "at"}]}
           {"kind": "set_aside", "dossier_id", "code", "change": "5/1/12", "event", "verdict",
            "reason", "user", "machine", "here", "at", "remedy"}
status     {"machine", "waiting": {"changes", "since", "at_province", "files", "bytes"},
            "second_copy", "set_aside", "disputed", "last_contact", "frozen"}
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desk_app.commands import documents
from desk_app.commands.console import Console, console
from desk_app.commands.errors import WrongValue
from desk_app.commands.opening import opened
from desk_app.commands.options import Options
from desk_app.domain.rights import Act
from desk_app.queries import access, dossiers
from desk_app.queries import conflicts as queries
from desk_app.queries.syncing import sync_status
from desk_app.usecases.leave_aside import leave_aside
from desk_app.usecases.send_again import send_again
from desk_app.usecases.settle_value import settle_value

if TYPE_CHECKING:
    from desk_app.desk import Desk
    from desk_app.queries.syncing import SyncStatus
    from locales.catalogue import Texts

_ALL = -1


def add_to(app: typer.Typer, texts: Texts) -> None:
    """Put the commands into the group `desk`."""
    options = Options(texts)
    _add_conflicts(app, texts, options)
    _add_settle(app, texts, options)
    _add_review(app, texts, options)
    _add_status(app, texts, options)


def _add_conflicts(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.conflicts"])
    def conflicts(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            disputed, aside = queries.disputes(desk, limit=_ALL), queries.asides(desk, limit=_ALL)
            for dispute in disputed:
                _tell_dispute(voice, dispute)
            for one in aside:
                _tell_aside(voice, one)
            if not disputed and not aside:
                voice.tell(voice.texts["conflicts.none"])


def _add_settle(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.settle"])
    def settle(
        code: str = typer.Argument(..., help=texts["help.code"]),
        field: str = typer.Argument(..., help=texts["help.settle.field"]),
        take: str = typer.Option(..., "--take", help=texts["help.settle.take"]),
        reason: str = typer.Option(..., "--reason", help=texts["help.settle.reason"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            desk.require(Act.SETTLE)
            entity = dossiers.dossier(desk, code).entity
            text = _taken(queries.dispute(desk, entity, field), take)
            settled = settle_value(desk, entity, field=field, text=text, reason=reason)
            voice.give(documents.dossier(settled, now=desk.clock.now()))
            voice.tell(voice.texts.say("conflicts.settled", code=settled.code or entity))


def _add_review(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.review"])
    def review(
        change: str = typer.Argument(..., help=texts["help.review.change"]),
        again: bool = typer.Option(False, "--send-again", help=texts["help.review.send_again"]),
        leave: str = typer.Option("", "--leave", metavar="REASON", help=texts["help.review.leave"]),
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            desk.require(Act.SETTLE)
            place = _place(change)
            if again == bool(leave):
                raise WrongValue(key="--leave")
            if again:
                send_again(desk, place)
            else:
                leave_aside(desk, place, reason=leave)
            voice.give({"change": change, "outcome": "sent_again" if again else "left"})
            voice.tell(voice.texts["conflicts.sent_again" if again else "conflicts.left"])


def _add_status(app: typer.Typer, texts: Texts, options: Options) -> None:
    @app.command(help=texts["help.status"])
    def status(
        data: Path | None = options.data,
        as_json: bool = options.as_json,
        lang: str = options.lang,
    ) -> None:
        with console(lang=lang, as_json=as_json) as voice, opened(voice, data) as desk:
            found = sync_status(desk)
            voice.give(_status(desk, found))
            _tell_status(voice, found)


def _tell_dispute(voice: Console, dispute: queries.Dispute) -> None:
    voice.give(
        {
            "kind": "values",
            "dossier_id": str(dispute.entity),
            "code": dispute.code,
            "field": dispute.field,
            "values": [
                {
                    "value": one.value,
                    "in_force": one.is_in_force,
                    "from_card": one.is_from_card,
                    "user": one.user,
                    "machine": one.machine,
                    "here": one.is_own,
                    "at": documents.iso(one.at),
                }
                for one in dispute.given
            ],
        }
    )
    name = voice.texts[f"field.{dispute.field}"]
    voice.tell(f"{dispute.code or dispute.entity}  {name}  [{dispute.field}]")
    for one in dispute.given:
        mark = "=" if one.is_in_force else "≠"
        when = documents.spoken(one.at) if one.at else "-"
        who = voice.texts.say("conflicts.by", user=one.user or "-", machine=one.machine or "-")
        voice.tell(f"  {mark} {one.value or '-'}  {who}  {when}")


def _tell_aside(voice: Console, one: queries.Aside) -> None:
    moment = one.moment
    change = "/".join(map(str, one.place))
    voice.give(
        {
            "kind": "set_aside",
            "dossier_id": str(one.entity),
            "code": one.code,
            "change": change,
            "event": moment.name,
            "verdict": moment.verdict,
            "reason": moment.reason,
            "user": moment.user,
            "machine": moment.author,
            "here": moment.is_own,
            "at": documents.iso(moment.at),
            "remedy": one.remedy,
        }
    )
    texts = voice.texts
    what = texts[f"event.{moment.name}"]
    key = f"reason.{moment.reason}"
    why = texts[key] if key in texts else moment.reason  # noqa: SIM401 - texts have no get
    voice.tell(f"{one.code or one.entity}  {what}  [{change}]")
    voice.tell(f"  {texts[f'tick.{moment.verdict}']}: {why}")
    voice.tell(f"  {texts[f'ui.remedy.{one.remedy}']}")


def _taken(dispute: queries.Dispute, take: str) -> str:
    """The value meant by ours, theirs, or itself; raises WrongValue where there is none of them."""
    if take not in {"ours", "theirs"}:
        return take
    for one in dispute.given:
        if one.is_own == (take == "ours"):
            return one.value
    raise WrongValue(key="--take")


def _place(change: str) -> tuple[int, int, int]:
    """5/1/12: machine, epoch, number; raises WrongValue."""
    parts = change.split("/")
    if len(parts) != len(("machine", "epoch", "number")) or not all(map(str.isdecimal, parts)):
        raise WrongValue(key="change")
    machine, epoch, number = map(int, parts)
    return machine, epoch, number


def _status(desk: Desk, found: SyncStatus) -> dict[str, Any]:
    return {
        "machine": desk.machine,
        "waiting": {
            "changes": found.waiting,
            "since": documents.iso(found.waiting_since),
            "at_province": found.held,
            "files": found.files_waiting,
            "bytes": found.bytes_waiting,
        },
        "second_copy": found.copied,
        "set_aside": found.set_aside,
        "disputed": found.disputed,
        "last_contact": documents.iso(found.last_contact),
        "frozen": found.frozen,
        "access": access.told(access.access_status(desk)),
    }


def _tell_status(voice: Console, found: SyncStatus) -> None:
    texts = voice.texts
    since = documents.spoken(found.waiting_since) if found.waiting_since else "-"
    contact = documents.spoken(found.last_contact) if found.last_contact else "-"
    waits = {"count": found.waiting, "since": since, "held": found.held, "contact": contact}
    voice.tell(texts.say("desk_status.waiting", **waits))
    voice.tell(texts.say("desk_status.files", count=found.files_waiting, bytes=found.bytes_waiting))
    voice.tell(texts.say("desk_status.aside", count=found.set_aside, disputed=found.disputed))
