"""Forms of invented people, as the desk of an invented day fills them in."""

from printing.blocks import Letterhead
from printing.extension_apology import ExtensionApologyForm
from printing.letter import Signer
from printing.parcel_slip import ParcelSlip
from printing.parties import Applicant, Desk
from printing.receipt import PaperTaken, ReceiptForm
from printing.refusal import RefusalForm
from printing.result import ResultForm
from printing.stop_notice import StopNoticeForm
from printing.supplement_request import SupplementRequestForm

CODE = "H17.20443-261123-0001"
LONG_REQUEST = (
    "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt "
    "Nam; cơ quan, tổ chức có thẩm quyền của nước ngoài; cơ quan, tổ chức có thẩm quyền của Việt "
    "Nam liên kết với cơ quan, tổ chức có thẩm quyền của nước ngoài cấp hoặc chứng nhận"
)
DESK_HEAD = Letterhead(
    above="ỦY BAN NHÂN DÂN XÃ HÙNG SƠN",
    organisation="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    number="0123/TTPVHCC",
    place="Hùng Sơn",
    dated_on="2026-11-23",
)
OFFICE_HEAD = Letterhead(
    above="THÀNH PHỐ ĐÀ NẴNG",
    organisation="ỦY BAN NHÂN DÂN XÃ HÙNG SƠN",
    number="12/PXL",
    place="Hùng Sơn",
    dated_on="2026-11-23",
)
OFFICE = "Ủy ban nhân dân xã Hùng Sơn"
DESK = Desk(name="xã Hùng Sơn", phone="0235 3890 123", lookup="dichvucong.gov.vn")
APPLICANT = Applicant(
    name="Bhling Thị Hoa",
    address="Thôn A Rớh, xã Hùng Sơn, thành phố Đà Nẵng",
    phone="0905 000 123",
)
SIGNER = Signer(
    titles=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Zơrâm Thị Bhướp"
)
PAPERS = (
    PaperTaken(name="Tờ khai đăng ký khai sinh theo mẫu", originals=1, copies=0),
    PaperTaken(name="Giấy chứng sinh", originals=1, copies=0),
    PaperTaken(
        name="Văn bản ủy quyền (không cần chứng thực khi người được ủy quyền là ông bà, cha mẹ, "
        "con, vợ chồng, anh chị em ruột)",
        originals=1,
        copies=0,
    ),
    PaperTaken(name="Giấy chứng nhận kết hôn của cha mẹ", originals=0, copies=1),
    PaperTaken(name="Căn cước công dân của người đi khai", originals=0, copies=1),
)
MANY_PAPERS = tuple(
    PaperTaken(
        name=f"Giấy tờ thứ {number}: {LONG_REQUEST if number % 7 == 0 else 'bản vẽ hiện trạng'}",
        originals=number % 3,
        copies=(number + 1) % 4,
    )
    for number in range(1, 41)
)
RECEIPT = ReceiptForm(
    letterhead=DESK_HEAD,
    code=CODE,
    desk=DESK,
    applicant=APPLICANT,
    personal_id="048199000123",
    request="Đăng ký khai sinh",
    papers=PAPERS,
    time_limit="Trong ngày làm việc; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo",
    received_at="2026-11-23T09:05",
    due_at="2026-11-23T16:30",
    result_at="Trung tâm Phục vụ hành chính công xã Hùng Sơn",
    fee_vnd=8000,
    register_book="01",
    register_number="123",
    clerk="Nguyễn Văn Minh",
    qr_text=CODE,
)
SUPPLEMENT_REQUEST = SupplementRequestForm(
    letterhead=DESK_HEAD,
    code=CODE,
    desk=DESK,
    applicant=APPLICANT,
    request="Đăng ký khai sinh",
    asked=(
        "Giấy chứng sinh bản chính; không có thì nộp văn bản của người làm chứng việc sinh",
        "Văn bản ủy quyền có chữ ký của người ủy quyền",
        "Tờ khai: ghi lại mục nơi sinh theo Giấy chứng sinh",
    ),
    reason="Hồ sơ thiếu giấy tờ chứng minh việc sinh; nơi sinh trong Tờ khai chưa đúng.",
    contact="ông Nguyễn Văn Minh",
    contact_phone="0235 3890 123",
    guide="Nguyễn Văn Minh",
    qr_text=CODE,
)
REFUSAL = RefusalForm(
    letterhead=DESK_HEAD,
    desk=DESK,
    applicant=APPLICANT,
    request="Cấp giấy phép xây dựng nhà ở riêng lẻ",
    reasons=(
        "Thửa đất thuộc quy hoạch đất rừng phòng hộ, không thuộc trường hợp được cấp giấy phép.",
        "Người nộp hồ sơ không phải là người sử dụng đất và không có văn bản ủy quyền.",
    ),
    contact="",
    contact_phone="",
    clerk="Nguyễn Văn Minh",
)
EXTENSION_APOLOGY = ExtensionApologyForm(
    letterhead=OFFICE_HEAD,
    addressee="Bà Bhling Thị Hoa",
    received_at="2026-11-16T08:10",
    office=OFFICE,
    request="Xác nhận tình trạng hôn nhân",
    code="H17.20443-261116-0004",
    due_at="2026-11-25T08:10",
    reason="phải xác minh tại nơi cư trú trước đây và chưa nhận được văn bản trả lời.",
    new_due_at="2026-11-30T08:10",
    copies_to=("Như trên", "Trung tâm PVHCC xã", "Lưu: VT, hồ sơ"),
    signer=SIGNER,
    qr_text="H17.20443-261116-0004",
)
STOP_NOTICE = StopNoticeForm(
    letterhead=OFFICE_HEAD,
    addressee="Bà Bhling Thị Hoa",
    code="H17.20443-261116-0004",
    office=OFFICE,
    request="Xác nhận tình trạng hôn nhân",
    received_at="2026-11-16T08:10",
    grounds=("Đơn đề nghị dừng giải quyết hồ sơ của bà Bhling Thị Hoa ngày 20/11/2026.",),
    papers_returned=(
        "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân (01 bản chính)",
        "Trích lục ghi chú ly hôn (01 bản sao)",
    ),
    fee_settlement="chưa thu",
    copies_to=("Như trên", "Lưu: VT, hồ sơ"),
    signer=SIGNER,
)
CONFIRMED = (
    "Bà Bhling Thị Hoa, sinh ngày 12 tháng 3 năm 1999, dân tộc Cơ Tu, quốc tịch Việt Nam; nơi cư "
    "trú: thôn A Rớh, xã Hùng Sơn, thành phố Đà Nẵng; trong thời gian cư trú tại xã từ ngày 12 "
    "tháng 3 năm 2017 đến nay chưa đăng ký kết hôn với ai."
)
RESULT = ResultForm(
    letterhead=OFFICE_HEAD,
    title="GIẤY XÁC NHẬN",
    about="Tình trạng hôn nhân",
    paragraphs=(
        f"{OFFICE}, thành phố Đà Nẵng, xét đề nghị của bà Bhling Thị Hoa, xác nhận:",
        CONFIRMED,
        "Giấy này được cấp để làm thủ tục đăng ký kết hôn và có giá trị 06 tháng kể từ ngày cấp.",
    ),
    copies_to=("Bà Bhling Thị Hoa", "Lưu: VT, hồ sơ"),
    signer=SIGNER,
)
PARCEL_SLIP = ParcelSlip(
    letterhead=DESK_HEAD,
    sender="xã Hùng Sơn, máy số 17",
    addressee="Bộ phận vận hành máy chủ một cửa của tỉnh",
    made_at="2026-11-23T16:40:00+07:00",
    files=(("3f9a0c1b2d4e5f60.vnb", "2147,5 MB"), ("a17c55e0d9b3f482.vnb", "1,6 MB")),
    changes="112 việc (số 40–151)",
    attachments="23 tệp đính kèm",
    size="2149,1 MB",
    code="9C41 A07E",
    giver="Zơrâm Thị Bhướp",
    qr_text="VNB 3f9a0c1b2d4e5f60.vnb 9C41A07E",
)
