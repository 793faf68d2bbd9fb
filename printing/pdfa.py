"""A finished PDF made fit to be kept: PDF/A-1b (ISO 19005-1), which is what a result is kept as.

reportlab has no such mode. What is missing is added before the first signature, since nothing may
change after it: the meaning of colours, the description in XMP, and the form of version 1.4. A file
with anything transparent in it cannot become PDF/A-1b; ours have none.
"""

from datetime import date
from io import BytesIO
from struct import pack
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_CONDITION = "sRGB IEC61966-2.1"
_WHITE = (0.9642, 1.0, 0.8249)  # D50, to which profiles refer
_PRIMARIES = {  # of sRGB, adapted to D50
    b"rXYZ": (0.4361, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}
_STEPS = 256  # of the curve of brightness
_LINEAR_UNTIL, _GAMMA = 0.04045, 2.4


def kept_for_years(pdf: bytes, *, dated_on: date) -> bytes:
    """The same pages as PDF/A-1b; the same file gives the same bytes.

    Title, author, subject and maker are those of the file; the day is the one given.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        told = _describe(document, dated_on=dated_on)
        metadata = document.make_stream(told.encode())
        metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
        document.Root.Metadata = metadata
        profile = document.make_stream(_profile(), N=3)
        document.Root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String(_CONDITION),
                    Info=String(_CONDITION),
                    DestOutputProfile=document.make_indirect(profile),
                )
            ]
        )
        for page in document.pages:
            if Name.Group in page.obj:
                del page.obj.Group  # reportlab writes a group of transparency into every page
        target = BytesIO()
        document.save(
            target,
            force_version="1.4",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return target.getvalue()


def _describe(document: pikepdf.Pdf, *, dated_on: date) -> str:
    """The XMP; what stands in the file's own list of facts says the same."""
    info = document.docinfo
    at = f"{dated_on:%Y-%m-%d}T00:00:00+07:00"
    info[Name.CreationDate] = info[Name.ModDate] = String(f"D:{dated_on:%Y%m%d}000000+07'00'")
    for key in (Name.Trapped, Name.Keywords):
        if key in info:
            del info[key]
    title, author, subject, creator, producer = (
        escape(str(info.get(key, "")))
        for key in (Name.Title, Name.Author, Name.Subject, Name.Creator, Name.Producer)
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>1</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>
   </dc:description>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:CreatorTool>{creator}</xmp:CreatorTool>
   <xmp:CreateDate>{at}</xmp:CreateDate>
   <xmp:ModifyDate>{at}</xmp:ModifyDate>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdf:Producer>{producer}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _profile() -> bytes:
    """An ICC profile of version 2, made of the numbers of sRGB: PDF/A-1 knows no later one."""
    curve = _tag(b"curv", pack(f">I{_STEPS}H", _STEPS, *map(_brightness, range(_STEPS))))
    tags = {
        b"desc": _description(_CONDITION),
        b"cprt": _tag(b"text", b"Public domain\0"),
        b"wtpt": _xyz(_WHITE),
        **{name: _xyz(primary) for name, primary in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    at = 128 + 4 + 12 * len(tags)
    index, body = b"", b""
    for name, content in tags.items():
        index += pack(">4sII", name, at + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    header = pack(
        ">I4sI4s4s4s12s4s4sI4s4sQI3i4s44x",
        at + len(body),
        b"\0" * 4,
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        pack(">6H", 2026, 1, 1, 0, 0, 0),
        b"acsp",
        b"\0" * 4,
        0,
        b"\0" * 4,
        b"\0" * 4,
        0,
        0,
        *(_fixed(part) for part in _WHITE),
        b"\0" * 4,
    )
    return header + pack(">I", len(tags)) + index + body


def _brightness(step: int) -> int:
    share = step / (_STEPS - 1)
    if share <= _LINEAR_UNTIL:
        return round(share / 12.92 * 65535)
    return round(float(((share + 0.055) / 1.055) ** _GAMMA) * 65535)


def _description(text: str) -> bytes:
    ascii_text = text.encode("ascii") + b"\0"
    return _tag(b"desc", pack(">I", len(ascii_text)) + ascii_text + b"\0" * 78)


def _xyz(parts: tuple[float, float, float]) -> bytes:
    return _tag(b"XYZ ", pack(">3i", *(_fixed(part) for part in parts)))


def _fixed(number: float) -> int:
    return round(number * 65536)


def _tag(kind: bytes, content: bytes) -> bytes:
    return kind + b"\0" * 4 + content
