"""What can stop the hub's own commands; nothing of it travels."""

from sync.errors import SyncError


class NoSuchMachine(SyncError):
    """The hub has enrolled no machine of this number."""

    code = "no_such_machine"


class LeaseOutOfRange(SyncError):
    """A lease is `least` to `most` days."""

    code = "lease_out_of_range"


class UserNotLocked(SyncError):
    """Nobody of this name is locked at the organisation."""

    code = "user_not_locked"


class MandateKnown(SyncError):
    """A mandate of this number was given before; details: `number`."""

    code = "mandate_known"


class MandateRefused(SyncError):
    """The mandate's bounds do not fit; details: `field`."""

    code = "mandate_refused"


class RangeRefused(SyncError):
    """The range of receipts makes no sense; details: `field`."""

    code = "range_refused"


class RangeOverlaps(SyncError):
    """A number of the range was granted before; details: `symbol`, `number`, `machine`."""

    code = "range_overlaps"


class NoSuchRange(SyncError):
    """The machine has no such range that stands; details: `symbol`."""

    code = "no_such_range"


class NoSuchMandate(SyncError):
    """The organisation has no mandate of this number; details: `number`."""

    code = "no_such_mandate"


class VersionRefused(SyncError):
    """A version is numbers with points between, such as 0.2.0."""

    code = "version_refused"


class DayRefused(SyncError):
    """A day is written as 2027-01-31."""

    code = "day_refused"


class QuarantineUnknown(SyncError):
    """No frame of this number waits for a person."""

    code = "quarantine_unknown"


class FrameNotTaken(SyncError):
    """The frame does not follow what the hub holds of its author, or is there for other reasons."""

    code = "frame_not_taken"


class RootKeyRefused(SyncError):
    """The file is no root key, or not the one this hub's lists are signed by."""

    code = "root_key_refused"


class KeyNotListed(SyncError):
    """No key of this fingerprint is in the list, or it is the last one this hub can sign with."""

    code = "key_not_listed"


class KeyListFull(SyncError):
    """The list holds as many keys as it may; take an old one out first."""

    code = "key_list_full"


class HubPutBack(SyncError):
    """The database was put back from a copy, or a replica took over, and nobody told the hub."""

    code = "hub_put_back"


class CopyDamaged(SyncError):
    """A copy of the hub does not read as it was written; `part` says where."""

    code = "copy_damaged"


class CopyFailed(SyncError):
    """A copy cannot be written to the folder, or put back from it."""

    code = "copy_failed"


class BackupUnknown(SyncError):
    """No copy of this number was made by this hub."""

    code = "backup_unknown"


class TlsUnusable(SyncError):
    """The hub's certificates cannot be used or renewed, for `reason`."""

    code = "tls_unusable"


class LaneOutOfRange(SyncError):
    """A lane is two running numbers 1–9999, the first not above the last."""

    code = "lane_out_of_range"


class LaneTaken(SyncError):
    """The lane overlaps one granted before."""

    code = "lane_taken"


class LanesUsedUp(SyncError):
    """The organisation has no free running numbers left to grant."""

    code = "lanes_used_up"


class UnknownDossierCode(SyncError):
    """The hub holds no dossier of this code."""

    code = "unknown_dossier_code"


class FileUnreadable(SyncError):
    """A file named on the command line cannot be read, or is not of the kind asked for."""

    code = "file_unreadable"


class ReleaseRefused(SyncError):
    """The dossier has ended, or its beginning is not in force: nobody holds it, for `reason`."""

    code = "release_refused"


class ResultRefused(SyncError):
    """The rules do not take a result for this dossier now, for `reason`."""

    code = "result_refused"


class StateRefused(SyncError):
    """The rules do not let the dossier into this state now; `reason` is the rule's code."""

    code = "state_refused"


class AddressRefused(SyncError):
    """An address to listen at is HOST:PORT; details: `address`."""

    code = "address_refused"


class NoSuchFeedback(SyncError):
    """No feedback has this number; details: `number`."""

    code = "no_such_feedback"


class FeedbackAnswered(SyncError):
    """The feedback has its answer, which stays; details: `number`."""

    code = "feedback_answered"


class MessageNotSent(SyncError):
    """A message may not have gone; it is tried again. Details: `reason`."""

    code = "message_not_sent"


class SenderRefused(SyncError):
    """Messages go to a folder, or to an address with a key file; one of the two is to be named."""

    code = "sender_refused"
