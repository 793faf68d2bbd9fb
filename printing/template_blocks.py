"""The kinds of block a template may hold, and their keys.

`letterhead` · `title` lines, below?, qr?, stub? · `field` label, value, after? · `pair` left, right
· `text` text, centred?, scale? · `qr` text · `paragraphs` texts, of?, after?, numbered?, keeps? ·
`table` of, columns (head, share, value, align?: "left", "centre" or "right", group?, qr?), foot?,
scale?, blank_rows? · `gap` lines · `rule` · `page` · `signatures` left?, right (titles, how?,
name?, note?) · `closing` copies_to?, copies_of?, titles?, titles_of?, name · `addressee` name ·
`choices` label?, options, chosen? · `board` of, by, title, row, qr · `together` blocks. Every block
may have `when` and `unless`: the name of a value or list without which, or with which, it is left
out.
"""

from collections.abc import Callable
from enum import StrEnum

from printing import template as parts
from printing.blocks import TO_SIGN
from printing.phrase import Phrase
from printing.template_node import FaultKind, Node

_SHARES_MISS = 0.005  # by which the shares of a table may add up to more or less than 1


class _Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


def read_block(node: Node) -> parts.Block | None:
    """The block of an object; None, with a fault, for a kind that does not exist."""
    kind = node.text("block")
    read = _READERS.get(kind)
    if read is None:
        node.fault("block", FaultKind.NOT_A_CHOICE, f"{kind!r}, one of {', '.join(_READERS)}")
        return None
    when, unless = node.text("when", ""), node.text("unless", "")
    return parts.Block(content=read(node), when=when, unless=unless)


def _head(_: Node) -> parts.Content:
    return parts.Head()


def _title(node: Node) -> parts.Content:
    return parts.Title(
        lines=node.phrases("lines"),
        below=node.nodes("below", _line, required=False),
        qr=node.phrase("qr", ""),
        stub=node.phrase("stub", ""),
    )


def _line(node: Node) -> parts.Line:
    return parts.Line(
        text=node.phrase("text"), when=node.text("when", ""), unless=node.text("unless", "")
    )


def _field(node: Node) -> parts.FieldLine:
    return parts.FieldLine(
        label=node.phrase("label"), value=node.phrase("value"), after=node.phrase("after", "")
    )


def _pair(node: Node) -> parts.Content:
    return parts.Pair(left=_half(node, "left"), right=_half(node, "right"))


def _half(node: Node, key: str) -> parts.FieldLine:
    inner = node.node(key)
    if inner is None:
        node.fault(key, FaultKind.MISSING_KEY)
        return parts.FieldLine(label=Phrase(), value=Phrase())
    field = _field(inner)
    inner.done()
    return field


def _text(node: Node) -> parts.Content:
    return parts.Plain(
        text=node.phrase("text"),
        is_centred=node.flag("centred"),
        scale=node.number("scale", 1, least=0.5, most=8),
    )


def _code(node: Node) -> parts.Content:
    return parts.Code(text=node.phrase("text"))


def _paragraphs(node: Node) -> parts.Content:
    return parts.Paragraphs(
        texts=node.phrases("texts"),
        of=node.text("of", ""),
        after=node.number("after", 0.35, most=10),
        is_numbered=node.flag("numbered"),
        keeps=node.flag("keeps"),
    )


def _table(node: Node) -> parts.Content:
    columns = node.nodes("columns", _column)
    foot = node.phrases("foot", required=False)
    if foot and len(foot) != len(columns):
        node.fault("foot", FaultKind.OUT_OF_RANGE, f"{len(foot)}, not {len(columns)}")
    total = sum(column.share for column in columns)
    if abs(total - 1) > _SHARES_MISS:
        node.fault("columns", FaultKind.OUT_OF_RANGE, f"share: {total:g}, not 1")
    return parts.Table(
        of=node.text("of"),
        columns=columns,
        foot=foot,
        scale=node.number("scale", 1, least=0.5, most=1.5),
        blank_rows=int(node.number("blank_rows", 0, most=60)),
    )


def _column(node: Node) -> parts.TableColumn:
    align = node.choice("align", _Align) if node.has("align") else _Align.CENTRE
    return parts.TableColumn(
        head=node.phrase("head"),
        share=node.number("share", 0.1, least=0.02, most=1),
        lines=node.phrases("value"),
        is_centred=align is _Align.CENTRE,
        is_amount=align is _Align.RIGHT,
        group=node.text("group", ""),
        qr=node.phrase("qr", ""),
    )


def _gap(node: Node) -> parts.Content:
    return parts.Gap(lines=node.number("lines", 1, most=60))


def _rule(_: Node) -> parts.Content:
    return parts.Across()


def _page(_: Node) -> parts.Content:
    return parts.NewPage()


def _signatures(node: Node) -> parts.Content:
    right = _side(node, "right")
    if right is None:
        node.fault("right", FaultKind.MISSING_KEY)
        right = parts.Side(titles=(), how=Phrase())
    return parts.Signatures(left=_side(node, "left"), right=right)


def _side(node: Node, key: str) -> parts.Side | None:
    inner = node.node(key)
    if inner is None:
        return None
    side = parts.Side(
        titles=inner.phrases("titles"),
        how=inner.phrase("how", TO_SIGN),
        name=inner.phrase("name", ""),
        note=inner.phrase("note", ""),
    )
    inner.done()
    return side


def _closing(node: Node) -> parts.Content:
    return parts.Closing(
        copies_to=node.phrases("copies_to", required=False),
        titles=node.phrases("titles", required=False),
        name=node.phrase("name"),
        copies_of=node.text("copies_of", ""),
        titles_of=node.text("titles_of", ""),
    )


def _addressee(node: Node) -> parts.Content:
    return parts.Addressee(name=node.phrase("name"))


def _choices(node: Node) -> parts.Content:
    return parts.Choices(
        label=node.phrase("label", ""),
        options=tuple(node.texts("options")),
        chosen=node.phrase("chosen", ""),
    )


def _board(node: Node) -> parts.Content:
    return parts.Board(
        of=node.text("of"),
        by=node.text("by"),
        title=node.phrase("title"),
        row=node.phrase("row"),
        qr=node.phrase("qr"),
    )


def _together(node: Node) -> parts.Content:
    return parts.Together(blocks=node.nodes("blocks", read_block))


_READERS: dict[str, Callable[[Node], parts.Content]] = {
    "letterhead": _head,
    "title": _title,
    "field": _field,
    "pair": _pair,
    "text": _text,
    "qr": _code,
    "paragraphs": _paragraphs,
    "table": _table,
    "gap": _gap,
    "rule": _rule,
    "page": _page,
    "signatures": _signatures,
    "closing": _closing,
    "addressee": _addressee,
    "choices": _choices,
    "board": _board,
    "together": _together,
}
