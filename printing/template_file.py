"""A template's file: JSON, schema 1, read whole or refused with every fault in it.

`{"schema": 1, "form": "control-sheet", "from": "2025-09-15", "until": null, "mark": "unconfirmed",
"basis": …, "number": "Mẫu 06", "paper": "A4", "title": …, "letter"?: false, "copies"?: [label, …],
"procedures"?: [code, …], "fields"?: [name, …], "blocks": [{"block": kind, …}, …]}`. The kinds of
block and their keys: `template_blocks`; the names of values: `vocabularies`. A result's has besides
`"variant": …, "name": …, "result_number"?: phrase, "asks"?: [field, …], "scan"?: [phrase, …]`; the
fields: `asked`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from printing import template as parts
from printing.asked import names_taken, read_asked
from printing.page import Paper
from printing.phrase import Phrase
from printing.template import Mark, Offer, Template
from printing.template_blocks import read_block
from printing.template_node import FaultKind, Node, TemplateFault, TemplateFaulty, parsed
from printing.vocabularies import RESULT, VOCABULARIES, Vocabulary

_NO_DAY = date(1, 1, 1)
_TEXT = frozenset({"text"})  # what a row of an asked list has


def read_template(content: bytes, *, file: str) -> Template:
    """The template of a file's bytes; `file` names it in faults. Raises TemplateFaulty."""
    faults: list[TemplateFault] = []
    node = parsed(content, file=file, faults=faults)
    template = _template(node)
    if not faults:
        _check_values(node, template)
    if faults:
        raise TemplateFaulty(faults)
    return template


def _template(node: Node) -> Template:
    if node.number("schema", 0) != 1:
        node.fault("schema", FaultKind.NOT_A_CHOICE, "1")
    form = node.text("form")
    if form not in VOCABULARIES:
        node.fault("form", FaultKind.NOT_A_CHOICE, f"{form!r}, one of {', '.join(VOCABULARIES)}")
    since, until = node.day("from"), node.day("until")
    if since is None:
        node.fault("from", FaultKind.EMPTY)
    elif until is not None and until < since:
        node.fault("until", FaultKind.OUT_OF_RANGE, f"{until} < {since}")
    template = Template(
        form=form,
        since=since or _NO_DAY,
        until=until,
        mark=node.choice("mark", Mark),
        basis=node.text("basis"),
        number=node.text("number"),
        paper=node.choice("paper", Paper),
        file_title=node.phrase("title"),
        is_letter=node.flag("letter"),
        copies=tuple(node.texts("copies", required=False)),
        procedures=frozenset(node.texts("procedures", required=False)),
        fields=frozenset(node.texts("fields", required=False)),
        blocks=node.nodes("blocks", read_block),
        offer=_offer(node) if form == RESULT else None,
    )
    node.done()
    return template


def _offer(node: Node) -> Offer:
    return Offer(
        variant=node.text("variant"),
        name=node.text("name"),
        number=node.phrase("result_number", ""),
        asks=node.nodes("asks", read_asked, required=False),
        scan_words=node.phrases("scan", required=False),
    )


def _check_values(node: Node, template: Template) -> None:
    """Names that the form does not have, and those it cannot do without."""
    vocabulary = VOCABULARIES[template.form]
    if template.offer is not None:
        vocabulary = _with_asked(node, template.offer, vocabulary)
    used: set[str] = set()
    for name in template.file_title.names - vocabulary.texts:
        node.fault("title", FaultKind.UNKNOWN_VALUE, name)
    for number, block in enumerate(template.blocks, start=1):
        for place, names, known in _asked(block, vocabulary):
            used |= names
            for name in sorted(names - known):
                node.fault(f"blocks {number} > {place}", FaultKind.UNKNOWN_VALUE, name)
    for name in sorted(vocabulary.required - used):
        node.fault("blocks", FaultKind.NEVER_PRINTED, name)


_Asked = tuple[str, frozenset[str], frozenset[str]]  # where, the names asked for, those there are


def _with_asked(node: Node, offer: Offer, form: Vocabulary) -> Vocabulary:
    """The values of the form and those that are asked for."""
    for name in names_taken(offer.asks, form.texts | form.lists.keys()):
        node.fault("asks", FaultKind.TWICE, name)
    for number, one in enumerate(offer.asks, start=1):
        for name in sorted(one.begins.names - form.texts):
            node.fault(f"asks {number} > begins", FaultKind.UNKNOWN_VALUE, name)
    vocabulary = replace(
        form,
        texts=form.texts.union(*(one.texts for one in offer.asks)),
        lists={**form.lists, **{name: _TEXT for one in offer.asks for name in one.lists}},
    )
    for key, phrases in (("result_number", [offer.number]), ("scan", offer.scan_words)):
        for name in sorted(_names(phrases) - vocabulary.texts):
            node.fault(key, FaultKind.UNKNOWN_VALUE, name)
    return vocabulary


def _asked(block: parts.Block, vocabulary: Vocabulary) -> Iterator[_Asked]:
    below = block.content.below if isinstance(block.content, parts.Title) else ()
    # A condition prints nothing, so it does not count as printing what a form must say.
    conditions = {
        block.when,
        block.unless,
        *(n for line in below for n in (line.when, line.unless)),
    }
    for name in conditions - {""} - vocabulary.texts - vocabulary.lists.keys():
        yield "when, unless", frozenset({name}), frozenset()
    match block.content:
        case parts.Table(of=of) | parts.Board(of=of) | parts.Paragraphs(of=of) if of:
            known = vocabulary.lists.get(of)
            if known is None:
                yield "of", frozenset({of}), frozenset()
                return
            by = {block.content.by} if isinstance(block.content, parts.Board) else set[str]()
            yield of, _names(_phrases(block.content)) | by, known | vocabulary.texts
        case parts.Closing(copies_of=copies, titles_of=titles):
            lists = frozenset(filter(None, [copies, titles]))
            yield "copies_of, titles_of", lists, frozenset(vocabulary.lists)
            yield "", _names(_phrases(block.content)), vocabulary.texts
        case parts.Together(blocks=blocks):
            for inner in blocks:
                yield from _asked(inner, vocabulary)
        case content:
            yield "", _names(_phrases(content)), vocabulary.texts


def _names(phrases: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(name for one in phrases for name in one.names)


def _phrases(part: object) -> Iterator[Phrase]:
    """Every phrase inside a part of a template."""
    if isinstance(part, Phrase):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _phrases(one)
    else:
        for name in getattr(part, "__dataclass_fields__", ()):
            yield from _phrases(getattr(part, name))
