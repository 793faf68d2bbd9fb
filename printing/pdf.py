"""Pages of marks written as a PDF: the same document gives the same bytes.

Faces are embedded as subsets and every text can be searched. A document of several copies holds
each page once and shows it once a copy, under that copy's label.
"""

from dataclasses import dataclass
from datetime import date

from printing.fonts import advances
from printing.pdf_content import Content
from printing.pdf_faces import Faces
from printing.pdf_file import PdfFile, facts, number
from printing.strips import Mark, Page

MM = 72 / 25.4  # points
_MAKER = "Quầy Một Cửa"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    width: float  # points
    height: float
    pages: tuple[Page, ...]
    copies: tuple[tuple[Mark, ...], ...] = ((),)  # what each copy bears on every page
    last_copy: tuple[Mark, ...] = ()  # what the last copy bears on its first page besides
    title: str
    author: str = ""
    subject: str = ""
    dated_on: date | None = None  # stands in the file as the day it was made
    shapes: tuple[tuple[float, float], ...] = ()  # width and height of each page, where they differ


def write(document: Document) -> bytes:
    """The PDF; raises FontsDamaged."""
    advances()
    return _Writing(document).written()


class _Writing:
    """A document on its way into a file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._faces = Faces()
        self._file = PdfFile()
        self._root, self._pages, self._fonts = (self._file.name() for _ in range(3))

    def written(self) -> bytes:
        document, file = self._document, self._file
        pages = self._once() if len(document.copies) == 1 else self._several()
        listed = " ".join(f"{page} 0 R" for page in pages)
        file.put(self._pages, f"<</Type/Pages/Kids[{listed}]/Count {len(pages)}>>")
        file.put(self._fonts, self._faces.add_to(file))
        wishes = "<</DisplayDocTitle true/PrintScaling/None>>"
        root = f"/Pages {self._pages} 0 R/Lang(vi-VN)/ViewerPreferences{wishes}"
        file.put(self._root, f"<</Type/Catalog{root}>>")
        said = {
            "Title": document.title,
            "Author": document.author,
            "Subject": document.subject,
            "Creator": _MAKER,
            "Producer": _MAKER,
        }
        return file.finished(root=self._root, info=file.add(facts(said, on=document.dated_on)))

    def _once(self) -> list[int]:
        document = self._document
        shapes = document.shapes or ((document.width, document.height),) * len(document.pages)
        made = []
        for page, (width, height) in zip(document.pages, shapes, strict=True):
            content = self._content(page, height=height)
            content.draw(document.copies[0], top=height)
            made.append(self._page(content, width=width, height=height))
        return made

    def _several(self) -> list[int]:
        document = self._document
        width, height = document.width, document.height
        shown = [self._shown(self._content(page, height=height)) for page in document.pages]
        last = len(document.copies) - 1
        made = []
        for place, copy in enumerate(document.copies):
            for at, page in enumerate(shown):
                content = Content(self._file, self._faces)
                content.show(page, name="page")
                content.draw(copy, top=height)
                if (place, at) == (last, 0):
                    content.draw(document.last_copy, top=height)
                made.append(self._page(content, width=width, height=height))
        return made

    def _content(self, page: Page, *, height: float) -> Content:
        content = Content(self._file, self._faces)
        for placed in page:
            content.draw(placed.marks, top=height - placed.top)
        return content

    def _page(self, content: Content, *, width: float, height: float) -> int:
        drawn = self._file.add_stream(content.written())
        named = content.resources(self._fonts)
        return self._file.add(
            f"<</Type/Page/Parent {self._pages} 0 R/MediaBox[0 0 {number(width)} {number(height)}]"
            f"/Resources{named}/Contents {drawn} 0 R>>"
        )

    def _shown(self, content: Content) -> int:
        """What the pages of several copies show."""
        box = f"[0 0 {number(self._document.width)} {number(self._document.height)}]"
        named = content.resources(self._fonts)
        entries = f"/Type/XObject/Subtype/Form/BBox{box}/Resources{named}"
        return self._file.add_stream(content.written(), entries)
