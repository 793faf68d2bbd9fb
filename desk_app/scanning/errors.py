"""What can stop a page on its way in; each leaf names the fact, its `code` is its words' key."""

from __future__ import annotations


class ScanError(Exception):
    """A page was not taken; those taken before it are kept."""

    code = "scan_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}


class SheetUnreadable(ScanError):
    """The file is no picture and no PDF that can be read; scan the paper again."""

    code = "sheet_unreadable"


class SheetTooLarge(ScanError):
    """A picture of more dots than any paper has; scan it at 200 or 300 dots an inch."""

    code = "sheet_too_large"


class TooManySheets(ScanError):
    """More pages than one dossier takes at once; details: `pages`, `most`."""

    code = "too_many_sheets"


class NothingToBind(ScanError):
    """A scan has one page at least."""

    code = "nothing_to_bind"


class ScanStopped(ScanError):
    """Somebody pressed stop; what was taken before is kept."""

    code = "scan_stopped"


class NoScannerProgram(ScanError):
    """Nothing on this machine can drive a scanner; use the scanner's own program and the folder."""

    code = "no_scanner_program"


class ScannerGone(ScanError):
    """The scanner was switched off, unplugged, or has lost the line; details: `pages` taken."""

    code = "scanner_gone"


class ScannerBusy(ScanError):
    """Another program holds the scanner; details: `pages` taken."""

    code = "scanner_busy"


class FeederEmpty(ScanError):
    """No paper lies in the feeder; details: `pages` taken."""

    code = "feeder_empty"


class FeederJammed(ScanError):
    """A sheet is stuck; take it out and go on with it. Details: `pages` taken."""

    code = "feeder_jammed"


class CoverOpen(ScanError):
    """The cover stands open; close it. Details: `pages` taken."""

    code = "cover_open"


class ScannerFailed(ScanError):
    """The scanner gave up for a reason of its own; details: `pages` taken."""

    code = "scanner_failed"
