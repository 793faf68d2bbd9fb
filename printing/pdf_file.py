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
        self._objects: list[bytes] = []

    def name(self) -> int:
        """The number of an object that is written later."""
        self._objects.append(b"")
        return len(self._objects)

    def add(self, said: str) -> int:
        """The number of an object that says this; latin-1."""
        number = self.name()
        self.put(number, said)
        return number

    def put(self, number: int, said: str) -> None:
        self._objects[number - 1] = said.encode("latin-1")

    def add_stream(self, content: bytes, entries: str = "", *, is_large: bool = False) -> int:
        """The number of a stream, packed; `is_large` for what is hardly smaller packed well."""
        packed = zlib.compress(content, _FASTEST if is_large else _USUAL)
        return self.add_packed(packed, f"{entries}/Filter/FlateDecode")

    def add_packed(self, packed: bytes, entries: str) -> int:
        """The number of a stream whose entries say how it is packed."""
        head = f"<<{entries}/Length {len(packed)}>>stream\n".encode("latin-1")
        self._objects.append(b"".join((head, packed, b"\nendstream")))
        return len(self._objects)

    def finished(self, *, root: int, info: int) -> bytes:
        """The whole file."""
        parts, places, at = [_HEADER], [], len(_HEADER)
        for number, content in enumerate(self._objects, start=1):
            part = b"%d 0 obj\n%b\nendobj\n" % (number, content)
            places.append(at)
            parts.append(part)
            at += len(part)
        body = b"".join(parts)
        mark = hashlib.sha256(body).hexdigest()[:32]
        index = "".join(f"{place:010} 00000 n \n" for place in places)
        count = len(places) + 1
        return body + (
            f"xref\n0 {count}\n0000000000 65535 f \n{index}trailer\n"
            f"<</Size {count}/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]>>\n"
            f"startxref\n{at}\n%%EOF\n"
        ).encode("latin-1")


def facts(said: Mapping[str, str], *, on: date | None) -> str:
    """The dictionary of what a file says about itself, and of the day it was made."""
    texts = "".join(f"/{name}<FEFF{text.encode('utf-16-be').hex()}>" for name, text in said.items())
    dated = f"(D:{on:%Y%m%d}000000+07'00')" if on else ""
    return f"<<{texts}{f'/CreationDate{dated}/ModDate{dated}' if on else ''}>>"


def number(value: float) -> str:
    """As short as a ten thousandth of a point allows."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
