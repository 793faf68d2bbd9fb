"""Trang in thử: shows on paper whether a printer keeps size, margins, letters and codes."""

from dataclasses import dataclass

from printing.fonts import Face, printable, width
from printing.lines import wrap
from printing.page import Paper, sheets
from printing.pdf import MM, Document, write
from printing.qr import qr_code
from printing.strips import Mark, Placed, Rule, Text

TITLE = "TRANG IN THỬ"
_TONES = {
    "a": "a à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ",
    "e": "e è é ẻ ẽ ẹ ê ề ế ể ễ ệ",
    "i": "i ì í ỉ ĩ ị",
    "o": "o ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ",
    "u": "u ù ú ủ ũ ụ ư ừ ứ ử ữ ự",
    "y": "y ỳ ý ỷ ỹ ỵ đ",
}
LETTERS = " ".join(_TONES.values())
_FRAMES_MM = (5, 10)
_RULER_MM = 100
_RULER_ON_ROLL_MM = 40
_HOW_ON_ROLL = (
    "Cách xem: thước dưới đây dài đúng 40 mm; mọi chữ có dấu đọc rõ; điện thoại đọc được mã QR; "
    "máy cắt giấy dưới thước."
)
_HOW = (
    "Cách xem: (1) hai khung không bị cắt ở cạnh nào; khung ngoài cách mép giấy 5 mm, khung "
    "trong 10 mm; (2) thước dưới đây dài đúng 100 mm, nếu ngắn hơn là máy in đã tự thu nhỏ trang; "
    "(3) mọi chữ có dấu đọc rõ, không có ô vuông; (4) điện thoại đọc được mã QR."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TestPage:
    """What the page says of itself."""

    __test__ = False  # no test, whatever its name

    unit: str
    printer: str
    paper: Paper
    layout: str  # in words
    printed_at: str  # as people write it
    qr_text: str


def draw(page: TestPage) -> bytes:
    """The PDF; the same page gives the same bytes. Raises GlyphMissing, QrTooLong, FontsDamaged."""
    sheet, is_roll = sheets(page.paper)[0], page.paper.is_roll
    marks: list[Mark] = []
    if not is_roll:
        for mm in _FRAMES_MM:
            marks += _frame(sheet.width, sheet.height, mm * MM)
    edge = sheet.left if is_roll else 15 * MM
    left, right, size = edge, sheet.width - edge, 10.5
    code = qr_code(page.qr_text, room_mm=24)
    y = 16 * MM + size
    marks.append(Text(x=left, y=y, text=TITLE, face=Face.BOLD, size=size * 1.5))
    facts = [
        ("Đơn vị", page.unit),
        ("Máy in", page.printer),
        ("Khổ giấy", f"{page.paper} · {page.layout}"),
        ("In lúc", page.printed_at),
    ]
    y += size * 1.8
    for name, value in facts:
        lines = [(printable(f"{name}: "), Face.REGULAR), (printable(value), Face.BOLD)]
        added, y = _lines(lines, left=left, right=right - code.side, y=y, size=size)
        marks += added
    squares = code.squares
    marks.append(
        type(squares)(
            x=right - code.side + squares.x,
            y=14 * MM + squares.y,
            side=squares.side,
            rows=squares.rows,
        )
    )
    y = max(y, 14 * MM + code.side + size)
    for text, face, letter_size in _samples(size):
        added, y = _lines(
            [(text, face)], left=left, right=right, y=y + size * 0.4, size=letter_size
        )
        marks += added
    how, long_mm = (_HOW_ON_ROLL, _RULER_ON_ROLL_MM) if is_roll else (_HOW, _RULER_MM)
    added, y = _lines([(how, Face.REGULAR)], left=left, right=right, y=y + size, size=size)
    marks += added
    marks += _ruler(left, y + size, long_mm)
    return write(
        Document(
            width=sheet.width,
            height=y + size + 12 * MM if is_roll else sheet.height,
            pages=((Placed(top=0, marks=tuple(marks)),),),
            title=f"{TITLE} {page.paper}",
        )
    )


def _samples(size: float) -> list[tuple[str, Face, float]]:
    return [
        (LETTERS, Face.REGULAR, size),
        (LETTERS.upper(), Face.REGULAR, size),
        (LETTERS, Face.BOLD, size),
        (LETTERS, Face.ITALIC, size),
        (LETTERS, Face.REGULAR, size * 0.75),
        ("0123456789 · 8.000 đ · 23/11/2026 · H17.20443-261123-0001", Face.REGULAR, size),
    ]


def _lines(
    runs: list[tuple[str, Face]], *, left: float, right: float, y: float, size: float
) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    for line in wrap(runs, size=size, limit=right - left):
        x = left
        for text, face in line.runs:
            marks.append(Text(x=x, y=y, text=text, face=face, size=size))
            x += width(text, face, size)
        y += size * 1.25
    return marks, y


def _frame(across: float, down: float, edge: float) -> list[Mark]:
    return [Rule(x1=edge, y1=edge, x2=across - edge, y2=down - edge, weight=0.4, is_box=True)]


def _ruler(left: float, y: float, long_mm: int) -> list[Mark]:
    """A long stroke each centimetre."""
    marks: list[Mark] = [Rule(x1=left, y1=y, x2=left + long_mm * MM, y2=y, weight=0.8)]
    for mm in range(0, long_mm + 1, 5):
        length = 4 * MM if mm % 10 == 0 else 2 * MM
        marks.append(Rule(x1=left + mm * MM, y1=y, x2=left + mm * MM, y2=y + length, weight=0.5))
    for mm in (0, long_mm // 2, long_mm):
        text = f"{mm} mm"
        x = left + mm * MM - width(text, Face.REGULAR, 8) / 2
        marks.append(Text(x=max(x, left), y=y + 8 * MM, text=text, face=Face.REGULAR, size=8))
    return marks
