"""What stops somebody at the province who looks at a dossier."""

from sync.errors import SyncError


class PurposeMissing(SyncError):
    """A person's data is shown for a purpose; write it in five letters or more."""

    code = "purpose_missing"
