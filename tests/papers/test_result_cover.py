"""The slip that goes with a result: its code names the signed file."""

from dataclasses import replace

from desk_app.domain.paper_check import Differs, PaperWorth
from desk_app.usecases.attach_result import attach_result
from desk_app.usecases.check_picture import check_picture
from tests.papers.drawing import drawn
from tests.support.counter import approved, result_pdf


def test_the_code_of_a_result_names_its_file_and_is_read_from_the_slip(desk):
    drafted = attach_result(
        desk, approved(desk).entity, name="ket-qua.pdf", pdf=result_pdf(), number="1/XN"
    )
    signed = replace(
        drafted,
        done_at=desk.clock.now(),
        result=replace(drafted.result, signed_sha256="cd" * 32),
    )

    (found,) = check_picture(desk, drawn(desk, signed, "result-cover"))

    assert found.worth is PaperWorth.GENUINE
    assert (found.says.kind, found.says.file_sha256) == ("result", "cd" * 32)
    assert found.known.differs == (Differs.FILE,)  # the desk's own dossier has another


def test_before_there_is_a_result_the_code_proves_nothing(desk):
    dossier = approved(desk)

    (found,) = check_picture(desk, drawn(desk, dossier, "result-cover"))

    assert found.worth is PaperWorth.NOT_OURS
