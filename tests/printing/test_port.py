"""Following a page, and the words for what holds it up."""

from dataclasses import dataclass, field

import pytest

from printing.errors import PrinterJammed, PrintError, error_named
from printing.printers.port import JobState, Sent, follow, trouble

QUEUED = Sent(job="1", state=JobState.QUEUED)
PRINTING = Sent(job="1", state=JobState.PRINTING)
PRINTED = Sent(job="1", state=JobState.PRINTED)
JAMMED = Sent(job="1", state=JobState.PRINTING, reason="printer_jammed")


@dataclass(slots=True)
class Telling:
    """A printer that tells one thing after the other."""

    told: list[Sent]
    pauses: list[None] = field(default_factory=list)

    def send(self, pdf: bytes, *, name: str, told: object = None) -> Sent:
        raise AssertionError(pdf, name, told)

    def state(self, job: str) -> Sent:
        assert job == "1"
        return self.told.pop(0)

    def pause(self) -> None:
        self.pauses.append(None)


@pytest.mark.parametrize(
    ("told", "last", "asked"),
    [
        pytest.param([QUEUED, PRINTING, PRINTED, PRINTED], PRINTED, 3, id="until it is out"),
        pytest.param([PRINTING, JAMMED, PRINTED], JAMMED, 2, id="until a person must help"),
        pytest.param([PRINTING] * 9, PRINTING, 5, id="not for ever"),
    ],
)
def test_a_page_is_followed(told: list[Sent], last: Sent, asked: int):
    printer = Telling(list(told))

    sent = follow(printer, QUEUED, tries=5, pause=printer.pause)

    assert sent == last
    assert len(printer.pauses) == asked


def test_a_page_that_is_out_is_not_asked_about():
    assert follow(Telling([]), PRINTED, tries=5, pause=list) == PRINTED


def test_the_trouble_of_a_page_has_words_for_the_person_at_the_printer():
    error = trouble(JAMMED, printer="Máy quầy 1")

    assert isinstance(error, PrinterJammed)
    assert error.details == {"printer": "Máy quầy 1"}
    assert trouble(PRINTED, printer="Máy quầy 1") is None


def test_every_code_names_its_own_error():
    leaves = [leaf for leaf in PrintError.__subclasses__() if leaf.__module__ == "printing.errors"]

    assert len({leaf.code for leaf in leaves}) == len(leaves)
    assert all(type(error_named(leaf.code)) is leaf for leaf in leaves)
    assert type(error_named("no such code")) is PrintError
