"""The blocks of a template as strips of a sheet, with the values of one form in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from itertools import groupby
from typing import TypeAlias

from printing import blocks
from printing import template as parts
from printing.blocks import Letterhead, Signatory
from printing.board import board_group
from printing.choices import choices
from printing.fonts import NO_BREAK_SPACE, Face
from printing.letter import Signer, addressee, body, closing
from printing.lines import balanced
from printing.page import Sheet
from printing.phrase import Phrase, Values
from printing.qr import QrCode
from printing.strips import Rule, Strip
from printing.table import Cell, Column, table

Lists: TypeAlias = Mapping[str, Sequence[Values]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the form says: the values its blocks ask for."""

    letterhead: Letterhead
    texts: Values
    lists: Lists
    codes: Mapping[str, QrCode]  # by what they say


def set_block(
    sheet: Sheet,
    block: parts.Block,
    *,
    letterhead: Letterhead,
    texts: Values,
    lists: Lists,
    codes: Mapping[str, QrCode],
) -> list[Strip]:
    """The strips of one block; none where its condition does not hold. Raises GlyphMissing."""
    return _set(sheet, block, Said(letterhead=letterhead, texts=texts, lists=lists, codes=codes))


def _set(sheet: Sheet, block: parts.Block, said: Said) -> list[Strip]:
    if not _stands(block.when, block.unless, said):
        return []
    return _strips(block.content, sheet, said)


@singledispatch
def _strips(content: object, sheet: Sheet, said: Said) -> list[Strip]:
    """The strips of a block that stands there, by its kind."""
    del sheet, said
    raise TypeError(content)


@_strips.register
def _(_: parts.Head, sheet: Sheet, said: Said) -> list[Strip]:
    return [blocks.letterhead(sheet, said.letterhead)]


@_strips.register
def _(title: parts.Title, sheet: Sheet, said: Said) -> list[Strip]:
    below = [
        line.text.runs(said.texts) for line in title.below if _stands(line.when, line.unless, said)
    ]
    code = said.codes.get(title.qr.text(said.texts))
    stub = said.codes.get(title.stub.text(said.texts))
    lines = _texts(title.lines, said.texts)
    return [blocks.heading(sheet, lines, below=below, code=code, beside=stub)]


@_strips.register
def _(line: parts.FieldLine, sheet: Sheet, said: Said) -> list[Strip]:
    value = line.value.text(said.texts)
    face = line.value.pieces[0].face if line.value.pieces else Face.REGULAR
    after = line.after.text(said.texts)
    return blocks.field(sheet, line.label.text(said.texts), value, face=face, after=after)


@_strips.register
def _(pair: parts.Pair, sheet: Sheet, said: Said) -> list[Strip]:
    return blocks.field_pair(sheet, _half(pair.left, said.texts), _half(pair.right, said.texts))


@_strips.register
def _(plain: parts.Plain, sheet: Sheet, said: Said) -> list[Strip]:
    sheet = replace(sheet, size=sheet.size * plain.scale)
    runs = plain.text.runs(said.texts)
    if not plain.is_centred:
        return blocks.text_lines(sheet, runs)
    lines = balanced(runs, size=sheet.size, limit=sheet.measure)
    return [
        Strip(height=sheet.leading, marks=blocks.centred_lines(sheet, [line])) for line in lines
    ]


@_strips.register
def _(alone: parts.Code, sheet: Sheet, said: Said) -> list[Strip]:
    code = said.codes.get(alone.text.text(said.texts))
    if code is None:
        return []
    x = (sheet.left + sheet.right - code.side) / 2 + code.squares.x
    return [Strip(height=code.side, marks=(replace(code.squares, x=x),))]


@_strips.register
def _(asked: parts.Paragraphs, sheet: Sheet, said: Said) -> list[Strip]:
    rows = [{**said.texts, **row} for row in said.lists[asked.of]] if asked.of else [said.texts]
    texts = [one.runs(row) for row in rows for one in asked.texts]
    if asked.is_numbered:
        texts = [
            [(f"{number}.{NO_BREAK_SPACE}", Face.REGULAR), *runs]
            for number, runs in enumerate(texts, start=1)
        ]
    if not asked.keeps:
        return body(sheet, texts, after=asked.after)
    last = blocks.clinging(body(sheet, texts[-1:], after=asked.after))
    return [*body(sheet, texts[:-1], after=asked.after), *last]


