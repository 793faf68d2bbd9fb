"""The bench runs; what it measures is judged by `make bench` alone, on a machine at rest."""

import subprocess
import sys

import pytest

from tests.support.needs import needs
from tests.support.tree import ROOT


@pytest.mark.slow
@pytest.mark.screen
@needs("chromium")
def test_every_promise_is_measured_on_a_small_desk(tmp_path):
    command = [sys.executable, "-m", "tests.bench", "--quick", "--cache", str(tmp_path)]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.returncode in {0, 1}  # a promise may fail beside other tests
    promised = [line for line in ran.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    for part in (
        "search",
        "one dossier",
        "list",
        "receive",
        "rebuild",
        "window",
        "memory",
        "key press",
    ):
        assert any(part in line for line in promised), ran.stdout
    assert list(tmp_path.glob("500-*/desk/desk.db"))
