"""`python -m tests.show --minutes 10`: the show and its transcript."""

import argparse
import sys

from tests.show.show import run_show


def tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    asked = argparse.ArgumentParser(prog="python -m tests.show")
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    told = run_show(given.minutes * 60, seed=given.seed, tell=tell)
    tell(told)
    tell("everything is in its place" if told.is_sound else "SOMETHING IS WRONG")
    return int(not told.is_sound)


if __name__ == "__main__":
    sys.exit(main())
