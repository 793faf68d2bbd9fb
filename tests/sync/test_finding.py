"""What dossiers are found by: it follows the dossier, and what is erased there is erased here."""

from contextlib import closing

import pytest
from sqlalchemy import delete, insert, select, update

from sync.hub.api_tables import beginnings
from sync.hub.database import open_database, sqlite_url
from sync.hub.finding import candidates, note_beginnings
from sync.hub.tables import dossiers

ORG = "H48.20443"


@pytest.fixture
def database(tmp_path):
    with closing(open_database(sqlite_url(tmp_path / "hub.db"))) as opened:
        yield opened


def noted(database, statement):
    """Change the dossiers and keep their beginnings anew, as who follows the feeds does."""
    with database.writing() as connection:
        connection.execute(statement)
        note_beginnings(connection, ORG, [1, 2])


def found(database, folded):
    with database.reading() as connection:
        return sorted(row.ent for row in connection.execute(candidates(folded)))


def left(database):
    with database.reading() as connection:
        return set(connection.execute(select(beginnings.c.beginning)).scalars())


def two_dossiers():
    rows = [
        {"ent": ent, "code": f"{ORG}-261123-000{ent}", "applicant_folded": name}
        for ent, name in ((1, "nguyen thi sen"), (2, "tran van sen"))
    ]
    told = {"scope": ORG, "org": ORG, "status": "received", "procedure": "2.000815"}
    return insert(dossiers).values([{**told, **row} for row in rows])


def test_no_word_of_a_name_is_left_once_it_is_erased_from_its_dossier(database):
    noted(database, two_dossiers())

    noted(database, update(dossiers).where(dossiers.c.ent == 1).values(applicant_folded=""))

    assert (found(database, "sen"), found(database, "nguyen thi")) == ([2], [])
    assert not any("nguyen" in one or "thi" in one for one in left(database))
    assert found(database, "1") == [1]


def test_a_dossier_that_is_gone_is_found_by_nothing(database):
    noted(database, two_dossiers())

    noted(database, delete(dossiers).where(dossiers.c.ent == 1))

    assert left(database) == {"tran van sen", "van sen", "sen", "#0002 261123"}