@_strips.register
def _(asked: parts.Table, sheet: Sheet, said: Said) -> list[Strip]:
    scaled = replace(sheet, size=sheet.size * asked.scale)
    columns = [
        Column(
            head=column.head.text(said.texts),
            share=column.share,
            is_centred=column.is_centred,
            is_amount=column.is_amount,
            group=column.group,
        )
        for column in asked.columns
    ]
    rows: list[list[Cell]] = [
        [_cell(column, {**said.texts, **row}, said.codes) for column in asked.columns]
        for row in said.lists[asked.of]
    ]
    white: list[Cell] = [[()] * len(column.lines) for column in asked.columns]
    rows += [white] * asked.blank_rows
    foot = [phrase.text(said.texts) for phrase in asked.foot]
    return table(scaled, columns, rows, foot=foot)


@_strips.register
def _(gap: parts.Gap, sheet: Sheet, said: Said) -> list[Strip]:
    del said
    return [blocks.gap(sheet, gap.lines)]


@_strips.register
def _(_: parts.Across, sheet: Sheet, said: Said) -> list[Strip]:
    del said
    y = sheet.leading / 2
    line = Rule(x1=sheet.left, y1=y, x2=sheet.right, y2=y, weight=0.7)
    return [Strip(height=sheet.leading, marks=(line,))]


@_strips.register
def _(_: parts.NewPage, sheet: Sheet, said: Said) -> list[Strip]:
    del sheet, said
    return [Strip(height=0, breaks=True)]


@_strips.register
def _(sides: parts.Signatures, sheet: Sheet, said: Said) -> list[Strip]:
    left = _signatory(sides.left, said.texts) if sides.left else None
    return [blocks.signatures(sheet, left, _signatory(sides.right, said.texts))]


@_strips.register
def _(end: parts.Closing, sheet: Sheet, said: Said) -> list[Strip]:
    titles = (*_texts(end.titles, said.texts), *_listed(end.titles_of, said))
    copies = (*_texts(end.copies_to, said.texts), *_listed(end.copies_of, said))
    signer = Signer(titles=titles, name=end.name.text(said.texts))
    return [closing(sheet, copies, signer)]


@_strips.register
def _(to: parts.Addressee, sheet: Sheet, said: Said) -> list[Strip]:
    return addressee(sheet, to.name.text(said.texts))


@_strips.register
def _(asked: parts.Choices, sheet: Sheet, said: Said) -> list[Strip]:
    chosen = asked.chosen.text(said.texts)
    return choices(sheet, asked.label.text(said.texts), asked.options, chosen=chosen)


@_strips.register
def _(board: parts.Board, sheet: Sheet, said: Said) -> list[Strip]:
    rows = [{**said.texts, **row} for row in said.lists[board.of]]
    groups = [list(grouped) for _, grouped in groupby(rows, key=lambda row: row[board.by])]
    return [
        strip
        for group in groups
        for strip in board_group(
            sheet,
            title=board.title.text(group[0]),
            rows=[board.row.runs(row) for row in group],
            code=said.codes[board.qr.text(group[0])],
        )
    ]


@_strips.register
def _(kept: parts.Together, sheet: Sheet, said: Said) -> list[Strip]:
    return blocks.clinging([one for part in kept.blocks for one in _set(sheet, part, said)])


def _stands(when: str, unless: str, said: Said) -> bool:
    return (not when or _has(when, said)) and not (unless and _has(unless, said))


def _has(name: str, said: Said) -> bool:
    return bool(said.lists[name] if name in said.lists else said.texts[name].strip())


def _half(line: parts.FieldLine, texts: Values) -> tuple[str, str]:
    return line.label.text(texts), line.value.text(texts)


def _cell(column: parts.TableColumn, values: Values, codes: Mapping[str, QrCode]) -> Cell:
    code = codes.get(column.qr.text(values))
    if code is not None:
        return code
    if len(column.lines) == 1 and all(
        piece.face is Face.REGULAR for piece in column.lines[0].pieces
    ):
        return column.lines[0].text(values)
    return [line.runs(values) for line in column.lines]


def _signatory(side: parts.Side, texts: Values) -> Signatory:
    return Signatory(
        titles=_texts(side.titles, texts),
        how=side.how.text(texts),
        name=side.name.text(texts),
        note=side.note.text(texts),
    )


def _listed(name: str, said: Said) -> list[str]:
    """The texts of a list; none where no list is named."""
    return [row["text"] for row in said.lists[name]] if name else []


def _texts(phrases: Sequence[Phrase], texts: Values) -> tuple[str, ...]:
    return tuple(one.text(texts) for one in phrases)
