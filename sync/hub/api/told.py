"""A told step as it is kept, and as it goes out: the field names of the national index."""

from datetime import datetime, timedelta, timezone
from json import dumps, loads
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from sync.hub.outside import Told

VIETNAM: Final = timezone(timedelta(hours=7))
STATES: Final = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}

_MOMENTS = ("received_at", "due_at", "ended_at", "handed_at")
_EXAMPLE: Final[dict[str, Any]] = {
    "MaThayDoi": 128,
    "MaDinhDanh": "H48.20443/9412",
    "MaHoSo": "H48.20443-261123-0001",
    "MaThuTuc": "2.000815",
    "MaDonVi": "H48.20443",
    "CoQuanThucHien": "",
    "CoQuanDangXuLy": "Sở Tư pháp",
    "DaNhanBanGiao": True,
    "TrangThai": 4,
    "TenTrangThai": "Đang xử lý",
    "ThoiDiem": "2026-11-23T09:12:00+07:00",
    "NgayTiepNhan": "2026-11-23T08:30:00+07:00",
    "NgayHenTra": "2026-11-26T17:00:00+07:00",
    "NgayKetThucXuLy": None,
    "KenhThucHien": 1,
    "DuocSoHoa": False,
    "HoSoCoThanhPhanSoHoa": True,
    "DuocLayTuKhoDMQG": False,
    "DuocThanhToanTrucTuyen": None,
    "MaKetQua": "",
    "DuongDanTepTinKetQua": "",
}


class Change(BaseModel):
    """One step of a dossier. It names no person; moments are Viet Nam time with its offset."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    MaThayDoi: int = Field(description="Số của thay đổi, tăng dần; cùng số là cùng một thay đổi.")
    MaDinhDanh: str = Field(description="Định danh của hồ sơ tại tỉnh, không bao giờ đổi.")
    MaHoSo: str = Field(description="Mã hồ sơ; rỗng khi chưa tiếp nhận.")
    MaThuTuc: str = Field(description="Mã thủ tục hành chính.")
    MaDonVi: str = Field(description="Mã đơn vị tiếp nhận.")
    CoQuanThucHien: str = Field(description="Đơn vị có thẩm quyền, nếu khác nơi tiếp nhận.")
    CoQuanDangXuLy: str = Field(description="Cơ quan đang giữ hồ sơ; rỗng: bộ phận Một cửa.")
    DaNhanBanGiao: bool = Field(description="Cơ quan đó đã nhận bàn giao.")
    TrangThai: int = Field(ge=1, le=10, description="Một trong mười trạng thái quốc gia.")
    TenTrangThai: str = Field(description="Tên của trạng thái.")
    ThoiDiem: datetime = Field(description="Lúc việc ấy được làm, theo đồng hồ nơi làm.")
    NgayTiepNhan: datetime | None = Field(description="Lúc tiếp nhận.")
    NgayHenTra: datetime | None = Field(description="Lúc hẹn trả; null: chưa hẹn.")
    NgayKetThucXuLy: datetime | None = Field(description="Lúc xong, theo cách tính của Bộ chỉ số.")
    KenhThucHien: int = Field(ge=1, le=3, description="1 trực tiếp, 2 trực tuyến, 3 bưu chính.")
    DuocSoHoa: bool = Field(description="Mọi thành phần hồ sơ là bản số hóa.")
    HoSoCoThanhPhanSoHoa: bool = Field(description="Ít nhất một thành phần là bản số hóa.")
    DuocLayTuKhoDMQG: bool = Field(description="Có thành phần lấy từ kho hoặc cơ sở dữ liệu.")
    DuocThanhToanTrucTuyen: int | None = Field(
        description="0: chưa trả khoản nào; null: đã trả, chưa rõ qua cổng nào."
    )
    MaKetQua: str = Field(description="Số của văn bản kết quả.")
    DuongDanTepTinKetQua: str = Field(description="Đường dẫn tệp kết quả đã ký, tại API này.")


def written(told: Told) -> str:
    """As it stands in the table."""
    plain = told._asdict()
    for name in _MOMENTS:
        at = plain[name]
        plain[name] = None if at is None else int(at.timestamp())
    return dumps(list(plain.values()), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Told:
    """From the table; what an older program wrote may lack the last fields."""
    plain = dict(zip(Told._fields, loads(text), strict=False))
    for name in _MOMENTS:
        at = plain.get(name)
        plain[name] = None if at is None else moment(at)
    return Told(**plain)


def moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, VIETNAM)


def change_of(row: Any) -> Change:
    """A row of `outward_log` as it goes out."""
    told = read(row.told)
    code = told.code
    return Change(
        MaThayDoi=row.number,
        MaDinhDanh=f"{row.scope}/{row.ent}",
        MaHoSo=code,
        MaThuTuc=told.procedure,
        MaDonVi=told.org,
        CoQuanThucHien=told.competent,
        CoQuanDangXuLy=told.handed_to,
        DaNhanBanGiao=told.is_taken,
        TrangThai=told.state,
        TenTrangThai=STATES[told.state],
        ThoiDiem=moment(row.at),
        NgayTiepNhan=told.received_at,
        NgayHenTra=told.due_at,
        NgayKetThucXuLy=told.ended_at,
        KenhThucHien=told.channel,
        DuocSoHoa=told.is_digitised,
        HoSoCoThanhPhanSoHoa=told.has_digitised,
        DuocLayTuKhoDMQG=told.from_store,
        DuocThanhToanTrucTuyen=told.paid_online,
        MaKetQua=told.result_number,
        DuongDanTepTinKetQua=f"/v1/dossiers/{code}/result" if told.result_sha256 else "",
    )
