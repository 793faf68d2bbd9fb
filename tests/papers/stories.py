"""The longest real case of every form: names, a procedure of 308 characters, 40 papers."""

from dataclasses import replace

from desk_app.domain.submission import PaperTaken, ReturnMethod
from desk_app.papers.forms import draw_form
from desk_app.papers.sample import SampleDesk, story_of

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
