"""Papers as a procedure file writes them.

A paper: `{"id", "name", "group": "submit"|"show", "originals": n, "copies": n, "mark": "C"|"I"|"U",
"condition"?, "waived_when"?, "channels"?: [...], "alternatives"?: [{"id", "name", "group"?,
"originals", "copies", "condition"?, "channels"?}]}`. An alternative left without a group has that
of its paper. A paper that several procedures ask for stands once under the file's `papers` by its
id and is taken by `{"use": id, "mark", …}`; keys beside `use` override. A case lists papers of its
own or ids of its version's papers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk_app.catalogue.errors import FaultKind
from desk_app.domain.procedure import Channel, Mark, PaperAlternative, PaperGroup, RequiredPaper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.catalogue.entry import Entry


def read_papers(owner: Entry, shared: Mapping[str, Any]) -> tuple[RequiredPaper, ...]:
    """The papers listed under the owner's `papers`, in their order."""
    return tuple(_paper(used(entry, shared)) for entry in owner.entries("papers", by="id"))


def read_case_papers(
    owner: Entry, shared: Mapping[str, Any], known: tuple[RequiredPaper, ...]
) -> tuple[RequiredPaper, ...] | None:
    """The papers of a case; None where it lists none and so has those of its version."""
    if not owner.has("papers"):
        return None
    by_id = {paper.id: paper for paper in known}
    papers = []
    for number, listed in enumerate(owner.raw("papers", [])):
        if isinstance(listed, dict):
            entry = owner.inner(listed, str(listed.get("id", f"papers {number + 1}")))
            papers.append(_paper(used(entry, shared)))
        elif listed in by_id:
            papers.append(by_id[listed])
        else:
            owner.fault("papers", FaultKind.UNKNOWN_REFERENCE, repr(listed))
    return tuple(papers)


def used(entry: Entry, shared: Mapping[str, Any]) -> Entry:
    """The entry itself, or the shared one it uses with its own keys laid over."""
    if not entry.has("use"):
        return entry
    name = entry.text("use")
    base = shared.get(name)
    if not isinstance(base, dict):
        entry.fault("use", FaultKind.UNKNOWN_REFERENCE, repr(name))
        return entry
    return entry.overlaid(base, name=name)


def _paper(entry: Entry) -> RequiredPaper:
    group = entry.choice("group", PaperGroup)
    paper = RequiredPaper(
        id=entry.text("id"),
        name=entry.text("name"),
        group=group,
        originals=entry.whole("originals", least=0),
        copies=entry.whole("copies", least=0),
        mark=entry.choice("mark", Mark),
        condition=entry.text("condition", default=""),
        waived_when=entry.text("waived_when", default=""),
        alternatives=tuple(
            _alternative(other, group) for other in entry.entries("alternatives", by="id")
        ),
        channels=entry.choices("channels", Channel),
    )
    if not paper.originals + paper.copies:
        entry.fault("originals", FaultKind.OUT_OF_RANGE, "neither originals nor copies")
    entry.done()
    return paper


def _alternative(entry: Entry, group: PaperGroup) -> PaperAlternative:
    alternative = PaperAlternative(
        id=entry.text("id"),
        name=entry.text("name"),
        group=entry.choice("group", PaperGroup) if entry.has("group") else group,
        originals=entry.whole("originals", least=0),
        copies=entry.whole("copies", least=0),
        condition=entry.text("condition", default=""),
        channels=entry.choices("channels", Channel),
    )
    if not alternative.originals + alternative.copies:
        entry.fault("originals", FaultKind.OUT_OF_RANGE, "neither originals nor copies")
    entry.done()
    return alternative
