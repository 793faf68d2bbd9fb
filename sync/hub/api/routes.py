"""The routes of the API; what each may answer stands beside it, for the description too."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Body, FastAPI, Header, Path, Query, Request
from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool

from sync.hub.api.changes import MOST_CHANGES, read_page
from sync.hub.api.errors import BodyTooLarge
from sync.hub.api.guarding import Keyring, holder_of
from sync.hub.api.inward import (
    MOST_RESULT_BYTES,
    Speaker,
    send_paper,
    set_state,
    word_of,
)
from sync.hub.api.keys import Key, Scope
from sync.hub.api.reading import one_change, result_file
from sync.hub.api.shapes import (
    CODE_PATTERN,
    CURSOR_PATTERN,
    WORD_PATTERN,
    Changes,
    Recorded,
    Refusal,
    StateWord,
)
from sync.hub.api.told import Change, change_of
from sync.hub.audit_log import Who
from sync.hub.hub import Hub
from sync.hub.outside import Step

_AT_ONCE = 100
_WHY: Final[Mapping[int, str]] = {
    401: "Không có khóa, khóa sai, hết hạn hoặc đã thu hồi.",
    403: "Khóa không có quyền này.",
    404: "Không có hồ sơ này trong phạm vi của khóa.",
    409: "Quy tắc không cho phép lúc này, Idempotency-Key đã dùng rồi, hoặc con trỏ lạ.",
    413: "Nội dung quá lớn.",
    422: "Yêu cầu không đúng mô tả.",
    429: "Gọi quá dày; chờ số giây ở Retry-After.",
    503: "Cơ sở dữ liệu tạm thời không trả lời; gọi lại được.",
}
_EVERY = (401, 403, 422, 429, 503)

Code = Annotated[
    str,
    Path(
        pattern=CODE_PATTERN,
        description="Mã hồ sơ.",
        examples=["H48.20443-261123-0001"],
    ),
]
WordName = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=WORD_PATTERN,
        description="Mã riêng của yêu cầu, do bên gọi đặt.",
        examples=["stp-2026-000123"],
    ),
]


def add_reading(app: FastAPI, hub: Hub, keyring: Keyring) -> None:
    """What goes out."""

    @app.get("/v1/changes", summary="Thay đổi sau một con trỏ", responses=_refusals(409))
    def read_changes(
        key: Annotated[Key, holder_of(keyring, Scope.CHANGES)],
        after: Annotated[
            str, Query(pattern=CURSOR_PATTERN, description="Con trỏ; rỗng: từ đầu.")
        ] = "",
        limit: Annotated[int, Query(ge=1, le=MOST_CHANGES)] = _AT_ONCE,
    ) -> Changes:
        page = read_page(hub, after, view=key.view, most=limit)
        changes = [change_of(row) for row in page.rows]
        return Changes(ThayDoi=changes, ConTro=page.cursor, ConNua=page.has_more)

    @app.get("/v1/dossiers/{code}", summary="Một hồ sơ", responses=_refusals(404))
    def read_dossier(key: Annotated[Key, holder_of(keyring, Scope.DOSSIERS)], code: Code) -> Change:
        return one_change(hub, speaker_of(key), code)

    @app.get(
        "/v1/dossiers/{code}/result",
        summary="Tệp kết quả đã ký",
        response_class=FileResponse,
        responses={
            **_refusals(404),
            200: {"description": "Tệp PDF.", "content": {"application/pdf": {"schema": _BINARY}}},
        },
    )
    def read_result(
        key: Annotated[Key, holder_of(keyring, Scope.RESULTS_READ)],
        code: Code,
        purpose: Annotated[
            str,
            Query(
                alias="MucDich",
                min_length=3,
                max_length=200,
                description="Vì sao xem; được ghi lại.",
                examples=["Trả kết quả cho công dân qua cổng"],
            ),
        ],
    ) -> FileResponse:
        path = result_file(hub, speaker_of(key), code, purpose=purpose)
        return FileResponse(path, media_type="application/pdf", filename=f"{code}.pdf")


def add_speaking(app: FastAPI, hub: Hub, keyring: Keyring) -> None:
    """What comes in."""

    @app.post(
        "/v1/dossiers/{code}/states",
        summary="Đưa hồ sơ vào một trạng thái",
        responses=_refusals(404, 409, 413),
    )
    def take_state(
        key: Annotated[Key, holder_of(keyring, Scope.STATES)],
        code: Code,
        word: WordName,
        told: Annotated[StateWord, Body()],
    ) -> Recorded:
        speaker = speaker_of(key)
        named = word_of(key.id, word, ["state", code, told.model_dump_json()])
        done = set_state(hub, speaker, code, _step(told, speaker.body), word=named)
        return Recorded(**done)

    @app.post(
        "/v1/dossiers/{code}/results",
        summary="Gửi kết quả, bản PDF đã ký",
        responses=_refusals(404, 409, 413),
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/pdf": {"schema": _BINARY}},
            }
        },
    )
    async def take_result(  # noqa: PLR0917 - called by their names
        request: Request,
        key: Annotated[Key, holder_of(keyring, Scope.RESULTS)],
        code: Code,
        word: WordName,
        name: Annotated[
            str, Query(alias="TenTep", min_length=1, max_length=120, examples=["ket-qua.pdf"])
        ],
        number: Annotated[
            str, Query(alias="MaKetQua", max_length=120, examples=["12/QĐ-STP"])
        ] = "",
    ) -> Recorded:
        content = await _content(request)
        named = word_of(key.id, word, ["result", code, name, number, content])

        def work() -> dict[str, Any]:
            return send_paper(
                hub, speaker_of(key), code, content, name=name, number=number, word=named
            )

        return Recorded(**await run_in_threadpool(work))


def speaker_of(key: Key) -> Speaker:
    """Who speaks by a key: a department, or the system it was given to."""
    who = Who(name=key.name, role="api")
    return Speaker(who=who, body=key.body or key.name, view=key.view)


_BINARY: Final = {"type": "string", "format": "binary"}


def _refusals(*more: int) -> dict[int | str, dict[str, Any]]:
    """The answers that are no, as the description tells them."""
    return {
        status: {"model": Refusal, "description": _WHY[status]}
        for status in sorted({*_EVERY, *more})
    }


def _step(told: StateWord, body: str) -> Step:
    return Step(
        state=told.TrangThai,
        body=body,
        reason=told.LyDo,
        items=tuple(told.ThanhPhanThieu),
        amount_vnd=told.SoTien,
        reference=told.MaThamChieu,
        override=told.LyDoBoSungLanHai,
    )


async def _content(request: Request) -> bytes:
    """The body; raises BodyTooLarge as soon as it is."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_RESULT_BYTES:
            raise BodyTooLarge(most_bytes=MOST_RESULT_BYTES)
    return bytes(content)
