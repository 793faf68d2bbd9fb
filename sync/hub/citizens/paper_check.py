"""What the QR of a receipt or result is worth, by the keys of the province's machines.

    GET  /kiem-tra/           the page; works offline once loaded, by its own script
    POST /kiem-tra/           the same without script: the pasted text is judged here
    GET  /kiem-tra/khoa.json  {"as_of": seconds, "keys": [[key id, key, machine's unit, until]]}
    GET  /kiem-tra/sw.js      keeps page, script and keys for when there is no network

Keys are in base64; `until` counts Unix seconds, 0 while the key holds. The script judges as this
module does: a test holds the two together. What was pasted is kept nowhere.
"""

import json
from base64 import b64encode
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sync.errors import NotOurPaper, PaperDamaged, PaperTooNew
from sync.hub.citizens.forms import typed
from sync.hub.citizens.pages import HEADERS, Pages
from sync.hub.hub import Hub
from sync.hub.tables import devices
from sync.proof.paper import PaperKind, Statement, is_signed_by, key_id_of, read_proof


class Worth(StrEnum):
    """The verdicts, as the script writes them too."""

    GENUINE = "genuine"
    REVOKED = "revoked"  # signed by a machine that the province believes no more
    ALTERED = "altered"
    UNKNOWN = "unknown"  # no machine of the province has that key
    NOT_OURS = "not_ours"
    TOO_NEW = "too_new"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """The verdict; what the paper says of itself only where somebody signed it."""

    worth: Worth
    statement: Statement | None = None
    until: int = 0

    @property
    def kind(self) -> str:
        """Receipt or result."""
        return PaperKind(self.statement.kind).name.lower() if self.statement else ""


def check(hub: Hub, text: str) -> Checked:
    """Judge the text of a QR."""
    try:
        claim = read_proof(text)
    except NotOurPaper:
        return Checked(worth=Worth.NOT_OURS)
    except PaperTooNew:
        return Checked(worth=Worth.TOO_NEW)
    except PaperDamaged:
        return Checked(worth=Worth.ALTERED)
    is_named = False
    for public, _, until in _keys(hub):
        if key_id_of(public) != claim.key_id:
            continue
        is_named = True
        if is_signed_by(claim, public):
            worth = Worth.REVOKED if until else Worth.GENUINE
            return Checked(worth=worth, statement=claim.statement, until=until)
    return Checked(worth=Worth.ALTERED if is_named else Worth.UNKNOWN)


def check_routes(hub: Hub, pages: Pages) -> list[BaseRoute]:
    async def page(request: Request) -> Response:
        return pages.show(request, "check.html", text="", checked=None)

    async def judge(request: Request) -> Response:
        text = (await typed(request)).get("ma", "")
        checked = await run_in_threadpool(check, hub, text)
        return pages.show(request, "check.html", text=text, checked=checked)

    async def keys(_request: Request) -> Response:
        content = await run_in_threadpool(_keys_told, hub)
        return Response(content, media_type="application/json", headers=HEADERS)

    return [
        Route("/kiem-tra", partial(_to_page)),
        Route("/kiem-tra/", page),
        Route("/kiem-tra/", judge, methods=["POST"]),
        Route("/kiem-tra/khoa.json", keys),
        Route("/kiem-tra/sw.js", partial(_worker, pages)),
    ]


async def _to_page(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/kiem-tra/{query}", headers=HEADERS)


async def _worker(pages: Pages, _request: Request) -> Response:
    return Response(pages.bare("sw.js"), media_type="text/javascript", headers=HEADERS)


def _keys(hub: Hub) -> list[tuple[bytes, str, int]]:
    query = select(devices.c.device_key, devices.c.org, devices.c.revoked_at)
    with hub.database.reading() as connection:
        rows = connection.execute(query.order_by(devices.c.dev)).all()
    return [(bytes(row.device_key), row.org, row.revoked_at or 0) for row in rows]


def _keys_told(hub: Hub) -> str:
    keys: list[list[Any]] = [
        [_spelled(key_id_of(public)), _spelled(public), org, until]
        for public, org, until in _keys(hub)
    ]
    return json.dumps({"as_of": hub.now(), "keys": keys}, separators=(",", ":"))


def _spelled(content: bytes) -> str:
    return b64encode(content).decode("ascii")
