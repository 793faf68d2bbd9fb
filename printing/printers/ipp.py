"""Printers that speak IPP: the system's queues (CUPS) and driverless ones on the network.

A printer is asked whether it can before it is given the page, and what became of the page after:
"accepted" is no proof that anything was printed. The page goes over byte for byte. Where the
printer can, the job is made first and the page follows, so that the job's name is known before
anything can come out and an answer lost on the way can be asked for again.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import httpx

from printing.errors import (
    PrinterAnswerLost,
    PrinterAnswerUnreadable,
    PrinterJobForgotten,
    PrinterNotAccepting,
    PrinterRefused,
    PrinterRefusedMedia,
    PrinterRefusedPdf,
    PrintError,
    PrinterTakesNoSlips,
    PrinterUnreachable,
)
from printing.printers.ipp_asking import USER, Asked
from printing.printers.ipp_link import Refused, exchange
from printing.printers.ipp_meaning import Operation, Status, job_state, one, trouble_of
from printing.printers.ipp_message import (
    Attribute,
    Attributes,
    Group,
    MalformedMessage,
    Message,
    Tag,
)
from printing.printers.ipp_wishes import about_job, first_offered, offers, wishes
from printing.printers.media import media_of, names_of
from printing.printers.port import JobState, PrinterStatus, Sent, untold

_PDF = "application/pdf"
_RAW = ("application/vnd.cups-raw", "application/octet-stream")
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout)
_IN_TWO_STEPS = {Operation.CREATE_JOB, Operation.SEND_DOCUMENT, Operation.CANCEL_JOB}


@dataclass(frozen=True, kw_only=True, slots=True)
class IppPrinter:
    """A printer by its port. An ipps:// address needs a certificate that this machine trusts."""

    uri: str
    label: str = ""  # what the desk calls it, for messages
    source: str = ""  # the paper tray, by the printer's own word; empty: its choice

    def send(self, pdf: bytes, *, name: str, told: Callable[[str], object] = untold) -> Sent:
        """Print the page one-sided on paper of its size, or nothing at all.

        The state is unknown where the answer to a page already handed over was lost. Raises
        PageUnreadable, PrinterAddressWrong, PrinterUnreachable, PrinterAnswerUnreadable,
        PrinterRefused, PrinterRefusedMedia, PrinterRefusedPdf, PrinterNotAccepting, and the
        trouble of a printer that stands still: PrinterJammed, OutOfPaper and their like.
        """
        media, is_exact = media_of(pdf)
        printer = self._asked.about_itself()
        if not offers(printer, "document-format-supported", _PDF):
            raise PrinterRefusedPdf(printer=self._asked.name)
        if not offers(printer, "media-supported", media.keyword, open_ended="custom_"):
            raise PrinterRefusedMedia(printer=self._asked.name, paper=media.name)
        work = _Work(
            document=pdf,
            kind=_PDF,
            name=name,
            wishes=wishes(printer, media, is_exact=is_exact, source=self.source),
            paper=media.name,
        )
        return self._given(work, printer, told)

    def send_raw(self, data: bytes, *, name: str = "slip") -> Sent:
        """Give a slip in its printer's own language through the system's queue, untouched.

        Raises PrinterTakesNoSlips and what `send` does.
        """
        printer = self._asked.about_itself()
        kind = first_offered(printer, "document-format-supported", _RAW)
        if not kind:
            raise PrinterTakesNoSlips(printer=self._asked.name)
        work = _Work(document=data, kind=kind, name=name, wishes=(), paper="")
        return self._given(work, printer, untold)

    def state(self, job: str) -> Sent:
        """What has become of a job, and what holds it up.

        Raises PrinterUnreachable, PrinterAnswerUnreadable, PrinterRefused.
        """
        if not job.isdecimal():
            return Sent(job=job, state=JobState.UNKNOWN, reason=PrinterAnswerLost.code)
        number = Attribute(name="job-id", tag=Tag.INTEGER, values=(int(job),))
        answer = self._asked.ask(Operation.GET_JOB_ATTRIBUTES, about=[number, USER])
        if answer.code in {Status.NOT_FOUND, Status.GONE}:
            return Sent(job=job, state=JobState.UNKNOWN, reason=PrinterJobForgotten.code)
        self._asked.done(answer)
        about = answer.first(Group.JOB)
        state, error = job_state(about)
        if state in {JobState.QUEUED, JobState.PRINTING}:
            error = trouble_of(self._asked.about_itself())
        name = str(one(about, "job-name") or "")
        return Sent(job=job, state=state, reason=error.code if error else "", name=name)

    def cancel(self, job: str) -> Sent:
        """Take the job out of the printer's queue; one that has ended stays as it ended.

        Raises PrinterUnreachable, PrinterAnswerUnreadable, PrinterRefused.
        """
        if not job.isdecimal():
            return self.state(job)
        number = Attribute(name="job-id", tag=Tag.INTEGER, values=(int(job),))
        answer = self._asked.ask(Operation.CANCEL_JOB, about=[number, USER])
        if answer.code not in {Status.NOT_POSSIBLE, Status.NOT_FOUND, Status.GONE}:
            self._asked.done(answer)
        return self.state(job)

    def status(self) -> PrinterStatus:
        printer = self._asked.about_itself()
        waiting = one(printer, "queued-job-count")
        return PrinterStatus(
            reason=_reason(printer),
            model=str(one(printer, "printer-make-and-model") or ""),
            papers=names_of(printer.get("media-supported", ())),
            loaded=names_of(printer.get("media-ready", ())),
            sources=tuple(str(word) for word in printer.get("media-source-supported", ())),
            waiting=waiting if isinstance(waiting, int) else None,
        )

    @property
    def _asked(self) -> Asked:
        return Asked(uri=self.uri, label=self.label)

    def _given(self, work: "_Work", printer: Attributes, told: Callable[[str], object]) -> Sent:
        if one(printer, "printer-is-accepting-jobs") is False:
            raise PrinterNotAccepting(printer=self._asked.name)
        if trouble := trouble_of(printer):
            raise trouble(printer=self._asked.name)
        can = printer.get("operations-supported", ())
        if Operation.VALIDATE_JOB in can:
            about = [USER, *about_job(work.name, work.kind)]
            answer = self._asked.ask(Operation.VALIDATE_JOB, about=about, job=work.wishes)
            self._asked.accepted(answer, paper=work.paper)
        if set(can) >= _IN_TWO_STEPS:
            return self._in_two_steps(work, told)
        return self._at_once(work)

    def _at_once(self, work: "_Work") -> Sent:
        about = [USER, *about_job(work.name, work.kind)]
        answer = self._handed_over(Operation.PRINT_JOB, about, work.wishes, work.document)
        if answer is None:
            return Sent(job="", state=JobState.UNKNOWN, reason=PrinterAnswerLost.code)
        self._asked.accepted(answer, paper=work.paper)
        return _told_of(answer)

    def _in_two_steps(self, work: "_Work", told: Callable[[str], object]) -> Sent:
        """The job first; a job whose page never came prints nothing and is taken back."""
        about = [USER, *about_job(work.name, "")]
        answer = self._asked.ask(Operation.CREATE_JOB, about=about, job=work.wishes)
        self._asked.accepted(answer, paper=work.paper)
        number = one(answer.first(Group.JOB), "job-id")
        if not isinstance(number, int):
            raise PrinterAnswerUnreadable(printer=self._asked.name)
        job = str(number)
        told(job)
        target = Attribute(name="job-id", tag=Tag.INTEGER, values=(number,))
        about = [target, USER, *about_job(work.name, work.kind, is_last=True, number=number)]
        try:
            taken = self._handed_over(Operation.SEND_DOCUMENT, about, (), work.document)
            if taken is not None:
                self._asked.accepted(taken, paper=work.paper)
                return _told_of(taken, job)
        except PrintError:
            with suppress(PrintError):
                self.cancel(job)
            raise
        try:
            return self.state(job)
        except PrintError:
            return Sent(job=job, state=JobState.UNKNOWN, reason=PrinterAnswerLost.code)

    def _handed_over(
        self,
        operation: Operation,
        about: Sequence[Attribute],
        job: Sequence[Attribute],
        document: bytes,
    ) -> Message | None:
        """The answer to a document; None where it was lost and the page may come out."""
        try:
            return exchange(self.uri, operation, about=about, job=job, document=document)
        except _NOTHING_SENT as error:
            raise PrinterUnreachable(printer=self._asked.name) from error
        except (httpx.RequestError, MalformedMessage, Refused) as error:
            if isinstance(error, Refused) and error.is_before_printing:
                raise PrinterRefused(printer=self._asked.name, status=error.status) from error
            return None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    """What is to come out: a document, its name at the printer and how it shall lie on paper."""

    document: bytes
    kind: str
    name: str
    wishes: Sequence[Attribute]
    paper: str


def _told_of(answer: Message, job: str = "") -> Sent:
    about = answer.first(Group.JOB)
    state, error = job_state(about)
    number = one(about, "job-id")
    return Sent(
        job=str(number) if isinstance(number, int) else job,
        state=state,
        reason=error.code if error else "",
    )


def _reason(printer: Attributes) -> str:
    if one(printer, "printer-is-accepting-jobs") is False:
        return PrinterNotAccepting.code
    trouble = trouble_of(printer)
    return trouble.code if trouble else ""
