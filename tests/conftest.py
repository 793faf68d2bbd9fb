"""What every test gets: Hypothesis profiles, golden files, and no way to a person's own secrets."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tests.support.golden import Golden
from tests.support.tries import REASONS, TRIES

WINDOWS = "tests/ui/"

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=100,
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


class Modules(LoadScopeScheduling):
    """Deals whole modules out to the processes: what a module has made is made once.

    The windows are one portion: two browsers at a time slow one another down.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return WINDOWS if module.startswith(WINDOWS) else module


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Modules:
    return Modules(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Dealt out, the longest come first, so that the processes end together."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: (not item.nodeid.startswith(WINDOWS), item.path not in slow))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that passed only when tried again, and say why they were."""
    passed = terminalreporter.stats.get("passed", [])
    told = {report.nodeid: dict(report.user_properties) for report in passed}
    for test, properties in told.items():
        if properties.get(TRIES, 1) > 1:
            terminalreporter.write_line(f"tried {properties[TRIES]} times: {test}")
            for reason in properties[REASONS]:
                terminalreporter.write_line(f"    {reason}")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares with a file of tests/golden; `--update-golden` writes it instead."""
    folder = Path(__file__).parent / "golden"
    return Golden(folder, update=request.config.getoption("--update-golden"))
