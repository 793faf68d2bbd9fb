"""A printer that does what a test tells it: jam, run out, refuse, fall silent."""

from dataclasses import dataclass, field

from printing.printers.port import JobState, Sent

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

    def send(self, pdf: bytes, *, name: str) -> Sent:
        told = self._answer()
        self.pages.append(pdf)
        self.names.append(name)
        return told

    def state(self, job: str) -> Sent:
        del job
        return self._answer()

    def _answer(self) -> Sent:
        told = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(told, BaseException):
            raise told
        return told
