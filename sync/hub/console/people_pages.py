"""Letting machines and people in and out: invitations, enrolment by stick, locks, accounts."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile
from sqlalchemy import func, select
from starlette.responses import Response

from sync.errors import MalformedMessage
from sync.hub import control
from sync.hub.access import Invitation, enrol, invite_desk
from sync.hub.audit_log import noted
from sync.hub.console.account_pages import add_accounts
from sync.hub.console.account_wishes import waiting_wishes
from sync.hub.console.operators import list_operators
from sync.hub.console.pages import qr_path
from sync.hub.console.roles import Role
from sync.hub.console.section import Counter, Section, session_of
from sync.hub.hub import Hub
from sync.hub.lanes import read_lane, write_lane
from sync.hub.tables import accounts, invites, lanes, locks
from sync.protocol.invitation import SUFFIX, InvitationFile, write_invitation

MOST_REQUEST_BYTES = 64 * 1024

Typed = Annotated[str, Form(max_length=300)]


def routes(counter: Counter) -> APIRouter:
    router = APIRouter()
    _add_people(router, counter)
    _add_invitation(router, counter)
    _add_locks(router, counter)
    add_accounts(router, counter)
    return router


def _add_people(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.get("/people")
    def show(request: Request) -> Response:
        return counter.pages.show(
            request,
            "people.html",
            invited=_invited(hub),
            locked=_locked(hub),
            counts=_accounts(hub),
            operators=list_operators(hub),
            wishes=waiting_wishes(hub),
            roles=list(Role),
        )


def _add_invitation(router: APIRouter, counter: Counter) -> None:
    hub = counter.hub

    @router.post("/people/invite")
    def invite(request: Request, org: Typed, lane: Typed = "") -> Response:
        org = org.strip()
        with noted(hub, session_of(request).who, "machine.invite", target=org):
            wanted = read_lane(lane) if lane.strip() else None
            made = invite_desk(hub, org, lane=wanted)
        return show_invitation(counter, request, made)

    @router.post("/people/enrol")
    def answer(request: Request, file: UploadFile) -> Response:
        body = file.file.read(MOST_REQUEST_BYTES + 1)
        with noted(hub, session_of(request).who, "machine.enrol"):
            if len(body) > MOST_REQUEST_BYTES:
                raise MalformedMessage(reason="too_large")
            told = enrol(hub, body)
        attached = {"Content-Disposition": 'attachment; filename="enrolment.answer"'}
        return Response(told, media_type="application/octet-stream", headers=attached)


def show_invitation(
    counter: Counter, request: Request, made: Invitation, *, moved: str = ""
) -> Response:
    """The page that shows the code this once: to type, as QR, as a file for the stick.

    `moved`: the machine that it is for, where it worked for another organisation until now.
    """
    province = counter.hub.province
    rows = province.code_rows(made.code)
    told = InvitationFile(code=made.code, org=made.org, until=made.expires_at)
    return counter.pages.show(
        request,
        "invited.html",
        made=made,
        moved=moved,
        commune=(province.names_of(made.org) or (made.org,))[0],
        lane=write_lane(made.lane),
        until=datetime.fromtimestamp(made.expires_at, UTC),
        qr=qr_path(rows),
        side=len(rows),
        file=b64encode(write_invitation(told)).decode(),
        file_name=made.org + SUFFIX,
    )


def _add_locks(router: APIRouter, counter: Counter) -> None:
    hub, pages = counter.hub, counter.pages

    @router.post("/people/lock")
    def lock(request: Request, org: Typed, name: Typed, reason: Typed) -> Response:
        target, who = f"{org} · {name}", session_of(request).who
        with noted(hub, who, "user.lock", target=target, purpose=reason):
            control.lock_user(hub, org.strip(), name, reason=reason)
        return pages.done(request, "/people", "locked")

    @router.post("/people/unlock")
    def unlock(request: Request, org: Typed, name: Typed) -> Response:
        with noted(hub, session_of(request).who, "user.unlock", target=f"{org} · {name}"):
            control.unlock_user(hub, org.strip(), name)
        return pages.done(request, "/people", "unlocked")


def _invited(hub: Hub) -> list[dict[str, Any]]:
    """Invitations that nobody has used yet and that still stand, the newest first."""
    query = (
        select(invites, lanes.c.first, lanes.c.last)
        .join(lanes, lanes.c.invite == invites.c.invite)
        .where(invites.c.dev.is_(None), invites.c.expires_at >= hub.now())
        .order_by(invites.c.created_at.desc())
    )
    with hub.database.reading() as connection:
        return [
            {
                "org": row.org,
                "commune": (hub.province.names_of(row.org) or (row.org,))[0],
                "lane": f"{row.first:04d}–{row.last:04d}",
                "at": datetime.fromtimestamp(row.created_at, UTC),
                "until": datetime.fromtimestamp(row.expires_at, UTC),
            }
            for row in connection.execute(query)
        ]


def _locked(hub: Hub) -> list[dict[str, Any]]:
    """People locked out now, the newest first."""
    query = select(locks).where(locks.c.unlocked_at.is_(None)).order_by(locks.c.locked_at.desc())
    with hub.database.reading() as connection:
        return [
            {
                "org": row.scope,
                "commune": (hub.province.names_of(row.scope) or (row.scope,))[0],
                "name": row.name,
                "at": datetime.fromtimestamp(row.locked_at, UTC),
            }
            for row in connection.execute(query)
        ]


def _accounts(hub: Hub) -> int:
    """How many accounts the machines have told of."""
    with hub.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(accounts)).scalar() or 0)


SECTION = Section(path="/people", title="web.section.people", routes=routes)
