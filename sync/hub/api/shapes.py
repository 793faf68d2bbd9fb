"""The bodies of the API beside `Change`; names are those of the province's systems."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sync.hub.api.told import Change

CODE_PATTERN = r"^[0-9A-Z.\-]{5,64}$"
WORD_PATTERN = r"^[!-~]{8,128}$"
CURSOR_PATTERN = r"^([0-9]{1,19}\.[0-9]{1,18})?$"

_Line = Annotated[str, Field(min_length=1, max_length=500)]


class Changes(BaseModel):
    """A page of changes."""

    ThayDoi: list[Change] = Field(description="Theo đúng thứ tự đã xảy ra tại tỉnh.")
    ConTro: str = Field(description="Gửi lại ở `after` để đọc tiếp từ đây.")
    ConNua: bool = Field(description="Còn thay đổi sau trang này.")


class StateWord(BaseModel):
    """A national state and what belongs to it; state 9 comes with the result."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"TrangThai": 4},
                {
                    "TrangThai": 5,
                    "LyDo": "Thiếu giấy tờ chứng minh nơi cư trú",
                    "ThanhPhanThieu": ["Bản sao giấy tờ chứng minh nơi cư trú"],
                },
                {"TrangThai": 6, "LyDo": "Lệ phí trước bạ", "SoTien": 350000},
            ]
        },
    )

    TrangThai: Literal[2, 3, 4, 5, 6, 7, 8, 10] = Field(
        description=(
            "2: trả lại nơi giao, không nhận; 3: không tiếp nhận; 4: nhận bàn giao, đang xử lý;"
            " 5: yêu cầu bổ sung; 6: yêu cầu nghĩa vụ tài chính; 7: công dân rút;"
            " 8: dừng xử lý; 10: đã trả kết quả."
        )
    )
    LyDo: str = Field(default="", max_length=2000, description="Bắt buộc với 2, 3, 5, 6, 7, 8.")
    ThanhPhanThieu: list[_Line] = Field(
        default=[], max_length=50, description="Những gì còn thiếu, với 5."
    )
    SoTien: int = Field(default=0, ge=0, le=10**12, description="Đồng, với 6.")
    MaThamChieu: str = Field(
        default="",
        max_length=200,
        description="Chứng từ nộp tiền khi từ 6 về 4; mã bưu gửi với 10.",
    )
    LyDoBoSungLanHai: str = Field(
        default="", max_length=2000, description="Vì sao yêu cầu bổ sung lần nữa (tính quá hạn)."
    )


class Recorded(BaseModel):
    """What a word came to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"MaHoSo": "H48.20443-261123-0001", "TrangThai": 5, "DaGhi": True}]
        }
    )

    MaHoSo: str = Field(description="Mã hồ sơ.")
    TrangThai: int = Field(ge=1, le=10, description="Trạng thái sau việc này.")
    DaGhi: bool = Field(description="false: hồ sơ đã ở trạng thái ấy, không có gì mới.")


class Fault(BaseModel):
    """Why not; `code` is for programs, `message` for people."""

    code: str = Field(description="Mã lỗi, không đổi giữa các phiên bản.")
    message: str = Field(
        description="Câu nói bằng tiếng Việt, hoặc tiếng Anh theo Accept-Language."
    )
    reason: str = Field(default="", description="Mã của quy tắc đã từ chối, nếu có.")
    field: str = Field(default="", description="Trường sai, nếu có.")


class Refusal(BaseModel):
    """Every answer that is no."""

    error: Fault
