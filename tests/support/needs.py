"""Marks for tests that need a program of a Debian package (`.ci/functions.sh` lists them)."""

import os
import shutil
from glob import glob

import pytest


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where the program (a name, or a path with * in it) is not installed.

    Never in CI, which installs them all: there a missing program fails the test.
    """
    is_missing = shutil.which(program) is None and not glob(program)  # noqa: PTH207  absolute pattern
    return pytest.mark.skipif(
        is_missing and "CI" not in os.environ, reason=f"{program} is not installed"
    )
