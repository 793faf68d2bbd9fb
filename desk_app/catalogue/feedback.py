"""Days to answer complaints and proposals, and who must give a name: `feedback.json`, schema 1.

`{"schema": 1, "rules": [{"id", "kind": "complaint"|"proposal", "days": calendar days, "anonymous":
true where one without a name is taken, "article", "from": day, "until": day|null, "mark"}]}`. A law
that changes is a new line from its day on; the old one gets its last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.feedback import FeedbackKind, FeedbackRule
from desk_app.domain.procedure import Mark

if TYPE_CHECKING:
    from datetime import date

    from desk_app.catalogue.entry import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedRule:
    rule: FeedbackRule
    valid_from: date
    valid_until: date | None  # inclusive
    mark: Mark

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def read_feedback(entry: Entry) -> tuple[DatedRule, ...]:
    rules = tuple(_rule(one) for one in entry.entries("rules", by="id"))
    entry.done()
    return rules


def _rule(entry: Entry) -> DatedRule:
    entry.text("id")
    rule = FeedbackRule(
        kind=entry.choice("kind", FeedbackKind),
        days=entry.whole("days", least=1),
        is_anonymous_taken=entry.flag("anonymous"),
        article=entry.text("article"),
    )
    dated = DatedRule(
        rule=rule,
        valid_from=entry.day("from"),
        valid_until=entry.optional_day("until"),
        mark=entry.choice("mark", Mark),
    )
    entry.done()
    return dated
