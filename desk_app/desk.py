"""The desk: its journal, files, catalogue and ports, and who is signed in.

One `Desk` serves one signed-in person; quick switch makes another over the same parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desk_app.catalogue.templates import shelf_at
from desk_app.clock import vietnam_day
from desk_app.domain.dossier import require_seen
from desk_app.domain.events import under
from desk_app.domain.fee import fee
from desk_app.domain.paper_names import form_of, sheets_of
from desk_app.domain.place import Place
from desk_app.domain.procedure import Channel
from desk_app.domain.rights import needs_mandate, require
from desk_app.signing.unlocked import UnlockedKey
from desk_app.store.books import payments_of
from desk_app.store.hub_keys import key_list
from desk_app.store.mandates import mandate_in_force
from desk_app.store.numbering import lanes_of
from desk_app.store.scan_tray import ScanTray
from printing.layout import Layout
from sync.proof.citizen_code import Purpose, code_of
from sync.proof.paper import proof_text
from sync.proof.stub import stub_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from desk_app.catalogue.catalogue import Catalogue
    from desk_app.clock import Clock
    from desk_app.domain.dossier import Dossier
    from desk_app.domain.dossier_code import Lane
    from desk_app.domain.events import DossierEvent
    from desk_app.domain.fee import Fee
    from desk_app.domain.procedure import ProcedureVersion
    from desk_app.domain.receiving import DeskRules
    from desk_app.domain.rights import Act
    from desk_app.domain.submission import Application
    from desk_app.store.books import Payment
    from desk_app.store.entries import Entry
    from desk_app.store.files import Files
    from desk_app.store.journal import Journal
    from desk_app.store.opening import Store
    from desk_app.store.prints import Prints
    from desk_app.store.replica import StoredReplica
    from desk_app.store.users import User, Users
    from desk_app.store.writing import Writing
    from printing.printers.port import Printer, RawPort
    from printing.printers.tray import TrayPrinter
    from printing.shelf import Shelf
    from sync.proof.paper import Statement
    from sync.proof.stub import StubRecord

__all__ = ["Place"]  # asked for here, beside the desk that stands there
RECEIPT = "receipt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """Where a page goes, and how it lies on the paper there."""

    name: str  # "tray", or the printer's address
    printer: Printer
    layout: Layout = Layout.AS_DRAWN


@dataclass(frozen=True, kw_only=True, slots=True)
class SlipRoute:
    """Where slips go: a printer that takes its own language (ESC/POS)."""

    name: str
    port: RawPort
    width_mm: int  # of its paper: 80 or 58


@dataclass(kw_only=True, slots=True)
class PrinterChoice:
    """The printers in use; chosen anew in Settings while the desk stays open."""

    name: str
    printer: Printer
    layout: Layout = Layout.AS_DRAWN
    forms: Mapping[str, Route] = field(default_factory=dict)  # forms with a printer of their own
    slip: SlipRoute | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    folder: Path  # the data folder; the desk's own files lie in its `desk`
    store: Store
    catalogue: Catalogue
    clock: Clock
    place: Place
    rules: DeskRules
    roots: tuple[bytes, ...]  # certificates that signatures are trusted by, PEM or DER
    choice: PrinterChoice  # where pages go
    tray: TrayPrinter  # the folder printer, whichever printer is chosen
    replica: StoredReplica  # what a round with the province works on
    user: User
    seen: tuple[int, int] | None = None  # a dossier and its version, as the person sees it
    key: UnlockedKey = field(default_factory=UnlockedKey)  # opened to sign with, for this turn

    @property
    def printer(self) -> Printer:
        return self.choice.printer

    @property
    def printer_name(self) -> str:
        """As the print ledger notes it: "tray", or the printer's address."""
        return self.choice.name

    def route(self, form: str) -> Route:
        """Where a form goes."""
        choice = self.choice
        own = Route(name=choice.name, printer=choice.printer, layout=choice.layout)
        return choice.forms.get(form_of(form), own)

    @property
    def journal(self) -> Journal:
        return self.store.journal

    @property
    def files(self) -> Files:
        return self.store.files

    @property
    def prints(self) -> Prints:
        return self.store.prints

    @property
    def scan_tray(self) -> ScanTray:
        """Pages that this person scanned and no dossier has yet."""
        return ScanTray(self.store.database, self.files, user=self.user.number)

    @property
    def users(self) -> Users:
        return self.store.users

    @property
    def lanes(self) -> list[Lane]:
        """The ranges of running numbers this machine gives out in its present epoch."""
        _author, epoch = self.journal.identity.writer
        return lanes_of(self.store.database, organisation=self.rules.organisation, epoch=epoch)

    @property
    def machine(self) -> int | None:
        """The number of this installation; None before it is enrolled."""
        return self.journal.identity.author

    def require(self, act: Act, *, procedure: str = "") -> str:
        """The number of the mandate the act is done under; empty for an official.

        `procedure`: what it is about, once that is known. Raises NotPermitted, and as
        `mandate.covering` for postal staff.
        """
        require(self.user.roles, act)
        if not needs_mandate(self.user.roles, act):
            return ""
        return mandate_in_force(
            self.store.database,
            person=self.user.name,
            machine=self.machine or 0,
            at=self.clock.now(),
            procedure=procedure,
        ).number

    def signed_in(self, user: User) -> Desk:
        return replace(self, user=user, key=UnlockedKey())

    def act(
        self,
        act: Act,
        entity: int,
        decide: Callable[[Dossier, datetime], DossierEvent],
        *,
        form: str = "",
    ) -> Dossier:
        """Judge and record one act on a dossier as it stands now; queue the paper it needs.

        One transaction. The paper tells of what was just done, so it takes the place of an earlier
        one of its form. Raises NotPermitted before anything else, ChangedMeanwhile where an older
        dossier was `seen`, and what `decide` raises.
        """
        self.require(act)
        now = self.clock.now()
        with self.journal.writing() as tx:
            before = tx.dossier(entity)
            require_seen(before, self.seen)
            mandate = self.require(act, procedure=before.application.procedure)
            event = decide(before, now)
            self.append(tx, event, entity=entity, at=now, mandate=mandate)
            dossier = tx.dossier(entity)
            if form and (dossier.code or form != RECEIPT):
                self.queue_print(tx, entity, form, at=now, corrected=True)
        return dossier

    def append(
        self,
        tx: Writing,
        event: DossierEvent,
        *,
        entity: int | None,
        at: datetime,
        mandate: str = "",
    ) -> Entry:
        """Write an event in this user's name, judged by the catalogue at hand.

        `mandate`: its number, where the user stands in for an official.
        """
        return tx.append(
            under(event, mandate),
            entity=entity,
            actor=self.user.number,
            at=at,
            catalogue=self.catalogue.version,
        )

    def queue_print(
        self,
        tx: Writing,
        entity: int,
        form: str,
        *,
        at: datetime,
        corrected: bool = False,
        elsewhere: bool = False,
        why: str = "",
        sha256: str = "",
    ) -> int:
        """Put a form into the print ledger, as `Writing.queue_print`."""
        return tx.queue_print(
            entity,
            form,
            copies=sheets_of(form),
            by=self.user.number,
            at=at,
            corrected=corrected,
            elsewhere=elsewhere,
            why=why,
            sha256=sha256,
        )

    def writer_of(self, entry: Entry) -> User | None:
        """Who wrote the entry; None for a person at another machine, whom this one cannot name."""
        is_own = entry.author == self.journal.identity.author
        return self.users.get(entry.actor) if is_own else None

    def prove(self, statement: Statement) -> str:
        own = self.journal.identity
        return proof_text(statement, public=own.public_key, signer=own.sign)

    def citizen_code(self, entity: int, purpose: Purpose) -> str:
        salt = self.journal.first_salt(entity)
        return code_of(entity, salt, purpose) if salt else ""

    def seal_stub(self, record: StubRecord) -> str:
        """The text of an office stub's QR; empty where no province told whom to seal for."""
        own = self.journal.identity
        listed = key_list(self.store.database)
        if listed is None:
            return ""
        return stub_text(record, recipient=listed.escrow, public=own.public_key, signer=own.sign)

    @property
    def templates(self) -> Shelf:
        """How the forms look: the program's templates, with the province's laid over them."""
        return shelf_at(self.folder)

    def payments(self, entity: int) -> list[Payment]:
        return payments_of(self.store.database, self.machine or 0, entity)

    def version_of(self, dossier: Dossier) -> ProcedureVersion:
        """The procedure version the dossier was received under."""
        application = dossier.application
        procedure = self.catalogue.procedure(application.procedure)
        if not application.version:
            return procedure.version_on(vietnam_day(dossier.registered_at))
        return self.catalogue.procedure_version(application.version)

    def fee(self, application: Application, version: ProcedureVersion, *, on: date) -> Fee:
        """What the application costs on that day."""
        channel = Channel(application.channel)
        return fee(
            version.fees_for(application.case or None, channel=channel),
            channel=channel,
            pages=application.pages,
            copies=application.copies,
            persons=application.persons,
            cases=application.cases,
            exemption=application.exemption,
            on_request=application.on_request,
            rates=self.catalogue.rates.vnd_on(on, province=self.place.province, channel=channel),
        )
