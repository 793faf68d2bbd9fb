"""The printers that this machine already knows, asked of its print service (CUPS)."""

from dataclasses import dataclass

import httpx

from printing.printers.ipp_link import Refused, exchange
from printing.printers.ipp_meaning import Operation, one
from printing.printers.ipp_message import Attribute, Attributes, Group, MalformedMessage, Tag
from printing.printers.media import A4, A5

_ASKED = ("printer-name", "printer-info", "printer-uri-supported", "media-supported")


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundPrinter:
    """A queue of the print service; `uri` is what an IppPrinter takes."""

    name: str
    info: str  # what its owner calls it
    uri: str
    has_a5: bool
    has_a4: bool


def list_ipp_printers(service: str = "http://127.0.0.1:631") -> list[FoundPrinter]:
    """Its queues by name; none where there is no print service or it does not answer like one."""
    asked = Attribute(name="requested-attributes", tag=Tag.KEYWORD, values=_ASKED)
    try:
        answer = exchange(f"{service.rstrip('/')}/", Operation.CUPS_GET_PRINTERS, about=[asked])
    except (httpx.RequestError, Refused, MalformedMessage):
        return []
    printers = [_found(attributes) for attributes in answer.every(Group.PRINTER)]
    return sorted((printer for printer in printers if printer.uri), key=lambda found: found.name)


def _found(printer: Attributes) -> FoundPrinter:
    media = printer.get("media-supported", ())
    return FoundPrinter(
        name=str(one(printer, "printer-name") or ""),
        info=str(one(printer, "printer-info") or ""),
        uri=str(one(printer, "printer-uri-supported") or ""),
        has_a5=A5.keyword in media,
        has_a4=A4.keyword in media,
    )
