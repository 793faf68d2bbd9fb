"""What every test gets: Hypothesis profiles, golden files, and no way to a person's own secrets."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.golden import Golden
from tests.support.tries import TRIES

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=250,
    deadline=None,  # the machine is shared and slow
    derandomize=True,  # the same examples each time: a red run means the change
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# Neither this process nor one it starts may reach the secret store or the language of the person
# at the machine.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write tests/golden anew from what the code makes now; look at the difference",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser comes last: its driver keeps an event loop running in this thread."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that passed only when tried again."""
    passed = terminalreporter.stats.get("passed", [])
    tries = {report.nodeid: dict(report.user_properties).get(TRIES, 1) for report in passed}
    for test, count in tries.items():
        if count > 1:
            terminalreporter.write_line(f"tried {count} times: {test}")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares with a file of tests/golden; `--update-golden` writes it instead."""
    folder = Path(__file__).parent / "golden"
    return Golden(folder, update=request.config.getoption("--update-golden"))
