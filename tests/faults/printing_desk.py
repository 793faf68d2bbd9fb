"""A desk that prints one page in a process of its own and dies at a chosen moment.

`python -m tests.faults.printing_desk DATA PRINTER` loads everything once; for each line `MOMENT
PRINT` it reads it forks a worker that opens the desk, prints that row of the ledger and kills
itself with SIGKILL at that moment. Moments are counted over every call to the ledger, the files and
the printer, before and after it. A worker that lives says how many it came through.
"""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from desk_app.opening import place_of, the_catalogue
from desk_app.papers.sample import SampleDesk, draw_sample
from desk_app.usecases.print_paper import print_paper
from printing.printers.ipp import IppPrinter
from tests.faults.desks import open_again
from tests.support.counter import on_printer
from tests.support.desks import ORGANISATION


class Mortal:
    """Counts the moments of its life and ends at the last one."""

    def __init__(self, last):
        self._last = last
        self.lived = 0
        self.name = ""

    def live(self, name):
        self.lived += 1
        if self.lived == self._last:
            os.write(1, f"dies {name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


class Watched:
    """Every call of a part is a moment before and a moment after."""

    def __init__(self, part, mortal):
        self._part = part
        self._mortal = mortal

    def __getattr__(self, name):
        found = getattr(self._part, name)

        def called(*args, **named):
            self._mortal.live(f"before-{name}")
            answer = found(*args, **named)
            self._mortal.live(f"after-{name}")
            return answer

        return called


def work(data, address, moment, print_id):
    mortal = Mortal(moment)
    with open_again(data) as desk:
        store = replace(
            desk.store,
            prints=Watched(desk.store.prints, mortal),
            files=Watched(desk.store.files, mortal),
        )
        printer = Watched(IppPrinter(uri=address), mortal)
        watched = replace(on_printer(desk, printer, name=address), store=store)
        print_paper(watched, print_id)
    os.write(1, f"lived {mortal.lived}\n".encode())


def main():
    data, address = Path(sys.argv[1]), sys.argv[2]
    catalogue = the_catalogue()
    place = place_of(catalogue, ORGANISATION, {}, data=data)
    draw_sample(SampleDesk(place=place, catalogue=catalogue), "receipt")
    for line in sys.stdin:
        moment, print_id = map(int, line.split())
        worker = os.fork()
        if not worker:
            try:
                work(data, address, moment, print_id)
            except BaseException as error:  # noqa: BLE001 - whatever it was, the test must hear it
                os.write(1, f"failed {type(error).__name__} {error}\n".encode())
            finally:
                os._exit(0)
        os.waitpid(worker, 0)
        os.write(1, b"end\n")


if __name__ == "__main__":
    main()
