"""The tables may be cut along organisations: their keys say so, and so does every statement."""

import re

import pytest
from sqlalchemy import UniqueConstraint

from sync.client.exchange import exchange_once
from sync.hub.access import invite_desk
from sync.hub.placement import CUT_ALONG, Placement, placed, statements
from sync.hub.results import publish_file, send_result
from sync.hub.tables import metadata
from tests.sync.conftest import ORG, enrolled_desk
from tests.sync.overheard import overheard
from tests.sync.rules import CREATED, PAID, POISON, STEPPED
from tests.sync.wires import DirectLink

DISTRIBUTED = {t.name for t in metadata.sorted_tables if placed(t) is Placement.DISTRIBUTED}
CODE = f"{ORG}-261123-0001"


def test_the_ledger_is_distributed_and_the_rest_is_small():
    others = {t.name: placed(t).value for t in metadata.sorted_tables if t.name not in DISTRIBUTED}

    assert {"changes", "feed", "feeds", "epochs", "entities", "batches", "files"} <= DISTRIBUTED
    assert others == {
        "account_wishes": "local",
        "alarm_takes": "local",
        "api_keys": "local",
        "api_words": "local",
        "audit": "local",
        "audit_end": "local",
        "backlogs": "local",
        "backups": "reference",
        "catalogue_drafts": "local",
        "dead_letters": "local",
        "devices": "local",
        "feedback": "local",
        "figure_cells": "local",
        "hub": "reference",
        "invites": "local",
        "key_lists": "local",
        "key_recoveries": "local",
        "lanes": "local",
        "operator_sessions": "local",
        "operators": "local",
        "outward_eras": "local",
        "outward_log": "local",
        "rating_codes": "local",
        "ratings": "local",
        "relay_contacts": "local",
        "told_keys": "local",
        "webhooks": "local",
    }


NUMBERED_FOR_ALL = {"outward_log"}  # one row of numbers for what other systems read


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_what_is_unique_is_unique_within_an_organisation(table):
    """A database cut along a column can promise no more."""
    if placed(table) is not Placement.DISTRIBUTED:
        assert CUT_ALONG not in table.columns or table.name in NUMBERED_FOR_ALL
        return
    keys = [table.primary_key, *(c for c in table.constraints if isinstance(c, UniqueConstraint))]
    keys += [index for index in table.indexes if index.unique]

    assert not table.columns[CUT_ALONG].nullable
    assert all(CUT_ALONG in key.columns for key in keys)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_no_row_points_where_it_cannot(table):
    """From a distributed table to a copied one, and between those on one machine."""
    for key in table.foreign_keys:
        ends = (placed(table), placed(key.column.table))
        assert ends in {
            (Placement.DISTRIBUTED, Placement.REFERENCE),
            (Placement.LOCAL, Placement.LOCAL),
        }


def test_every_table_is_placed_once():
    told = list(statements())

    names = [re.search(r"\('(\w+)'", statement).group(1) for statement in told]
    assert sorted(names) == sorted(table.name for table in metadata.sorted_tables)
    cut = [statement for statement in told if "create_distributed_table" in statement]
    assert ["colocate_with" in statement for statement in cut] == [False] + [True] * (len(cut) - 1)


@pytest.fixture
def heard(hub):
    """Every statement the hub sends."""
    sent = set()

    with overheard(hub.database.engine, sent.add):
        yield sent


def names_its_scope(statement, table):
    """Whether a statement that touches a distributed table says of which organisation."""
    if statement.startswith("INSERT"):
        return "scope" in statement.partition("VALUES")[0]
    equal = rf"(?:\b{table}(?:_\d)?\.)?\bscope\b (?:=|IN)"
    return re.search(equal, statement.partition(" FROM ")[2] or statement) is not None


def test_what_an_exchange_sends_names_its_organisation(hub, heard, desk, colleague, tmp_path):
    """So do invitations, enrolment, results and publications."""
    link = DirectLink(hub)
    ent = desk.write(CREATED, (CODE,))
    desk.write(STEPPED, (1,), ent=ent)
    desk.write(PAID, (5,), ent=ent)
    desk.write(POISON)
    desk.write(7_777)
    exchange_once(desk, link)
    exchange_once(colleague, link)
    (tmp_path / "r.pdf").write_bytes(b"%PDF-1.7")
    desk.wanted = [send_result(hub, CODE, tmp_path / "r.pdf").sha256]
    publish_file(hub, tmp_path / "r.pdf")
    exchange_once(desk, link)
    invite_desk(hub, ORG)
    enrolled_desk(hub)

    astray = {
        (table, statement)
        for statement in heard
        for table in DISTRIBUTED
        if re.search(rf"(?:FROM|JOIN|INTO|UPDATE) {table}\b", statement)
        and not names_its_scope(statement, table)
    }
    # A dossier is looked for by its code alone: every machine is asked, nothing is written.
    astray = {(table, s) for table, s in astray if "dossiers.code =" not in s}
    assert len(heard) > 30
    assert astray == set()
