"""A page drawn freely: words, areas and pictures one may see through, counted from its foot.

Forms are not drawn so, but by their templates.
"""

import zlib
from collections.abc import Iterable
from typing import TypeAlias

from PIL import Image

from printing.lines import Run
from printing.pdf_faces import Faces
from printing.pdf_file import PdfFile, facts, number

Colour: TypeAlias = tuple[float, float, float]
_BLACK: Colour = (0, 0, 0)


class Drawing:
    """The same acts give the same bytes. Lengths are points; words have passed `printable`."""

    def __init__(self, *, width: float, height: float) -> None:
        self._size = f"[0 0 {number(width)} {number(height)}]"
        self._file = PdfFile()
        self._faces = Faces()
        self._said: list[str] = []
        self._pictures: list[int] = []

    def turn(self, *matrix: float) -> None:
        """What follows is drawn through this matrix of six numbers."""
        self._said.append(f"{' '.join(map(number, matrix))} cm")

    def fill(
        self, left: float, bottom: float, width: float, height: float, *, colour: Colour
    ) -> None:
        box = " ".join(map(number, (left, bottom, width, height)))
        self._said.append(f"{_colour(colour)} {box} re f")

    def write(
        self, runs: Iterable[Run], x: float, y: float, *, size: float, colour: Colour = _BLACK
    ) -> None:
        """One line from `x` on the baseline `y`."""
        self._said.append(f"{_colour(colour)} BT 1 0 0 1 {number(x)} {number(y)} Tm")
        for text, face in runs:
            for name, said in self._faces.said(text, face):
                self._said.append(f"/{name} {number(size)} Tf ({said}) Tj")
        self._said.append("ET")

    def paint(
        self, picture: Image.Image, left: float, bottom: float, width: float, height: float
    ) -> None:
        """A picture of mode RGBA in its box."""
        box = f"{number(width)} 0 0 {number(height)} {number(left)} {number(bottom)}"
        self._said.append(f"q {box} cm /P{len(self._pictures)} Do Q")
        self._pictures.append(_add(self._file, picture))

    def finished(self) -> bytes:
        """The page as a PDF."""
        file = self._file
        content = file.add_stream("\n".join(self._said).encode("latin-1"))
        shown = "".join(f"/P{place} {at} 0 R" for place, at in enumerate(self._pictures))
        named = f"<</Font {self._faces.add_to(file)}/XObject<<{shown}>>>>"
        pages, page = file.name(), file.name()
        file.put(pages, f"<</Type/Pages/Kids[{page} 0 R]/Count 1>>")
        about = f"/MediaBox{self._size}/Resources{named}/Contents {content} 0 R"
        file.put(page, f"<</Type/Page/Parent {pages} 0 R{about}>>")
        root = file.add(f"<</Type/Catalog/Pages {pages} 0 R>>")
        return file.finished(root=root, info=file.add(facts({}, on=None)))


def _colour(colour: Colour) -> str:
    return f"{' '.join(map(number, colour))} rg"


def _add(file: PdfFile, picture: Image.Image) -> int:
    """The colours of a picture, and beside them how much of each dot shows."""
    common = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}"
    common = f"{common}/BitsPerComponent 8/Filter/FlateDecode"
    shows = zlib.compress(picture.getchannel("A").tobytes())
    mask = file.add_packed(shows, f"{common}/ColorSpace/DeviceGray")
    colours = zlib.compress(picture.convert("RGB").tobytes())
    return file.add_packed(colours, f"{common}/ColorSpace/DeviceRGB/SMask {mask} 0 R")
