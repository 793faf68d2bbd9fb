"""Asking an IPP printer: questions that may be repeated, and what its answers mean as errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from printing.errors import (
    PrinterAnswerUnreadable,
    PrinterNotAccepting,
    PrinterRefused,
    PrinterRefusedMedia,
    PrinterRefusedPdf,
    PrinterUnreachable,
)
from printing.printers.ipp_link import Refused, exchange
from printing.printers.ipp_meaning import Operation, Status
from printing.printers.ipp_message import (
    Attribute,
    Attributes,
    Group,
    MalformedMessage,
    Message,
    Tag,
)

USER: Final = Attribute(name="requesting-user-name", tag=Tag.NAME, values=("quay-mot-cua",))


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A printer at its address, and what people call it."""

    uri: str
    label: str

    @property
    def name(self) -> str:
        return self.label or urlsplit(self.uri).hostname or self.uri

    def about_itself(self) -> Attributes:
        """Raises PrinterUnreachable, PrinterAnswerUnreadable, PrinterRefused."""
        answer = self.ask(Operation.GET_PRINTER_ATTRIBUTES, about=[USER])
        self.done(answer)
        return answer.first(Group.PRINTER)

    def ask(
        self, operation: Operation, *, about: Sequence[Attribute], job: Sequence[Attribute] = ()
    ) -> Message:
        """One that brings no page, so that its loss prints nothing. Raises as `about_itself`."""
        try:
            return exchange(self.uri, operation, about=about, job=job)
        except httpx.RequestError as error:
            raise PrinterUnreachable(printer=self.name) from error
        except MalformedMessage as error:
            raise PrinterAnswerUnreadable(printer=self.name) from error
        except Refused as error:
            raise PrinterRefused(printer=self.name, status=error.status) from error

    def accepted(self, answer: Message, *, paper: str) -> None:
        """Raise what keeps the printer from taking a job on that paper."""
        match answer.code:
            case Status.ATTRIBUTES_OR_VALUES:
                raise PrinterRefusedMedia(printer=self.name, paper=paper)
            case Status.DOCUMENT_FORMAT:
                raise PrinterRefusedPdf(printer=self.name)
            case Status.NOT_ACCEPTING | Status.BUSY:
                raise PrinterNotAccepting(printer=self.name)
            case _:
                self.done(answer)

    def done(self, answer: Message) -> None:
        """Raises PrinterRefused."""
        if answer.code >= Status.FIRST_ERROR:
            raise PrinterRefused(printer=self.name, status=f"0x{answer.code:04X}")
