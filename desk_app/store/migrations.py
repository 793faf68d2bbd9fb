"""The tables that hold what cannot be made again; a released migration never changes, add the next.

Projections, which can be made again from the journal, are in `projection_tables`.
Moments are whole Unix seconds, days are YYYY-MM-DD in Viet Nam, flags are 0 or 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk_app.store.ballots import BALLOTS_SCHEMA
from desk_app.store.books import BOOKS_INDEX
from desk_app.store.copies import COPIES_SCHEMA
from desk_app.store.errors import SchemaTooNew
from desk_app.store.feedback import FEEDBACK_INDEX
from desk_app.store.first_schema import FIRST_SCHEMA
from desk_app.store.issuers import ISSUERS_SCHEMA
from desk_app.store.mandates import MANDATES_INDEX
from desk_app.store.near import NEAR_SCHEMA
from desk_app.store.outages import OUTAGES_SCHEMA
from desk_app.store.parcels import PARCELS_SCHEMA
from desk_app.store.proofs import PROOFS_SCHEMA
from desk_app.store.queue import QUEUE_SCHEMA
from desk_app.store.receipt_ranges import RANGES_INDEX
from desk_app.store.receipts import RECEIPTS_INDEX
from desk_app.store.recovered_schema import RECOVERED_SCHEMA
from desk_app.store.results_book import RESULTS_INDEX
from desk_app.store.scan_tray import SCANS_SCHEMA
from desk_app.store.sqlcipher import Migrations, Tables
from desk_app.store.sqlite_errors import translated
from desk_app.store.till import TILL_INDEX
from desk_app.store.villages import VILLAGES_INDEX

if TYPE_CHECKING:
    from desk_app.store.database import Database

migrations = Migrations("desk")


@migrations()
def m001_first(db: Tables) -> None:
    for statement in FIRST_SCHEMA:
        db.execute(statement)


@migrations()
def m002_users_of_machines(db: Tables) -> None:
    """The users another machine told of are found among all it wrote."""
    db.execute("CREATE INDEX journal_users ON journal (author) WHERE kind = 101")


@migrations()
def m002_recovered(db: Tables) -> None:
    for statement in RECOVERED_SCHEMA:
        db.execute(statement)


@migrations()
def m003_parcels(db: Tables) -> None:
    for statement in PARCELS_SCHEMA:
        db.execute(statement)


@migrations()
def m004_file_troubles(db: Tables) -> None:
    """How often a file was damaged on its way to or from the hub."""
    db.execute(
        """
        CREATE TABLE file_troubles (
            sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
            code TEXT NOT NULL,
            failures INTEGER NOT NULL CHECK (failures > 0),
            last_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """
    )


@migrations()
def m005_print_ledger(db: Tables) -> None:
    """How a page lay on its paper, why one more was wanted, and at which printer each step was."""
    db.execute("ALTER TABLE prints ADD COLUMN layout TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE prints ADD COLUMN why TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE print_steps ADD COLUMN printer TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX prints_by_day ON prints (queued_at)")
    db.execute("CREATE INDEX print_steps_of ON print_steps (print)")


@migrations()
def m005_colleagues(db: Tables) -> None:
    """What other machines of the commune told on its own network."""
    for statement in NEAR_SCHEMA:
        db.execute(statement)


@migrations()
def m006_issuers(db: Tables) -> None:
    """Whose signature on a paper counts."""
    for statement in ISSUERS_SCHEMA:
        db.execute(statement)


@migrations()
def m007_mandates(db: Tables) -> None:
    """Mandates of postal staff are looked up at every act of theirs."""
    db.execute(MANDATES_INDEX)


@migrations()
def m008_books(db: Tables) -> None:
    """Payments and receptions are found without reading the whole journal."""
    db.execute(BOOKS_INDEX)


@migrations()
def m009_proofs(db: Tables) -> None:
    """Which signed files wait for a timestamp."""
    for statement in PROOFS_SCHEMA:
        db.execute(statement)


@migrations()
def m010_queue(db: Tables) -> None:
    """The queue tickets of the day."""
    for statement in QUEUE_SCHEMA:
        db.execute(statement)


@migrations()
def m011_scans(db: Tables) -> None:
    """Pages scanned and not yet beside a dossier; scans of other machines are fetched."""
    for statement in SCANS_SCHEMA:
        db.execute(statement)


@migrations()
def m012_till(db: Tables) -> None:
    """The last closing of the till is found at every look at it."""
    db.execute(TILL_INDEX)


@migrations()
def m013_copies(db: Tables) -> None:
    """Which fields were copied for another system."""
    for statement in COPIES_SCHEMA:
        db.execute(statement)


@migrations()
def m014_receipts(db: Tables) -> None:
    """Receipts of fees, and the ranges they come from, are found without reading the journal."""
    db.execute(RECEIPTS_INDEX)


@migrations()
def m015_results(db: Tables) -> None:
    """What was given back is found by its day."""
    db.execute(RESULTS_INDEX)


@migrations()
def m016_outages(db: Tables) -> None:
    """When power or the line was away."""
    for statement in OUTAGES_SCHEMA:
        db.execute(statement)


@migrations()
def m017_ballots(db: Tables) -> None:
    """How people found the service, a day at a time."""
    for statement in BALLOTS_SCHEMA:
        db.execute(statement)


@migrations()
def m018_feedback(db: Tables) -> None:
    """Complaints and proposals are found without reading the journal."""
    db.execute(FEEDBACK_INDEX)


@migrations()
def m019_ranges(db: Tables) -> None:
    """Ranges of receipts are found without reading the journal, the province's too."""
    db.execute(RANGES_INDEX)


@migrations()
def m020_villages(db: Tables) -> None:
    """Sessions in villages are found without reading the journal."""
    db.execute(VILLAGES_INDEX)


def migrate(database: Database) -> None:
    """Bring the tables to this version; raises SchemaTooNew for a file of a newer one."""
    with translated():
        tables = Tables(database.connection)
        unknown = {row.name for row in migrations.applied(tables)} - _known()
        if unknown:
            raise SchemaTooNew(found=max(unknown))
        is_pending = bool(migrations.pending(tables))
    if is_pending:
        with database.writing():  # beside another process only one of the two finds work to do
            migrations.apply(tables)


def _known() -> set[str]:
    return {step.name for step in migrations.pending(Tables(memory=True))}
