"""What the API says no to; `STATUSES` is the number each goes with."""

from sync.errors import SyncError


class KeyRefused(SyncError):
    """No key was shown, or it is unknown, ended or over its day."""

    code = "api_key_refused"


class ScopeMissing(SyncError):
    """The key may not do this; details: `scope`."""

    code = "api_scope_missing"


class DossierUnseen(SyncError):
    """No dossier of this code that the key may see."""

    code = "api_dossier_unseen"


class ResultNotThere(SyncError):
    """The dossier has no signed result, or its file has not come to the province yet."""

    code = "api_result_not_there"


class CursorUnknown(SyncError):
    """The cursor is none that this hub ever gave."""

    code = "api_cursor_unknown"


class WordTaken(SyncError):
    """The same Idempotency-Key came with another request."""

    code = "api_word_taken"


class BodyTooLarge(SyncError):
    """More bytes than are taken; details: `most_bytes`."""

    code = "api_body_too_large"


class BodyRefused(SyncError):
    """The request is not as the description says; details: `field`."""

    code = "api_body_refused"


class ResultFileRefused(SyncError):
    """The result is empty, no PDF, locked or changed after it was signed; details: `reason`."""

    code = "result_file_refused"


class TooMany(SyncError):
    """More requests than a key may make; details: `wait_s`."""

    code = "api_too_many"


class KeyUnknown(SyncError):
    """No key of this number is in force."""

    code = "api_key_unknown"


class ScopeUnknown(SyncError):
    """No such right; details: `scope`."""

    code = "api_scope_unknown"


class DaysOutOfRange(SyncError):
    """A key lasts 1 to `most` days."""

    code = "api_days_out_of_range"


class WebhookUnknown(SyncError):
    """No webhook of this number is in force."""

    code = "webhook_unknown"


class WebhookUrlRefused(SyncError):
    """Changes go to an https address, or to this machine itself."""

    code = "webhook_url_refused"


class FolderUnusable(SyncError):
    """The folder for feed files cannot be written to; details: `folder`."""

    code = "feed_folder_unusable"


STATUSES = {
    KeyRefused.code: 401,
    ScopeMissing.code: 403,
    DossierUnseen.code: 404,
    ResultNotThere.code: 404,
    CursorUnknown.code: 409,
    WordTaken.code: 409,
    BodyTooLarge.code: 413,
    BodyRefused.code: 422,
    ResultFileRefused.code: 422,
    TooMany.code: 429,
    "state_refused": 409,
    "hub_failed": 503,
}
