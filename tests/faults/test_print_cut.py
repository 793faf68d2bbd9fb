"""kill -9 at every single moment of printing: the original comes out once, with its record first.

A page whose job was named before the cut is settled by the printer's own word; a person is asked
only where no machine can know. Shown with -s: what was cut and what it took to mend it.
"""

import subprocess
import sys
from collections import Counter

import pytest

from desk_app.store.prints import PrintKind, PrintState
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.ask_printer import ask_printer
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from printing.printers.ipp import IppPrinter
from tests.faults.desks import make_desk, open_again
from tests.printing.ipp_printer import SmallPrinter, running
from tests.support.counter import on_printer, residence
from tests.support.tree import ROOT

NEVER = 10_000
MOST_MOMENTS = 40


class Workers:
    def __init__(self, process):
        self._process = process

    def cut(self, moment, print_id):
        """Print in a process of its own and kill it at that moment; the last word it said."""
        self._process.stdin.write(f"{moment} {print_id}\n")
        self._process.stdin.flush()
        word = ""
        while (line := self._process.stdout.readline().strip()) != "end":
            if not line or line.startswith("failed"):
                pytest.fail(f"the worker failed by itself: {line}")
            word = line
        return word


@pytest.mark.slow
def test_wherever_printing_is_cut_the_original_comes_out_once(tmp_path):
    data, mended = tmp_path / "data", Counter()
    make_desk(data)
    first, *waiting = _received(data)
    with running(SmallPrinter(in_two_steps=True)) as printer, _started(data, printer) as process:
        workers = Workers(process)
        moments = int(workers.cut(NEVER, first).removeprefix("lived "))
        assert moments <= len(waiting)
        cuts = []
        for moment, print_id in enumerate(waiting[:moments], start=1):
            printer.pages.clear()
            died = workers.cut(moment, print_id)
            cuts.append((print_id, died, list(printer.pages)))
        with open_again(data) as opened:
            desk = on_printer(opened, IppPrinter(uri=printer.uri), name=printer.uri)
            for print_id, died, came_out in cuts:
                printer.pages[:] = came_out
                mended[f"{_mended(desk, printer, print_id):<26} {died}"] += 1
    print("\n" + "\n".join(sorted(mended)))  # noqa: T201 - seen with -s
    asked = [line.split()[-1] for line in mended if line.startswith("a person")]
    assert set(asked) <= {"after-sent", "before-send", "before-named_job"}


def _mended(desk, printer, print_id):
    """What is done in the morning; says which way the page's row was closed."""
    row, came_out = desk.prints.get(print_id), bool(printer.pages)
    assert desk.journal.dossier(row.entity).code, "the page has its record"
    assert row.kind is PrintKind.ORIGINAL
    if came_out:
        assert row.state is not PrintState.QUEUED, "it would come out a second time"
    how = f"it was {row.state}"
    if row.state is PrintState.UNKNOWN:
        row, how = ask_printer(desk, print_id), "the printer was asked"
    if row.state is PrintState.UNKNOWN:
        row = answer_print(desk, print_id, came_out=came_out)
        how = f"a person said {row.state}"
    if row.state is PrintState.SPOILED:
        print_id = _again(desk, row)
    if desk.prints.get(print_id).state is PrintState.QUEUED:
        row = print_paper(desk, print_id)
    assert (row.state, row.kind) == (PrintState.PRINTED, PrintKind.ORIGINAL)
    assert printer.pages == [desk.files.read(row.sha256)], "the original once, as it is kept"
    return how


def _again(desk, row):
    with desk.journal.writing() as tx:
        return desk.queue_print(tx, row.entity, row.form, at=desk.clock.now())


def _received(data):
    """Enough dossiers, each with its receipt to be printed."""
    with open_again(data) as desk:
        return [receive_dossier(desk, residence()).print_id for _ in range(MOST_MOMENTS)]


def _started(data, printer):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.printing_desk", str(data), printer.uri],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
