"""What is drawn on a page, in the words of a PDF (ISO 32000-1, 7.8.2).

A PDF counts upwards from the foot of the page, marks count downwards from the top of their strip.
"""

from collections.abc import Sequence
from io import BytesIO
from math import cos, radians, sin
from typing import Final

from PIL import Image

from printing.pdf_faces import Faces
from printing.pdf_file import PdfFile, number
from printing.strips import Mark, Picture, Room, Rule, Squares, Text

_COLOURS: Final = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}


class Content:
    """The drawing of one page, or of what several pages show."""

    def __init__(self, file: PdfFile, faces: Faces) -> None:
        self._file = file
        self._faces = faces
        self._said: list[str] = []
        self._shown: dict[str, int] = {}

    def written(self) -> bytes:
        return "\n".join(self._said).encode("latin-1")

    def resources(self, fonts: int) -> str:
        """The names that the drawing uses; `fonts` is the object that names the faces."""
        shown = "".join(f"/{name} {at} 0 R" for name, at in self._shown.items())
        return f"<</Font {fonts} 0 R{f'/XObject<<{shown}>>' if shown else ''}>>"

    def show(self, shown: int, *, name: str) -> None:
        """An object that draws itself where it belongs."""
        self._shown[name] = shown
        self._said.append(f"/{name} Do")

    def draw(self, marks: Sequence[Mark], *, top: float) -> None:
        """Draw the marks of a strip whose upper edge is `top` above the foot of the page.

        Texts that stand upright come last, over what else the strip bears.
        """
        texts: list[Text] = []
        for mark in marks:
            match mark:
                case Text() if mark.turned or mark.grey:
                    self._draw_alone(mark, top=top)
                case Text():
                    texts.append(mark)
                case Rule():
                    self._said.append(_rule(mark, top=top))
                case Squares():
                    self._said.append(_squares(mark, top=top))
                case Picture():
                    self._draw_picture(mark, top=top)
                case Room():
                    pass
        if texts:
            self._draw_texts(texts, top=top)

    def _draw_texts(self, texts: Sequence[Text], *, top: float) -> None:
        say = self._said.append
        say("BT")
        set_in = ""
        for text in texts:
            say(f"1 0 0 1 {text.x:.3f} {top - text.y:.3f} Tm")
            if text.blank:
                say(f"{text.blank:.4f} Tw")
            for face, said in self._faces.said(text.text, text.face):
                if set_in != (chosen := f"/{face} {text.size:.3f} Tf"):
                    say(chosen)
                    set_in = chosen
                say(f"({said}) Tj")
            if text.blank:
                say("0 Tw")  # it would hold for every text after this one
        say("ET")

    def _draw_alone(self, text: Text, *, top: float) -> None:
        turn = radians(text.turned)
        right, up = cos(turn), sin(turn)
        self._said.append(f"q {text.grey:.2f} g BT")
        place = f"{text.x:.3f} {top - text.y:.3f} Tm"
        self._said.append(f"{right:.5f} {up:.5f} {-up:.5f} {right:.5f} {place}")
        for face, said in self._faces.said(text.text, text.face):
            self._said.append(f"/{face} {text.size:.3f} Tf ({said}) Tj")
        self._said.append("ET Q")

    def _draw_picture(self, picture: Picture, *, top: float) -> None:
        name = f"picture{len(self._shown)}"
        width, height = number(picture.width), number(picture.height)
        self._said.append(f"q {width} 0 0 {height} 0 {number(top - picture.height)} cm")
        self.show(_add_picture(self._file, picture.jpeg), name=name)
        self._said.append("Q")


def _add_picture(file: PdfFile, jpeg: bytes) -> int:
    """The bytes of a JPEG stand in the file as they are."""
    with Image.open(BytesIO(jpeg)) as read:
        (wide, high), colours = read.size, _COLOURS[read.mode]
    return file.add_packed(
        jpeg,
        f"/Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace{colours}"
        "/BitsPerComponent 8/Filter/DCTDecode",
    )


def _rule(mark: Rule, *, top: float) -> str:
    x1, y1, x2, y2 = mark.x1, top - mark.y1, mark.x2, top - mark.y2
    if mark.is_box:
        path = f"{x1:.2f} {y2:.2f} {x2 - x1:.2f} {y1 - y2:.2f} re"
    else:
        path = f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l"
    return f"{mark.weight:.2f} w {path} S"


def _squares(mark: Squares, *, top: float) -> str:
    """One path in which a square is the unit: neighbours in a row are one rectangle."""
    rectangles = " ".join(
        [
            f"{column} {row} {length} 1 re"
            for row, runs in enumerate(mark.rows)
            for column, length in runs
        ]
    )
    side = f"{mark.side:.4f}"
    return f"q {side} 0 0 -{side} {mark.x:.3f} {top - mark.y:.3f} cm {rectangles} f Q"
