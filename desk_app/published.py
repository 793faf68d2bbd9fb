"""What the province published for every desk: rates, calendars, procedures, templates of forms.

A published file is tried on a copy first; one with a fault is left aside with its words, and what
was in force stays in force. It takes effect when the desk is opened the next time.
"""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from desk_app.catalogue.errors import CatalogueError
from desk_app.catalogue.reader import (
    ACCOUNTS,
    CALENDAR,
    CHANGES,
    CHANGES_BEFORE,
    RATES,
    read_catalogue,
)
from desk_app.opening import CITIZENS, citizens_address
from desk_app.store.durable import write_whole
from desk_app.store.errors import FileMissing
from printing.template_file import read_template
from printing.template_node import TemplateFaulty

if TYPE_CHECKING:
    from pathlib import Path

    from desk_app.desk import Desk

OVERRIDES = "catalogue"  # folder of the data folder
TEMPLATE = "template-"  # how the name of a form's template begins: "template-register-2027.json"
_TRIAL = "catalogue.trial"


def install_published(desk: Desk) -> list[str]:
    """Put newly published files in force; returns their names. Safe to repeat."""
    installed: list[str] = []
    for name, sha256 in desk.journal.published().items():
        place = _place(name)
        known = desk.store.settings.get(f"published.{name}")
        if not place or known == sha256:
            continue
        try:
            content = desk.files.read(sha256)
        except FileMissing:
            continue  # it comes with a later round
        if _fits(desk.folder, place, content):
            if place == CHANGES:
                _keep_before(desk.folder / OVERRIDES)
            write_whole(desk.folder / OVERRIDES / place, content)
            installed.append(name)
        desk.store.settings.put(f"published.{name}", sha256)
    return installed


def _place(name: str) -> str:
    """Where a published file lies among the overrides; empty for what is no override."""
    if name in {RATES, ACCOUNTS, CITIZENS, CHANGES}:
        return name
    is_file = name.endswith(".json") and "/" not in name and "\\" not in name
    if is_file and name.startswith(TEMPLATE):
        return f"templates/{name}"
    is_calendar = is_file and name.startswith("calendar")
    return f"{CALENDAR}{name}" if is_calendar else ""


def _keep_before(folder: Path) -> None:
    """Dossiers are settled by the rules they were received under, also when these are replaced."""
    present = folder / CHANGES
    if present.is_file():
        content = present.read_bytes()
        name = hashlib.sha256(content).hexdigest()[:16]
        write_whole(folder / CHANGES_BEFORE / f"{name}.json", content)


def _fits(folder: Path, place: str, content: bytes) -> bool:
    """Whether the catalogue can be read with the file laid over it, or the template at all."""
    if place.startswith("templates/"):
        return _is_template(content, place)
    if place == CITIZENS:
        return bool(citizens_address(content))
    trial, present = folder / _TRIAL, folder / OVERRIDES
    shutil.rmtree(trial, ignore_errors=True)
    if present.is_dir():
        shutil.copytree(present, trial)
    try:
        write_whole(trial / place, content)
        read_catalogue(overrides=trial)
    except CatalogueError:
        return False
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    return True


def _is_template(content: bytes, place: str) -> bool:
    try:
        read_template(content, file=place)
    except TemplateFaulty:
        return False
    return True
