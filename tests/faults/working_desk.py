"""A desk at work in a process of its own, to be killed at any moment.

`python -m tests.faults.working_desk DATA` loads everything once and then, for each line it reads,
forks a worker that opens the desk and receives, prints and syncs until it dies. What is about to be
done and what was done is written to stdout, one line each, in the order it happens.
"""

import os
import sys
from pathlib import Path

from desk_app.opening import place_of, rules_at, the_catalogue
from desk_app.papers.sample import SampleDesk, draw_sample
from desk_app.store.prints import PrintState
from desk_app.usecases.answer_print import answer_print
from desk_app.usecases.print_paper import print_paper
from desk_app.usecases.receive_dossier import receive_dossier
from desk_app.usecases.sync_now import sync_now
from sync.client.link import HttpLink
from tests.faults.desks import open_again
from tests.support.counter import on_printer, residence, tray_pages
from tests.support.desks import ORGANISATION
from tests.support.samples import an_applicant


class Watched:
    """The tray, telling when it is about to be given a page and when it has one."""

    def __init__(self, tray):
        self._tray = tray

    def send(self, pdf, *, name, told):
        say("send?", name)
        sent = self._tray.send(pdf, name=name, told=told)
        say("close?", name)
        return sent

    def state(self, job):
        return self._tray.state(job)


def say(*words):
    os.write(1, f"{' '.join(map(str, words))}\n".encode())  # whole lines, whoever dies


def work(data):
    """Never returns: somebody kills it, or it says what went wrong."""
    say("open?")
    with open_again(data) as desk:
        watched = on_printer(desk, Watched(desk.tray), name="tray")
        say("mend?")
        mend(watched)
        while True:
            say("receive?")
            done = receive_dossier(watched, residence(applicant=an_applicant(name="Zơrâm Sen")))
            say("received", done.dossier.code)
            say("draw?", done.dossier.code)
            print_paper(watched, done.print_id)
            say("printed", done.dossier.code)
            say("sync?")
            told = sync_now(desk)
            say("synced", told.sent)


def mend(desk):
    """What a person does in the morning after a power cut: look at the tray and answer."""
    lying = tray_pages(desk)
    for job in desk.prints.open():
        code = desk.journal.dossier(job.entity).code
        if job.state is PrintState.QUEUED:
            print_paper(desk, job.id)
        else:
            answer_print(desk, job.id, came_out=f"{code}-receipt.pdf" in lying)


def _load_all(data):
    """What each worker would else load anew: catalogue, calendar, faces, an HTTP client."""
    catalogue = the_catalogue()
    place = place_of(catalogue, ORGANISATION, {}, data=data)
    rules_at(catalogue, place)
    draw_sample(SampleDesk(place=place, catalogue=catalogue), "receipt")
    HttpLink("http://127.0.0.1:9").close()


def main():
    data = Path(sys.argv[1])
    _load_all(data)
    say("ready")
    for _ in sys.stdin:
        worker = os.fork()
        if not worker:
            try:
                work(data)
            except BaseException as error:  # noqa: BLE001 - whatever it was, the test must hear it
                say("failed", type(error).__name__, getattr(error, "code", ""), error)
            finally:
                os._exit(1)
        say("worker", worker)
        os.waitpid(worker, 0)
        say("dead")


if __name__ == "__main__":
    main()
