"""What the publication of catalogue files refuses."""

from collections.abc import Sequence

from sync.errors import SyncError
from sync.hub.shelf_rules import Flaw


class NoSuchDraft(SyncError):
    """There is no version of this `number`."""

    code = "no_such_draft"


class DraftDecided(SyncError):
    """Somebody has published or declined version `number` already."""

    code = "draft_decided"


class DraftOvertaken(SyncError):
    """Since version `number` was prepared, another one of its file was published."""

    code = "draft_overtaken"


class SamePerson(SyncError):
    """Who prepared version `number` may not approve it."""

    code = "same_person"


class ImportRefused(SyncError):
    """The file has `count` flaws; none of it was taken."""

    code = "import_refused"

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__(count=len(flaws))
