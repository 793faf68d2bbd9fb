"""The one root of every broken rule; leaves stand beside the rule they guard."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule of the desk says no; the dossier is as it was before."""

    code = "rule_broken"  # the key of its words in locales/: error.<code>

    def __init__(self, **details: object) -> None:
        """Details fill the words' placeholders; never personal data."""
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}
