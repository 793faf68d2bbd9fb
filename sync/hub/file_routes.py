"""Files over HTTP, resumable by offset (draft-ietf-httpbis-resumable-upload).

POST  /v1/f            digests → how far the hub has each; see `protocol.have`
HEAD  /v1/f/{sha256}   → Upload-Offset, Upload-Complete
PATCH /v1/f/{sha256}   Upload-Offset, Upload-Length, application/partial-upload → the same
GET   /v1/f/{sha256}   with Range
"""

from asyncio import sleep
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated

import fastapi
from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from sync.errors import FileUnknown, OffsetConflict, RequestTooLarge
from sync.hub.access import admit
from sync.hub.files import (
    SYNC_EVERY_BYTES,
    Held,
    Upload,
    Uploads,
    held,
    part_path,
    part_size,
    readable,
)
from sync.hub.hub import Hub
from sync.hub.snapshots import snapshot_path
from sync.protocol.file_pass import HAVE, MOST_ASKED, list_name
from sync.protocol.have import read_question, write_answer
from sync.protocol.versions import FILE_PATH, MAX_FILE_BYTES, MEDIA_TYPE, SNAPSHOT_PATH

_MOST_QUESTION_BYTES = MOST_ASKED * 32
_KEEP_EVERY_S = 1.0
_PATIENCE_S = 5.0  # longer than a line that is alive leaves a part as it is
_LOOK_EVERY_S = 0.05

Digest = Annotated[str, fastapi.Path(pattern="^[0-9a-f]{64}$")]
Pass = Annotated[str, Header(alias="Authorization")]
Size = Annotated[int, Header(alias="Upload-Length", ge=0, le=MAX_FILE_BYTES)]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0)]


def file_routes(hub: Hub) -> APIRouter:
    """The routes of files at an open hub."""
    router = APIRouter(prefix=FILE_PATH, include_in_schema=False)
    uploads = Uploads()

    @router.post("")
    async def tell_offsets(request: Request, authorization: Pass) -> Response:
        digests = read_question(await _small_body(request))
        answer = await run_in_threadpool(have, hub, authorization, digests)
        return Response(answer, media_type=MEDIA_TYPE)

    @router.head("/{sha256}")
    def tell_offset(sha256: Digest, authorization: Pass) -> Response:
        scope = admit(hub, authorization, method="HEAD", sha256=sha256)
        return _told(held(hub, scope, sha256))

    @router.patch("/{sha256}")
    async def take_part(
        request: Request, sha256: Digest, authorization: Pass, offset: Offset, length: Size
    ) -> Response:
        scope = await run_in_threadpool(admit, hub, authorization, method="PATCH", sha256=sha256)
        begin = partial(uploads.begin, hub, scope, sha256, offset=offset, length=length)
        upload = await _in_turn(begin, part_path(hub, scope, sha256), offset)
        try:
            await _receive(request, upload)
            return _told(await run_in_threadpool(upload.finish))
        finally:
            uploads.end(upload)

    @router.get("/{sha256}")
    def send_file(sha256: Digest, authorization: Pass) -> Response:
        scope = admit(hub, authorization, method="GET", sha256=sha256)
        path = readable(hub, scope, sha256)
        return FileResponse(path, media_type="application/octet-stream")

    return router


def snapshot_routes(hub: Hub) -> APIRouter:
    """GET /v1/snap/{scope}/{pos} with Range: what stands in a feed up to its floor."""
    router = APIRouter(prefix=SNAPSHOT_PATH, include_in_schema=False)

    @router.get("/{scope}/{pos}")
    def send_snapshot(scope: str, pos: int, request: Request, authorization: Pass) -> Response:
        name = request.headers.get("if-match", "").strip('"')
        org = admit(hub, authorization, method="GET", sha256=name)
        path, kept = snapshot_path(hub, org, scope, pos)
        if kept != name:
            raise FileUnknown(scope=scope)
        digest = b64encode(bytes.fromhex(name)).decode()
        headers = {"ETag": f'"{name}"', "Repr-Digest": f"sha-256=:{digest}:"}
        return FileResponse(path, media_type="application/octet-stream", headers=headers)

    return router


def have(hub: Hub, authorization: str, digests: Sequence[str]) -> bytes:
    """The answer how far the hub has these files for who shows the pass."""
    scope = admit(hub, authorization, method=HAVE, sha256=list_name(digests))
    found = [held(hub, scope, digest) for digest in digests]
    return write_answer([(one.offset, one.is_complete) for one in found])


async def _small_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_QUESTION_BYTES:
            raise RequestTooLarge(most_bytes=_MOST_QUESTION_BYTES)
    return bytes(body)


async def _in_turn(begin: Callable[[], Upload], part: Path, offset: int) -> Upload:
    """An upload, once what comes before it is here.

    A desk begins the next slice before the last is answered, on another connection and perhaps at
    another process of the hub. As long as the part grows towards it, it waits.
    """
    try:
        return await run_in_threadpool(begin)
    except OffsetConflict as error:
        if int(error.details["offset"]) >= offset or not await _grows_to(part, offset):
            raise
    return await run_in_threadpool(begin)


async def _grows_to(part: Path, offset: int) -> bool:
    """Whether the part comes to this size, never standing still for long."""
    size, until = -1, 0.0
    while True:
        found = await run_in_threadpool(part_size, part)
        if found > size:
            size, until = found, monotonic() + _PATIENCE_S
        if found >= offset or found < size or monotonic() > until:
            return found == offset
        await sleep(_LOOK_EVERY_S)


async def _receive(request: Request, upload: Upload) -> None:
    """Bytes to disk as they come; what came before a cut stays.

    Each second at the least, so that who asks after a line that went away silently hears of them.
    """
    waiting, since = bytearray(), monotonic()
    with suppress(ClientDisconnect):
        async for chunk in request.stream():
            waiting += chunk
            if len(waiting) >= SYNC_EVERY_BYTES or monotonic() - since >= _KEEP_EVERY_S:
                await run_in_threadpool(upload.append, bytes(waiting))
                waiting.clear()
                since = monotonic()
    if waiting:
        await run_in_threadpool(upload.append, bytes(waiting))


def _told(have: Held) -> Response:
    headers = {"Upload-Offset": str(have.offset), "Upload-Complete": f"?{int(have.is_complete)}"}
    return Response(status_code=204, headers=headers)
