"""One tool drawing the bench's receipt: `python -m tests.bench.papers_drawn TOOL ROUNDS BATCH`.

Prints JSON: `warm_ms` of one receipt, `batch_ms` a page of one file of many, `each_ms` a page of
many files as the desk makes them, with the code of the office copy too, `each_mb` at most resident
for these, `mb` for the one file, `kb` of a receipt. All draw the same words in the same faces with
the same table and the same squares of a code; two copies, as the receipt has them.

Times are the processor's, of all threads, so that neighbours on the machine count little; of what
is repeated the median.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import replace
from html import escape
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, Final

from printing.filled import form_of
from printing.fonts import FOLDER, Face
from printing.form import _set
from printing.pdf import Document, write
from printing.qr_making import DARK, make_code
from printing.standard import standard
from printing.wording import moment_as_written, vnd
from tests.printing.forms import RECEIPT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from printing.receipt import ReceiptForm

OURS: Final = "this program"
MODULES: Final = {
    OURS: "printing",
    "typst": "typst",
    "weasyprint": "weasyprint",
    "fpdf2": "fpdf",
}
_COPIES = 2
_MB = 1024  # of the kilobytes that the system counts
_PART = 20  # receipts timed together
_PROOF = "QMC1:" + "A0B1C2D3E4F5G6H7I8J9" * 11  # as long as a signed text, with the code behind it
_STUB = "QML1:" + "A0B1C2D3E4F5G6H7I8J9" * 20  # and as a sealed one


def measure(name: str, *, rounds: int, batch: int) -> dict[str, float]:
    draw = _DRAWINGS[name]()
    size = len(draw(1))
    warm = median(_spent(lambda: draw(1)) for _ in range(rounds))
    each = _each(batch) if name == OURS else [0.0]
    alone_mb = _most_mb()
    many = _spent(lambda: draw(batch))
    return {
        "warm_ms": warm,
        "each_ms": median(each),
        "batch_ms": many / batch / _COPIES,
        "each_mb": alone_mb,
        "mb": _most_mb(),
        "kb": size / 1000,
    }


def _most_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB


def _each(count: int) -> list[float]:
    """Milliseconds a page of receipts in files of their own, part by part."""
    parts = [range(first, min(first + _PART, count)) for first in range(0, count, _PART)]
    return [
        _spent(lambda part=part: [_draw_whole(number) for number in part]) / len(part) / _COPIES
        for part in parts
    ]


def _draw_whole(number: int) -> bytes:
    from printing import receipt  # noqa: PLC0415 - each tool loads itself alone

    return receipt.draw(replace(_numbered(number), stub_text=f"{_STUB}{number:04d}"))


def _spent(act: Callable[[], object]) -> float:
    begun = process_time()
    act()
    return (process_time() - begun) * 1000


def _ours() -> Callable[[int], bytes]:
    from printing import receipt  # noqa: PLC0415 - each tool loads itself alone

    def draw(count: int) -> bytes:
        if count == 1:
            return receipt.draw(_numbered(0))
        pages: list[Any] = []
        for filled in map(_numbered, range(count)):
            template = standard("receipt", filled.letterhead)
            form = form_of(template, receipt.filled(filled))
            sheet, laid = _set(form)
            pages += [*laid] * _COPIES
        document = Document(
            width=sheet.width, height=sheet.height, pages=tuple(pages), title="Giấy tiếp nhận"
        )
        return write(document)

    return draw


def _numbered(number: int) -> ReceiptForm:
    """The receipt under another code: no two of a batch are the same."""
    code = f"{RECEIPT.code[:-4]}{number:04d}"
    return replace(RECEIPT, code=code, qr_text=f"{_PROOF}{code}")


def _lines() -> Sequence[tuple[str, str]]:
    """The receipt's fields, label and value."""
    form = RECEIPT
    return (
        (form.desk.kind, form.desk.name),
        ("Tiếp nhận hồ sơ của", form.applicant.name),
        ("Địa chỉ", form.applicant.address),
        ("Số điện thoại", form.applicant.phone),
        ("Số CCCD/căn cước/hộ chiếu", form.personal_id),
        ("Nội dung yêu cầu giải quyết", form.request),
        ("2. Số lượng hồ sơ", "01 (bộ)"),
        ("3. Thời gian giải quyết hồ sơ theo quy định", form.time_limit),
        ("4. Thời gian nhận hồ sơ", moment_as_written(form.received_at)),
        ("5. Thời gian trả kết quả giải quyết hồ sơ", moment_as_written(form.due_at)),
        ("6. Đăng ký nhận kết quả tại", form.result_at),
        ("Phí, lệ phí", vnd(form.fee_vnd or 0)),
    )


