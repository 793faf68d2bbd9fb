"""Finding the printers of this machine."""

from printing.printers.discovery import FoundPrinter, list_ipp_printers
from printing.printers.media import A4
from tests.printing.ipp_printer import SmallPrinter, running


def test_the_queues_of_the_print_service_are_listed_by_name():
    with running(SmallPrinter(media=(A4.keyword,))) as service:
        found = list_ipp_printers(
            service.uri.replace("ipp://", "http://").removesuffix("/ipp/print")
        )

    assert [printer.name for printer in found] == ["May-1", "May-2"]
    assert found[0] == FoundPrinter(
        name="May-1",
        info="Máy in phòng Một cửa",
        uri="ipp://localhost/printers/May-1",
        has_a5=False,
        has_a4=True,
    )


def test_a_machine_without_print_service_has_no_printers():
    with running(SmallPrinter()) as service:
        address = service.uri.replace("ipp://", "http://")

    assert list_ipp_printers(address) == []


def test_something_else_at_the_address_is_no_print_service():
    with running(SmallPrinter(rubbish=b"<html>")) as page:
        assert list_ipp_printers(page.uri.replace("ipp://", "http://")) == []
    with running(SmallPrinter(http_status=403)) as closed:
        assert list_ipp_printers(closed.uri.replace("ipp://", "http://")) == []
