"""A province's tables filled by PostgreSQL itself: so many dossiers and machines within a minute.

What pages and figures read is there; the changes behind these dossiers are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from sync.hub.figure_tables import NEVER

if TYPE_CHECKING:
    from sync.hub.hub import Hub

COMMUNES = 250
_ORG = "'H48.' || lpad((g % :communes)::text, 5, '0')"
_MACHINE_ORG = "'H48.' || lpad((g / :each % :communes)::text, 5, '0')"
_CODE = "to_char(to_timestamp(received), 'YYMMDD') || '-' || lpad((g % 10000)::text, 4, '0')"
_NAME = """(ARRAY['nguyen', 'tran', 'le', 'pham', 'hoang', 'huynh', 'vo'])[1 + g % 7] || ' '
    || (ARRAY['van', 'thi', 'huu', 'ngoc', 'minh'])[1 + g / 7 % 5] || ' '
    || chr(97 + (g / 35 % 26)::int) || chr(97 + (g / 910 % 26)::int) || 'n'"""
_LIVES = """
    CREATE TEMPORARY TABLE lives ON COMMIT DROP AS
    SELECT g, {org} AS org, received, received + 86400 * (1 + g % 15) AS due,
           CASE WHEN ended < :now THEN ended ELSE :never END AS ended, {name} AS name
    FROM (SELECT g, received, received + 86400 * (1 + g * 7 % 17) AS ended
          FROM (SELECT g, :now - 60 - (g::bigint * 7919) % (3 * 365 * 86400) AS received
                FROM generate_series(1, :dossiers) AS g) AS came) AS lasted"""
_DEVICES = """
    INSERT INTO devices
        (dev, org, name, device_key, recipient_key, ep, counter, app, enrolled_at,
         last_contact_at, told, lease_days, revoked_why)
    SELECT 100000 + g, {org}, 'Máy ' || g, sha256(g::text::bytea), '', 1, 1, '1.0.0',
           :now - 8000000, :now - (g::bigint * 7919) % 80000 - (g % 33 = 0)::int * 300000,
           1000 + g % 300, 60, ''
    FROM generate_series(1, :machines) AS g"""
_EPOCHS = """
    INSERT INTO epochs
        (scope, dev, ep, first_head, acked, head, durable, frozen, counter, opened_at)
    SELECT org, dev, 1, '\\x00', 1000, '\\x00', 900, '', 1, enrolled_at
    FROM devices WHERE dev > 100000"""
_BATCHES = """
    INSERT INTO batches
        (scope, dev, ep, last, first, device_at, offset_s, age_s, boot, taken_at)
    SELECT org, dev, 1, 50 * g, 50 * g - 49, last_contact_at - 2, 1, 60, '\\x00',
           last_contact_at - 86400 * (20 - g)
    FROM devices, generate_series(1, 20) AS g WHERE dev > 100000"""
_BACKLOGS = """
    INSERT INTO backlogs (dev, hour, backlog)
    SELECT dev, :now / 3600 - g, 10 FROM devices, generate_series(1, 336) AS g WHERE dev > 100000"""
_DOSSIERS = """
    INSERT INTO dossiers
        (scope, ent, code, org, status, procedure, applicant_folded, due_at)
    SELECT org, g, org || '-' || {code} || '-' || g, org,
           CASE WHEN ended = :never THEN 'processing' ELSE 'returned' END, '2.000815', name, due
    FROM lives"""
_OUTWARD = """
    INSERT INTO outward
        (scope, ent, number, code, org, state, body_folded, is_taken, handed_at, due_at)
    SELECT org, g, g, org || '-' || {code} || '-' || g, org,
           CASE WHEN ended = :never THEN 4 ELSE 9 END,
           CASE WHEN g % 40 = 0 THEN 'so tu phap' ELSE '' END, g % 2, received, due
    FROM lives"""
_COURSES = """
    INSERT INTO courses
    SELECT org, g, org, '2.000815', received,
           'by_hand ' || (ARRAY[0, 2, 4, 18, 50])[1 + g % 5] || ' counter', 'in_time',
           CASE WHEN due < ended THEN due + 1 ELSE :never END, 'overdue', ended,
           CASE WHEN ended = :never THEN '' ELSE CASE WHEN due < ended THEN 'late' ELSE 'early' END
           || ' ' || (ARRAY[1, 3, 7, 51])[1 + g % 4] || ' counter' END,
           1 + (g % 7 = 0)::int
    FROM lives"""

_BEGINNINGS = """
    INSERT INTO dossier_beginnings (scope, ent, beginning)
    SELECT org, g, beginning
    FROM lives, unnest(ARRAY[name, split_part(name, ' ', 2) || ' ' || split_part(name, ' ', 3),
        split_part(name, ' ', 3), '#' || lpad((g % 10000)::text, 4, '0') || ' ' || g])
        AS beginning"""


def fill(hub: Hub, *, dossiers: int, machines: int) -> None:
    """Invented dossiers of three years and machines of all communes, in an empty PostgreSQL."""
    values = {
        "communes": COMMUNES,
        "each": max(1, machines // COMMUNES),
        "dossiers": dossiers,
        "machines": machines,
        "now": hub.now(),
        "never": NEVER,
    }
    with hub.database.writing() as connection:
        for statement in (
            _LIVES.format(org=_ORG, name=_NAME),
            _DEVICES.format(org=_MACHINE_ORG),
            _EPOCHS,
            _BATCHES,
            _BACKLOGS,
            _DOSSIERS.format(code=_CODE),
            _OUTWARD.format(code=_CODE),
            _COURSES,
            _BEGINNINGS,
        ):
            asked = text(statement)
            names = asked._bindparams
            connection.execute(asked, {name: values[name] for name in names})
    with hub.database.writing() as connection:
        connection.execute(text("ANALYZE"))
