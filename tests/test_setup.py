"""Set-up: what it says on a machine that lacks something, and that the lock files fit."""

import os
import re
import shutil
import subprocess
import tomllib

import pytest

from tests.support.tree import ROOT

FUNCTIONS = ROOT / ".ci" / "functions.sh"
NEEDED_BY_BASH = ("cat", "sha256sum")  # the only programs the functions themselves call
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)", re.MULTILINE)


@pytest.fixture
def machine(tmp_path):
    """A machine that has only the programs a test puts into its `bin`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in NEEDED_BY_BASH:
        (programs / name).symlink_to(shutil.which(name))
    return Machine(tmp_path)


class Machine:
    def __init__(self, folder):
        self.folder = folder
        self.has_root(root=False)

    def has_root(self, *, root):
        self.program("id", f"echo {0 if root else 1000}")

    def program(self, name, body="exit 0"):
        path = self.folder / "bin" / name
        path.write_text(f"#!{shutil.which('bash')}\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(self, command):
        """Run with the functions loaded; gives the exit code, what it printed and what it said."""
        done = subprocess.run(
            [shutil.which("bash"), "-euo", "pipefail", "-c", f"source '{FUNCTIONS}'; {command}"],
            env={"PATH": str(self.folder / "bin")},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
        return done.returncode, done.stdout, done.stderr


def test_a_machine_without_python_is_told_what_to_install(machine):
    code, _, said = machine.run("find_python")

    assert code == 1
    assert "apt-get install python3" in said


def test_an_old_python_is_passed_over_for_a_newer_one(machine):
    machine.program("python3", "exit 1")  # its version check says no
    machine.program("python3.12")

    code, found, _ = machine.run("find_python")

    assert (code, found) == (0, f"{machine.folder}/bin/python3.12\n")


def test_a_missing_venv_part_is_named_to_who_may_not_install_it(machine):
    machine.program("python3", "exit 1")

    code, _, said = machine.run("need_venv python3")

    assert code == 1
    assert "apt-get install python3-venv" in said


def test_a_missing_venv_part_is_installed_by_root(machine):
    machine.has_root(root=True)
    machine.program("python3", "exit 1")
    machine.program("apt-get", 'echo "$*" >> asked')

    code, _, _ = machine.run("need_venv python3")

    assert code == 0
    assert "-y --no-install-recommends python3-venv" in (machine.folder / "asked").read_text()


def test_what_is_skipped_without_a_package_is_said(machine):
    machine.program("qpdf")

    code, _, said = machine.run('need_packages "${test_packages[@]}"')

    assert code == 0
    assert "chromium is missing; skipped without it: the tests that drive the window." in said
    assert "qpdf is missing" not in said


def test_root_installs_only_what_is_missing(machine):
    machine.has_root(root=True)
    machine.program("qpdf")
    machine.program("apt-get", 'echo "$*" >> asked')

    machine.run("need_packages qpdf:qpdf:x poppler-utils:pdftotext:y")

    asked = (machine.folder / "asked").read_text()
    assert "poppler-utils" in asked
    assert "qpdf" not in asked


def test_a_package_manager_that_fails_stops_the_set_up(machine):
    machine.has_root(root=True)
    machine.program("apt-get", "exit 100")

    code, _, _ = machine.run("need_packages qpdf:qpdf:x; echo went on")

    assert code == 100


def test_nothing_is_asked_of_a_machine_that_has_all(machine):
    machine.program("qpdf")

    assert machine.run("need_packages qpdf:qpdf:x") == (0, "", "")


def test_an_environment_is_installed_anew_when_its_lock_changes(machine):
    lock = machine.folder / "requirements.lock"
    lock.write_text("one==1\n", encoding="utf-8")
    (machine.folder / "venv").mkdir()
    ask = "is_installed venv run requirements.lock && echo installed || echo missing"

    before = machine.run(ask)[1]
    machine.run("stamp_of requirements.lock > venv/.installed-run")
    after = machine.run(ask)[1]
    lock.write_text("one==2\n", encoding="utf-8")
    changed = machine.run(ask)[1]

    assert (before, after, changed) == ("missing\n", "installed\n", "missing\n")


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ()), ("requirements-dev.lock", ("dev", "province"))],
)
def test_the_lock_holds_the_versions_asked_for(lock, extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]

    locked = pins((ROOT / lock).read_text(encoding="utf-8"))

    unlike = [one for one in asked if not pins(re.sub(r"\[.*]", "", one)).items() <= locked.items()]
    assert unlike == []


def test_both_locks_agree():
    run, dev = (
        pins((ROOT / name).read_text(encoding="utf-8"))
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert run.items() <= dev.items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_binds_every_file_and_names_no_place(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_the_scripts_can_be_run():
    stuck = [
        name
        for name in ("run", "setup", "test", "lock")
        if not os.access(ROOT / ".ci" / name, os.X_OK)
    ]

    assert stuck == []


def pins(text):
    return {pin["name"].lower().replace("_", "-"): pin["version"] for pin in PIN.finditer(text)}


def test_every_installed_package_has_its_licence_named():
    named = set(
        re.findall(
            r"^\| ([a-z0-9.-]+) \| \S",
            (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )

    assert pins((ROOT / "requirements.lock").read_text(encoding="utf-8")).keys() - named == set()
