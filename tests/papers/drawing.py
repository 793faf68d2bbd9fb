"""A form of a dossier as it stands in the journal, and the order of its words."""

from desk_app.papers.forms import draw_form


def drawn(desk, dossier, form="receipt", **how) -> bytes:
    return draw_form(desk, form, dossier, desk.journal.timeline(dossier.entity), **how)


def stand_in_order(words: str, *parts: str) -> None:
    """Every part stands in the words, each behind the one before."""
    place = 0
    for part in parts:
        found = words.find(part, place)
        assert found >= 0, f"{part!r} is not where it belongs in {words[place:]!r}"
        place = found + len(part)
