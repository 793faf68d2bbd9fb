"""What can stop a page; each leaf names the fact, its `code` is the key of its words in locales.

What `send` of a printer raises means that nothing came out of it. What may have come out is told
as a state, never as an error.
"""

from __future__ import annotations


class PrintError(Exception):
    """The page was not made or not printed; what was stored before is stored still."""

    code = "print_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}


class GlyphMissing(PrintError):
    """The document face cannot print `character`; correct the text and print again."""

    code = "glyph_missing"


class FontsDamaged(PrintError):
    """The font `file` that came with the application is missing, altered or another version."""

    code = "fonts_damaged"


class QrTooLong(PrintError):
    """The text does not fit in a QR code of this level."""

    code = "qr_too_long"


class PictureUnreadable(PrintError):
    """The file is no picture and no PDF that can be read, or far too large."""

    code = "picture_unreadable"


class PageUnreadable(PrintError):
    """The bytes given to print are not a readable PDF; make the page again."""

    code = "page_unreadable"


class ScanUnreadable(PrintError):
    """The file is neither a picture nor a PDF that can be shown; scan the paper anew."""

    code = "scan_unreadable"


class ScanEncrypted(PrintError):
    """The file asks for a password; have it saved without one, or scan the paper."""

    code = "scan_encrypted"


class ScanTooLong(PrintError):
    """The scan has more than `most` pages; part it."""

    code = "scan_too_long"


class ScanTooLarge(PrintError):
    """A picture has more dots than a scanned page can have; scan it at 200 to 300 an inch."""

    code = "scan_too_large"


class PrinterAddressWrong(PrintError):
    """The address is none of a printer: `address` should read like ipp://name:631/ipp/print."""

    code = "printer_address_wrong"


class PrinterUnreachable(PrintError):
    """Nothing answers at the address of `printer`; switch it on or look at the cable."""

    code = "printer_unreachable"


class PrinterAnswerUnreadable(PrintError):
    """What answers at the address of `printer` does not speak IPP."""

    code = "printer_answer_unreadable"


class PrinterAnswerLost(PrintError):
    """The page was given to `printer`, its answer never came: look whether the paper came out."""

    code = "printer_answer_lost"


class PrinterRefused(PrintError):
    """`printer` did not take the page and said why by `status`, an IPP status code in hex."""

    code = "printer_refused"


class PrinterRefusedMedia(PrintError):
    """`printer` has no `paper`; load it or choose another printer."""

    code = "printer_refused_media"


class PrinterRefusedPdf(PrintError):
    """`printer` does not take PDF; print through the system's queue for it."""

    code = "printer_refused_pdf"


class PrinterNotAccepting(PrintError):
    """`printer` takes no pages now: it is busy, or someone closed its queue."""

    code = "printer_not_accepting"


class PrinterJammed(PrintError):
    """Paper is stuck in `printer`; the page comes once it is taken out."""

    code = "printer_jammed"


class OutOfPaper(PrintError):
    """`printer` has no paper left; the page comes once some is loaded."""

    code = "out_of_paper"


class OutOfInk(PrintError):
    """`printer` has no ink or toner left."""

    code = "out_of_ink"


class OutputFull(PrintError):
    """Nothing more fits where `printer` lays its pages; take them away."""

    code = "output_full"


class PrinterCoverOpen(PrintError):
    """A cover of `printer` is open; the page comes once it is closed."""

    code = "printer_cover_open"


class PrinterOffline(PrintError):
    """The system's queue is there, the device behind it, `printer`, does not answer."""

    code = "printer_offline"


class PrinterStopped(PrintError):
    """`printer` stands still and does not say why; look at its panel."""

    code = "printer_stopped"


class PrinterJobCanceled(PrintError):
    """Someone canceled the page at `printer`; print again if it is still wanted."""

    code = "printer_job_canceled"


class PrinterJobFailed(PrintError):
    """`printer` took the page and could not print it."""

    code = "printer_job_failed"


class PrinterSilent(PrintError):
    """`printer` took every byte and cannot say what became of it: look whether it came out."""

    code = "printer_silent"


class PrinterTakesNoPages(PrintError):
    """`printer` is a slip printer: it takes slips, no pages."""

    code = "printer_takes_no_pages"


class PrinterTakesNoSlips(PrintError):
    """`printer` cannot be given a slip printer's own language."""

    code = "printer_takes_no_slips"


class PrinterNotHere(PrintError):
    """`printer` is a printer of Windows, and the program runs on another system."""

    code = "printer_not_here"


class PrinterJobForgotten(PrintError):
    """`printer` knows nothing of the page any more: look whether the paper came out."""

    code = "printer_job_forgotten"


class TrayFull(PrintError):
    """The disk took no more bytes; nothing is left of the page in the tray."""

    code = "tray_full"


class TrayUnwritable(PrintError):
    """The folder of the tray may not be written by this account."""

    code = "tray_unwritable"


class TrayNotEmptied(PrintError):
    """`left` pages could not be deleted, most likely because they are open in another program."""

    code = "tray_not_emptied"


def error_named(code: str, **details: object) -> PrintError:
    """The leaf whose code this is, ready to raise; a code without a leaf gives the root."""
    leaves = {leaf.code: leaf for leaf in PrintError.__subclasses__()}
    return leaves.get(code, PrintError)(**details)
