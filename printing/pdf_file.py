"""The outer form of a PDF: numbered objects, their index, and the facts of the file.

ISO 32000-1, 7.5, of version 1.5 without what PDF/A-1 forbids. The same objects give the same bytes.
"""

import hashlib
import zlib
from collections.abc import Mapping
from datetime import date

_HEADER = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
_FASTEST = 1  # a sixth faster than zlib's own choice, a twentieth larger
_USUAL = 6


class PdfFile:
    """Objects are numbered from 1 in the order they are named."""

    def __init__(self) -> None:
        self._whole = bytearray(_HEADER)
        self._places: list[int] = []  # of each object in the file, 0 while it is only named

    def name(self) -> int:
        """The number of an object that is written later."""
        self._places.append(0)
        return len(self._places)

    def add(self, said: str) -> int:
        """The number of an object that says this; latin-1."""
        number = self.name()
        self.put(number, said)
        return number

    def put(self, number: int, said: str) -> None:
        self._write(number, said.encode("latin-1"))

    def add_stream(self, content: bytes, entries: str = "", *, is_large: bool = False) -> int:
        """The number of a stream, packed; `is_large` for what is hardly smaller packed well."""
        packed = zlib.compress(content, _FASTEST if is_large else _USUAL)
        return self.add_packed(packed, f"{entries}/Filter/FlateDecode")

    def add_packed(self, packed: bytes, entries: str) -> int:
        """The number of a stream whose entries say how it is packed."""
        number = self.name()
        head = f"<<{entries}/Length {len(packed)}>>stream\n".encode("latin-1")
        self._write(number, head, packed, b"\nendstream")
        return number

    def finished(self, *, root: int, info: int) -> bytes:
        """The whole file; nothing can be added any more."""
        mark = hashlib.sha256(self._whole).hexdigest()[:32]
        index = "".join(f"{place:010} 00000 n \n" for place in self._places)
        at, count = len(self._whole), len(self._places) + 1
        self._whole += (
            f"xref\n0 {count}\n0000000000 65535 f \n{index}trailer\n"
            f"<</Size {count}/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]>>\n"
            f"startxref\n{at}\n%%EOF\n"
        ).encode("latin-1")
        return bytes(self._whole)

    def _write(self, number: int, *parts: bytes) -> None:
        self._places[number - 1] = len(self._whole)
        self._whole += b"%d 0 obj\n%b\nendobj\n" % (number, b"".join(parts))


def facts(said: Mapping[str, str], *, on: date | None) -> str:
    """The dictionary of what a file says about itself, and of the day it was made."""
    texts = "".join(f"/{name}<FEFF{text.encode('utf-16-be').hex()}>" for name, text in said.items())
    dated = f"(D:{on:%Y%m%d}000000+07'00')" if on else ""
    return f"<<{texts}{f'/CreationDate{dated}/ModDate{dated}' if on else ''}>>"


def number(value: float) -> str:
    """As short as a ten thousandth of a point allows."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
