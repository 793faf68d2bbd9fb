"""What a counter does all day, in short: invented people, real procedures, real use cases."""

from dataclasses import replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from desk_app.desk import PrinterChoice
from desk_app.domain import submission
from desk_app.usecases.appraise_dossier import appraise_dossier
from desk_app.usecases.approve_dossier import approve_dossier
from desk_app.usecases.hand_on import hand_on
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from tests.support.samples import an_applicant

CERTIFICATION = "2.000815"  # due the same day; the original is shown
RESIDENCE = "1.004194"  # three working days, two papers, 15,000 đồng at the counter
COUNCIL_FEE = "1.004873"  # a rate that the province has not filled in
NO_LIMIT = "1.010814"  # no source states a limit
ENDING = "1.011606"  # ends with 2026


def certification(**changes) -> submission.Application:
    """A copy certified from the original: one page, one copy."""
    shown = submission.PaperTaken(
        name="Bản chính giấy tờ, văn bản", originals=1, state=submission.PaperState.SHOWN
    )
    fields = {
        "procedure": CERTIFICATION,
        "version": "",
        "applicant": an_applicant(),
        "papers": (shown,),
    }
    return submission.Application(**(fields | changes))


def residence(**changes) -> submission.Application:
    """Temporary residence (đăng ký tạm trú), with everything it asks for."""
    papers = (
        submission.PaperTaken(name="Tờ khai CT01", originals=1, paper_id="ct01"),
        submission.PaperTaken(name="Giấy tờ về chỗ ở hợp pháp", originals=1, paper_id="cho-o"),
    )
    return certification(**({"procedure": RESIDENCE, "papers": papers} | changes))


def other_procedure(desk, code: str, **changes) -> submission.Application:
    """An application with every paper that the procedure always asks for."""
    version = desk.catalogue.procedure(code).version_on(desk.clock.today())
    papers = tuple(
        submission.PaperTaken(name=paper.name, originals=paper.originals, paper_id=paper.id)
        for paper in version.papers
        if paper.is_always_required
    )
    channel = version.channels[0]
    return certification(**({"procedure": code, "papers": papers, "channel": channel} | changes))


def received(desk, application=None, **how):
    """A dossier taken in; its receipt waits to be printed."""
    return receive_dossier(desk, application or residence(), **how).dossier


def printed(desk, application=None, **how):
    """A dossier taken in, its receipt printed."""
    done = receive_dossier(desk, application or residence(), **how)
    print_paper(desk, done.print_id)
    return done.dossier


def worked_on(desk, application=None):
    """A dossier with its handler."""
    return hand_on(desk, received(desk, application).entity, to="Văn phòng")


def approved(desk, application=None):
    """A dossier whose result may be attached and signed."""
    entity = worked_on(desk, application).entity
    appraise_dossier(desk, entity, is_sufficient=True)
    return approve_dossier(desk, entity)


def on_printer(desk, printer, name="ipp://127.0.0.1/ipp/print"):
    """The same desk with another printer."""
    return replace(desk, choice=PrinterChoice(name=name, printer=printer))


def result_pdf(words: str = "Ket qua") -> bytes:
    """A result as a handler drafts it: one page, not signed."""
    drawn = BytesIO()
    canvas = Canvas(drawn, invariant=True)
    canvas.drawString(72, 700, words)
    canvas.save()
    return drawn.getvalue()


def tray_pages(desk) -> list[str]:
    return [page.name for page in desk.tray.pages()]


def bytes_in_tray(desk, name: str) -> bytes:
    return (desk.tray.folder / name).read_bytes()


def all_that_is_kept(desk) -> dict[str, object]:
    """Every row of every table, the files on disk and the pages in the tray."""
    database = desk.store.database
    tables = [
        name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    ]
    kept: dict[str, object] = {
        name: database.rows(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
        for name in tables
        if not name.startswith("sqlite_")
    }
    folder = desk.store.places.files
    kept["files on disk"] = sorted(path.name for path in folder.rglob("*") if path.is_file())
    kept["tray"] = tray_pages(desk)
    return kept
