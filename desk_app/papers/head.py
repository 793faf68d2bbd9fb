"""What all papers of a desk share: letterhead, desk, applicant, the procedure's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desk_app.clock import VIETNAM
from desk_app.domain.events import UnderMandate
from desk_app.domain.rights import Role
from printing.blocks import Letterhead
from printing.letter import Signer
from printing.parties import Applicant
from printing.parties import Desk as PaperDesk

if TYPE_CHECKING:
    from datetime import datetime

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.desk import Place
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.procedure import ProcedureVersion
    from desk_app.store.books import Payment
    from desk_app.store.entries import Entry
    from desk_app.store.users import User
    from printing.shelf import Shelf
    from sync.proof.citizen_code import Purpose
    from sync.proof.paper import Statement
    from sync.proof.stub import StubRecord

POSTAL_NOTE = "Nhân viên bưu điện, được giao tiếp nhận hồ sơ"


class Issuer(Protocol):
    """What a paper needs of the desk that issues it."""

    @property
    def place(self) -> Place: ...

    @property
    def catalogue(self) -> Catalogue: ...

    def version_of(self, dossier: Dossier) -> ProcedureVersion: ...

    @property
    def templates(self) -> Shelf: ...

    def writer_of(self, entry: Entry) -> User | None: ...

    def payments(self, entity: int) -> list[Payment]: ...

    def prove(self, statement: Statement) -> str:
        """The text of a paper's QR, signed by this desk."""
        ...

    def citizen_code(self, entity: int, purpose: Purpose) -> str:
        """What a citizen asks the province by; empty where the first change is not here."""
        ...

    def seal_stub(self, record: StubRecord) -> str:
        """The text of an office stub's QR; empty where there is no province to seal it for."""
        ...


def letterhead(desk: Issuer, *, number: str, at: datetime) -> Letterhead:
    """The committee above, the desk below it, place and day on the right."""
    return Letterhead(
        above=desk.place.committee.upper(),
        organisation=desk.place.desk_kind.upper(),
        number=number,
        place=desk.place.locality,
        dated_on=at.astimezone(VIETNAM).date().isoformat(),
    )


def paper_desk(desk: Issuer) -> PaperDesk:
    return PaperDesk(
        kind=desk.place.desk_kind,
        name=desk.place.unit,
        phone=desk.place.phone,
        lookup=desk.place.lookup,
    )


def applicant(dossier: Dossier) -> Applicant:
    person = dossier.application.applicant
    return Applicant(
        name=person.name, address=person.address, phone=person.phone, email=person.email
    )


def request(desk: Issuer, dossier: Dossier) -> str:
    """The procedure's name, with the case in brackets."""
    application = dossier.application
    name = desk.catalogue.procedure(application.procedure).name
    if not application.case:
        return name
    return f"{name} ({desk.version_of(dossier).case(application.case).name})"


def leader(name: str) -> Signer:
    """The head of the committee, as a letter is signed."""
    return Signer(titles=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name=name)


def clerk_name(user: User | None) -> str:
    """The name to be printed; empty, so dots to write on, for somebody of another machine."""
    return user.name if user else ""


def clerk_note(user: User | None, act: object = None) -> str:
    """What a postal clerk signs as and under which decision; nothing for an official.

    The act names its decision itself, whatever roles the person has by now.
    """
    if isinstance(act, UnderMandate) and act.mandate:
        return f"{POSTAL_NOTE} theo Quyết định số {act.mandate}"
    roles = user.roles if user else ()
    return POSTAL_NOTE if Role.POSTAL in roles and Role.CLERK not in roles else ""


def iso(moment: datetime | None) -> str:
    """ISO in Vietnam time; empty for none."""
    return moment.astimezone(VIETNAM).isoformat() if moment else ""
