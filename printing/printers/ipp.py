"""Printers that speak IPP: the system's queues (CUPS) and driverless ones on the network.

A printer is asked whether it can before it is given the page, and what became of the page after:
"accepted" is no proof that anything was printed. The page goes over byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from printing.errors import (
    PrinterAnswerLost,
    PrinterAnswerUnreadable,
    PrinterJobForgotten,
    PrinterNotAccepting,
    PrinterRefused,
    PrinterRefusedMedia,
    PrinterRefusedPdf,
    PrinterUnreachable,
)
from printing.printers.ipp_link import Refused, exchange
from printing.printers.ipp_meaning import Operation, Status, job_state, one, trouble_of
from printing.printers.ipp_message import (
    Attribute,
    Attributes,
    Group,
    MalformedMessage,
    Message,
    Tag,
    Value,
)
from printing.printers.media import Media, media_of
from printing.printers.port import JobState, Sent

_PDF = "application/pdf"
_USER = Attribute(name="requesting-user-name", tag=Tag.NAME, values=("quay-mot-cua",))
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout)


@dataclass(frozen=True, kw_only=True, slots=True)
class IppPrinter:
    """A printer by its port. An ipps:// address needs a certificate that this machine trusts."""

    uri: str
    label: str = ""  # what the desk calls it, for messages

    def send(self, pdf: bytes, *, name: str) -> Sent:
        """Print the page one-sided on paper of its size, or nothing at all.

        The state is unknown where the answer to a page already handed over was lost. Raises
        PageUnreadable, PrinterAddressWrong, PrinterUnreachable, PrinterAnswerUnreadable,
        PrinterRefused, PrinterRefusedMedia, PrinterRefusedPdf, PrinterNotAccepting, and the
        trouble of a printer that stands still: PrinterJammed, OutOfPaper and their like.
        """
        media, is_exact = media_of(pdf)
        printer = self._printer()
        self._check(printer, media)
        about = [
            _USER,
            Attribute(name="job-name", tag=Tag.NAME, values=(name,)),
            Attribute(name="document-format", tag=Tag.MEDIA_TYPE, values=(_PDF,)),
            Attribute(name="ipp-attribute-fidelity", tag=Tag.BOOLEAN, values=(True,)),
        ]
        job = _job_attributes(printer, media, is_exact=is_exact)
        if Operation.VALIDATE_JOB in printer.get("operations-supported", ()):
            self._accepted(self._ask(Operation.VALIDATE_JOB, about=about, job=job), media)
        return self._print(pdf, about=about, job=job, media=media)

    def state(self, job: str) -> Sent:
        """What has become of a job, and what holds it up.

        Raises PrinterUnreachable, PrinterAnswerUnreadable, PrinterRefused.
        """
        if not job.isdecimal():
            return Sent(job=job, state=JobState.UNKNOWN, reason=PrinterAnswerLost.code)
        number = Attribute(name="job-id", tag=Tag.INTEGER, values=(int(job),))
        answer = self._ask(Operation.GET_JOB_ATTRIBUTES, about=[number, _USER])
        if answer.code in {Status.NOT_FOUND, Status.GONE}:
            return Sent(job=job, state=JobState.UNKNOWN, reason=PrinterJobForgotten.code)
        self._done(answer)
        state, error = job_state(answer.first(Group.JOB))
        if state in {JobState.QUEUED, JobState.PRINTING}:
            error = trouble_of(self._printer())
        return Sent(job=job, state=state, reason=error.code if error else "")

    def _print(
        self, pdf: bytes, *, about: Sequence[Attribute], job: Sequence[Attribute], media: Media
    ) -> Sent:
        try:
            answer = exchange(self.uri, Operation.PRINT_JOB, about=about, job=job, document=pdf)
        except _NOTHING_SENT as error:
            raise PrinterUnreachable(printer=self._name) from error
        except (httpx.RequestError, MalformedMessage, Refused) as error:
            if isinstance(error, Refused) and error.is_before_printing:
                raise PrinterRefused(printer=self._name, status=error.status) from error
            return Sent(job="", state=JobState.UNKNOWN, reason=PrinterAnswerLost.code)
        self._accepted(answer, media)
        attributes = answer.first(Group.JOB)
        state, error_class = job_state(attributes)
        number = one(attributes, "job-id")
        return Sent(
            job=str(number) if isinstance(number, int) else "",
            state=state,
            reason=error_class.code if error_class else "",
        )

    def _printer(self) -> Attributes:
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, about=[_USER])
        self._done(answer)
        return answer.first(Group.PRINTER)

    def _ask(
        self, operation: Operation, *, about: Sequence[Attribute], job: Sequence[Attribute] = ()
    ) -> Message:
        """A question, which may be asked any number of times."""
        try:
            return exchange(self.uri, operation, about=about, job=job)
        except httpx.RequestError as error:
            raise PrinterUnreachable(printer=self._name) from error
        except MalformedMessage as error:
            raise PrinterAnswerUnreadable(printer=self._name) from error
        except Refused as error:
            raise PrinterRefused(printer=self._name, status=error.status) from error

    def _check(self, printer: Attributes, media: Media) -> None:
        """Refuse what the printer says beforehand that it cannot or will not do now."""
        if one(printer, "printer-is-accepting-jobs") is False:
            raise PrinterNotAccepting(printer=self._name)
        if not _offers(printer, "document-format-supported", _PDF):
            raise PrinterRefusedPdf(printer=self._name)
        if not _offers(printer, "media-supported", media.keyword, open_ended="custom_"):
            raise PrinterRefusedMedia(printer=self._name, paper=media.name)
        if trouble := trouble_of(printer):
            raise trouble(printer=self._name)

    def _accepted(self, answer: Message, media: Media) -> None:
        match answer.code:
            case Status.ATTRIBUTES_OR_VALUES:
                raise PrinterRefusedMedia(printer=self._name, paper=media.name)
            case Status.DOCUMENT_FORMAT:
                raise PrinterRefusedPdf(printer=self._name)
            case Status.NOT_ACCEPTING | Status.BUSY:
                raise PrinterNotAccepting(printer=self._name)
            case _:
                self._done(answer)

    def _done(self, answer: Message) -> None:
        if answer.code >= Status.FIRST_ERROR:
            raise PrinterRefused(printer=self._name, status=f"0x{answer.code:04X}")

    @property
    def _name(self) -> str:
        return self.label or urlsplit(self.uri).hostname or self.uri


def _job_attributes(printer: Attributes, media: Media, *, is_exact: bool) -> list[Attribute]:
    """Media always; the rest only where the printer offers it, since it must do all it is asked."""
    scaling = "none" if is_exact else "fit"
    wanted = (("sides", "one-sided"), ("print-scaling", scaling))  # no second copy on a back
    offered = [
        Attribute(name=name, tag=Tag.KEYWORD, values=(value,))
        for name, value in wanted
        if value in printer.get(f"{name}-supported", ())
    ]
    return [Attribute(name="media", tag=Tag.KEYWORD, values=(media.keyword,)), *offered]


def _offers(printer: Attributes, name: str, value: Value, *, open_ended: str = "\0") -> bool:
    """Whether the printer names the value; one that names nothing is not ruled out."""
    offered = printer.get(name, ())
    return not offered or value in offered or any(str(v).startswith(open_ended) for v in offered)
