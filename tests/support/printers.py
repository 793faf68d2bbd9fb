"""A printer that does what a test tells it: jam, run out, refuse, fall silent."""

from dataclasses import dataclass, field

from printing.printers.port import JobState, PrinterStatus, Sent, untold

PRINTED = Sent(job="job-1", state=JobState.PRINTED)
QUEUED = Sent(job="job-1", state=JobState.QUEUED)
JAMMED = Sent(job="job-1", state=JobState.PRINTING, reason="printer_jammed")
FAILED = Sent(job="job-1", state=JobState.FAILED, reason="printer_job_failed")
ANSWER_LOST = Sent(job="", state=JobState.UNKNOWN, reason="printer_answer_lost")


@dataclass
class ToldPrinter:
    """Keeps every page it took; answers from a list, one answer a question, the last for ever.

    An exception is raised where an answer would be given.
    """

    answers: list[Sent | BaseException]
    pages: list[bytes] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    asked: int = 0
    names_jobs_first: str = ""  # what it calls the job before it gets the page

    def send(self, pdf: bytes, *, name: str, told=untold) -> Sent:
        if self.names_jobs_first:
            told(self.names_jobs_first)
        answer = self._answer()
        self.pages.append(pdf)
        self.names.append(name)
        return answer

    def state(self, job: str) -> Sent:
        del job
        return self._answer()

    def cancel(self, job: str) -> Sent:
        return self.state(job)

    def status(self) -> PrinterStatus:
        return PrinterStatus()

    def _answer(self) -> Sent:
        told = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(told, BaseException):
            raise told
        return told
