"""`make mutants`: plant each fault into a copy of the tree and say which tests notice.

`--only WORD` plants those whose name has the word. Tests of a fault are run until one notices,
with `--every` all of them. Ends with an error when more than one survives.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.planted import PLANTED, SIM

ROOT = Path(__file__).parents[2]
PARTS = (
    *("desk_app", "locales", "printing", "sync", "tests"),
    *("main.py", "pyproject.toml"),
)
SIM_STEPS = 18_000  # of six seeds
MAY_SURVIVE = 1
HANGS_AFTER_S = 900


def main():
    asked = argparse.ArgumentParser(prog="python -m tests.mutants")
    asked.add_argument("--only", default="")
    asked.add_argument("--every", action="store_true", help="run all tests of each fault")
    asked.add_argument("--part", default="1/1", help="2/3: the second of three parts")
    given = asked.parse_args()
    number, parts = map(int, given.part.split("/"))
    named = [planted for planted in PLANTED if given.only in planted.name]
    chosen = named[number - 1 :: parts]
    folder = Path(tempfile.mkdtemp(prefix="motcua-mutants-"))
    try:
        tree = copy_tree(folder)
        survivors = [
            planted.name for planted in chosen if not is_noticed(tree, planted, every=given.every)
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say(f"{len(chosen) - len(survivors)} of {len(chosen)} noticed")
    for name in survivors:
        say(f"SURVIVED: {name}")
    return int(len(survivors) > MAY_SURVIVE)


def copy_tree(folder):
    tree = folder / "tree"
    tree.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, tree / part)
    return tree


def is_noticed(tree, planted, *, every):
    """Plant one fault, run its tests until one notices, or all, and take it out again."""
    path = tree / planted.path
    whole = path.read_text(encoding="utf-8")
    if whole.count(planted.was) != 1:
        sys.exit(f"{planted.path} has no such text once, for “{planted.name}”:\n{planted.was}")
    path.write_text(whole.replace(planted.was, planted.now), encoding="utf-8")
    try:
        noticed = []
        for tests in planted.tests:
            if not noticed or every:
                noticed += failures(tree, tests)
    finally:
        path.write_text(whole, encoding="utf-8")
    say(f"{'noticed' if noticed else 'NOT NOTICED'}: {planted.name}")
    for told in noticed[:3]:
        say(f"    {told}")
    return bool(noticed)


def failures(tree, tests):
    """The names of the tests that fail; for the simulation the promise that broke."""
    if tests == SIM:
        command = ["-m", "tests.simulation", "--steps", str(SIM_STEPS)]
    else:
        command = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-o", "addopts="]
        command += ["--import-mode=importlib", tests]
    try:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
            timeout=HANGS_AFTER_S,
        )
    except subprocess.TimeoutExpired:
        return [f"{tests} does not end"]
    if done.returncode == 0:
        return []
    if tests == SIM:
        told = [line for line in done.stdout.splitlines() if line.strip()]
        return [f"{SIM}: {(told or done.stderr.splitlines() or [''])[0][-160:]}"]
    told = [
        line.split(" - ")[0] for line in done.stdout.splitlines() if line[:5] in {"FAILE", "ERROR"}
    ]
    return told or [f"{tests}: {done.stdout[-160:]}"]


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