def _head() -> Sequence[str]:
    head = RECEIPT.letterhead
    return (head.above, head.organisation, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", head.number)


def _dark(form: ReceiptForm) -> list[tuple[int, int]]:
    """(column, row) of the dark squares of its code."""
    rows = make_code(form.qr_text, level="M")
    return [(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if one == DARK[0]]


def _code_svg(form: ReceiptForm) -> str:
    path = "".join(f"M{x} {y}h1v1h-1z" for x, y in _dark(form))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 65 65"><path d="{path}"/></svg>'


def _fpdf2() -> Callable[[int], bytes]:
    from fpdf import FPDF  # noqa: PLC0415 - see above

    def page(pdf: FPDF, form: ReceiptForm) -> None:
        pdf.add_page()
        for text in (*_head(), "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", form.code):
            pdf.set_font("Tinos", "B", 10.5)
            pdf.cell(0, 5, text, align="C", new_x="LMARGIN", new_y="NEXT")
        for x, y in _dark(form):
            pdf.rect(15 + x * 0.5, 40 + y * 0.5, 0.5, 0.5, style="F")
        pdf.set_font("Tinos", "", 10.5)
        for label, value in _lines():
            pdf.multi_cell(0, 4.6, f"{label}: {value}", new_x="LMARGIN", new_y="NEXT")
        with pdf.table(col_widths=(8, 58, 17, 17)) as made:
            made.row(("STT", "Tên giấy tờ", "Bản chính", "Bản sao"))
            for number, paper in enumerate(RECEIPT.papers, start=1):
                made.row((str(number), paper.name, str(paper.originals), str(paper.copies)))

    def draw(count: int) -> bytes:
        pdf = FPDF(format="A5")
        for style, face in (("", Face.REGULAR), ("B", Face.BOLD)):
            pdf.add_font("Tinos", style, str(FOLDER / f"{face}.ttf"))
        for number in range(count * _COPIES):
            page(pdf, _numbered(number // _COPIES))
        return bytes(pdf.output())

    return draw


def _weasyprint() -> Callable[[int], bytes]:
    from weasyprint import CSS, HTML  # noqa: PLC0415 - see above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see above

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face{{font-family:Tinos;font-weight:{weight};src:url(file://{FOLDER}/{face}.ttf)}}"
        for weight, face in (("normal", Face.REGULAR), ("bold", Face.BOLD))
    )
    css = CSS(
        string=f"{faces}@page{{size:A5;margin:13mm 10mm 13mm 15mm}}"
        "body{font:10.5pt Tinos}section{break-after:page}td,th{border:0.5pt solid}"
        "table{border-collapse:collapse;width:100%}svg{width:24mm;height:24mm}",
        font_config=fonts,
    )
    rows = "".join(
        f"<tr><td>{number}<td>{escape(paper.name)}<td>{paper.originals}<td>{paper.copies}"
        for number, paper in enumerate(RECEIPT.papers, start=1)
    )
    head = "".join(f"<p><b>{escape(text)}</b></p>" for text in _head())
    fields = "".join(f"<p>{escape(label)}: {escape(value)}</p>" for label, value in _lines())

    def section(number: int) -> str:
        form = _numbered(number)
        told = f"{head}{form.code}{_code_svg(form)}{fields}"
        return f"<section>{told}<table>{rows}</table></section>"

    def draw(count: int) -> bytes:
        html = HTML(string="".join(section(number) * _COPIES for number in range(count)))
        return bytes(html.write_pdf(stylesheets=[css], font_config=fonts))

    return draw


def _typst() -> Callable[[int], bytes]:
    import typst  # noqa: PLC0415 - see above

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    head = "".join(f"#align(center, strong({quoted(one)}))\n" for one in _head())
    fields = "".join(f"#par({quoted(f'{label}: {value}')})\n" for label, value in _lines())
    cells = ", ".join(
        quoted(text)
        for number, paper in enumerate(RECEIPT.papers, start=1)
        for text in (str(number), paper.name, str(paper.originals), str(paper.copies))
    )

    def one(number: int) -> str:
        form = _numbered(number)
        return (
            f"{head}{form.code}\n#image(bytes({quoted(_code_svg(form))}), width: 24mm)\n{fields}"
            f"#table(columns: (8%, 58%, 17%, 17%), {cells})\n#pagebreak(weak: true)\n"
        )

    setting = '#set page(paper: "a5", margin: 13mm)\n#set text(font: "Tinos", size: 10.5pt)\n'
    first = iter(range(0, 1 << 30, 10_000))

    def draw(count: int) -> bytes:
        # Another number in each file: nothing is taken from the tool's own cache of whole files.
        begin = next(first)
        body = "".join(one(begin + number) * _COPIES for number in range(count))
        source = f"{setting}{body}".encode()
        return bytes(typst.compile(source, font_paths=[str(FOLDER)], ignore_system_fonts=True))

    return draw


_DRAWINGS: dict[str, Callable[[], Callable[[int], bytes]]] = {
    OURS: _ours,
    "fpdf2": _fpdf2,
    "weasyprint": _weasyprint,
    "typst": _typst,
}


if __name__ == "__main__":
    tool, rounds, batch = sys.argv[1:]
    print(json.dumps(measure(tool, rounds=int(rounds), batch=int(batch))))  # noqa: T201 - its answer
