"""The longest real case of every form: names, a procedure of 308 characters, 40 papers."""

from dataclasses import replace

from desk_app.domain.submission import PaperTaken, ReturnMethod
from desk_app.papers.forms import draw_form
from desk_app.papers.sample import SampleDesk, story_of
from desk_app.papers.sample_office import office_sample

LONG_PROCEDURE = "1.013227"
LONG_NAME = "Công Tằng Tôn Nữ Thị Phương Thảo Nguyệt Hằng " * 4
LONG_ADDRESS = "Thôn A Rớh, khu tái định cư Zà Hung, xã Hùng Sơn, thành phố Đà Nẵng, " * 3


def long_form(desk: SampleDesk, form: str) -> bytes:
    """The form of a dossier in which everything is as long as it may be."""
    dossier, timeline = story_of(desk, form)
    application = dossier.application
    version = desk.catalogue.procedure(LONG_PROCEDURE).versions[-1]
    papers = tuple(
        PaperTaken(name=f"Giấy tờ thứ {number}: {LONG_ADDRESS}", originals=1, copies=2)
        for number in range(1, 41)
    )
    person = replace(application.applicant, name=LONG_NAME.strip(), address=LONG_ADDRESS.strip())
    long = replace(
        application,
        procedure=LONG_PROCEDURE,
        version=version.id,
        applicant=person,
        papers=papers,
        result_by=ReturnMethod.POST,
        note=LONG_ADDRESS.strip(),
    )
    return draw_form(desk, form, replace(dossier, application=long), timeline)


def long_office(form: str, desk: SampleDesk, *, lines: int):
    """The texts and lists of a long paper of the desk itself: every fourth line is the longest."""
    texts, lists = office_sample(form, lines=lines)
    long = {
        "applicant": LONG_NAME.strip(),
        "payer": LONG_NAME.strip(),
        "address": f"{LONG_ADDRESS}0900 000 000",
        "request": desk.catalogue.procedure(LONG_PROCEDURE).name,
        "procedure_name": desk.catalogue.procedure(LONG_PROCEDURE).name,
        "what": "Lệ phí cấp giấy phép xây dựng nhà ở riêng lẻ, gia hạn",
        "note": "Đã hẹn lại một lần, có phiếu xin lỗi",
    }
    for rows in lists.values():
        for row in rows[3::4]:
            row.update({name: text for name, text in long.items() if name in row})
    spoken = {
        "words": "Quầy yêu cầu nộp thêm bản sao sổ hộ khẩu, tôi phải đi lại ba lần từ Zà Hung. ",
        "answer": "Quầy xin lỗi Ông, đã thôi yêu cầu giấy này và nhắc cả ca trực. ",
        "person": LONG_NAME,
        "person_address": LONG_ADDRESS,
    }
    times = {"words": 16, "answer": 16, "person": 1, "person_address": 1}
    texts |= {name: (spoken[name] * times[name]).strip() for name in spoken if name in texts}
    return texts, lists
