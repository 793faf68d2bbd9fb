"""What the scanning screen shows and asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.ui.strip import Message
    from desk_app.ui.widgets.file_choice import ChosenFile
    from desk_app.ui.widgets.pick import Choice

OTHER = ""  # a paper the catalogue does not name


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRow:
    """A page in the tray."""

    id: int
    name: str  # where it came from
    flaws: Sequence[str]  # in words
    is_whole: bool  # a PDF kept as it is


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperChoice:
    """A paper of the dossier, and what there is of it."""

    id: str
    name: str
    scans: int  # files it has already


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A paper scanned before that may serve again."""

    id: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scanning:
    """What is chosen for the pages; `source`, `colours` as the use cases name them."""

    folder: str = ""
    scanner: str = ""
    source: str = "glass"
    colours: str = "grey"
    most_bytes: int = 0
    is_straightened: bool = True
    is_cropped: bool = True
    is_cleared: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ScanShown:
    dossier: str  # in words; empty while none is chosen
    papers: Sequence[PaperChoice]
    offers: Sequence[Offer]
    pages: Sequence[PageRow]
    scanning: Scanning
    sizes: Sequence[tuple[str, str]]  # most bytes of a file, words


@dataclass(frozen=True, kw_only=True, slots=True)
class Keep:
    """What the tray is to become."""

    paper_id: str
    paper: str
    valid_until: str
    scanning: Scanning


@dataclass(frozen=True, kw_only=True, slots=True)
class ScanCalls:
    load: Callable[[], ScanShown]
    picture: Callable[[int, Scanning], bytes]  # slow
    waiting: Callable[[], int]  # files in the watched folder
    pages_so_far: Callable[[], int]  # of what runs
    stop: Callable[[], Any]
    take_files: Callable[[Sequence[ChosenFile]], Message]  # slow
    take_folder: Callable[[], Message]  # slow
    take_scanner: Callable[[Scanning], Message]  # slow
    scanners: Callable[[], Sequence[tuple[str, str]]]  # slow; id, name
    arrange: Callable[[int, str], Any]
    choose: Callable[[Scanning], Any]
    keep: Callable[[Keep], Message]  # slow
    reuse: Callable[[str], Message]  # slow
    find: Callable[[str], Sequence[Choice]]
    pick: Callable[[str], Any]  # go on with that dossier
    open_dossier: Callable[[], Any]
