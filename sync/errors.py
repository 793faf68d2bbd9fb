"""What can stop sync; each leaf names the fact, its `code` is the key of its text in locales.

A verdict on a change is a value, not an error: see `protocol.page`. What the hub refuses as a whole
travels as a signed refusal and is raised at the desk as the class of its code.
"""


class SyncError(Exception):
    """The root; details are strings for the text and never personal data."""

    code = "sync_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = {key: str(value) for key, value in details.items()}


# What is read


class MalformedChange(SyncError):
    """The bytes are no change record, or a value has no place in one; `reason` says which rule."""

    code = "malformed_change"


class MalformedMessage(SyncError):
    """The bytes are no message of this protocol; `reason` says which rule."""

    code = "malformed_message"


class UnknownVersion(MalformedMessage):
    """The other end speaks version `found`, which this end does not."""

    code = "unknown_version"


class DictionaryUnknown(MalformedMessage):
    """Packed with a dictionary that this end does not have; send it again without."""

    code = "dictionary_unknown"


class BadSignature(SyncError):
    """The message was not signed by the key it names, or for another purpose."""

    code = "bad_signature"


# What stops a round at the desk; the first four pass by themselves, the others need a person


class HubUnreachable(SyncError):
    """No connection, or no progress on it; the next try may succeed."""

    code = "hub_unreachable"


class HubAnsweredRubbish(SyncError):
    """What answered is not the hub, such as the sign-in page of a network; try later."""

    code = "hub_answered_rubbish"


class HubFailed(SyncError):
    """The hub could not do its work, such as with a full disk; try later."""

    code = "hub_failed"


class HubBusy(SyncError):
    """The hub asks to come again after `retry_after_s`."""

    code = "hub_busy"


class HubTooOld(SyncError):
    """The hub does not speak this desk's version; the province must update its hub."""

    code = "hub_too_old"


class DeskTooOld(SyncError):
    """The hub no longer speaks this desk's version; update the desk, its work is kept."""

    code = "desk_too_old"


class HubNotKnown(SyncError):
    """The answer is signed by another key than the one learnt at enrolment."""

    code = "hub_not_known"


class WrongHub(SyncError):
    """The message is meant for another hub."""

    code = "wrong_hub"


class EnrolCodeRefused(SyncError):
    """The code is mistyped, used, expired or of another hub; ask the province for a new one."""

    code = "enrol_code_refused"


class InvitationMissing(SyncError):
    """No code was typed, and no invitation lies in `folder`."""

    code = "invitation_missing"


class InvitationsMany(SyncError):
    """`count` invitations lie in `folder`: which one is this machine's, the code must tell."""

    code = "invitations_many"


class EnrolmentWaits(SyncError):
    """The request to enrol lies in `file`, and the province's answer does not lie beside it yet."""

    code = "enrolment_waits"


class MachineUnknown(SyncError):
    """The hub does not know this machine; it must be enrolled."""

    code = "machine_unknown"


class MachineRevoked(SyncError):
    """The province has revoked this machine; its unsent work stays on it."""

    code = "machine_revoked"


class EpochNeeded(SyncError):
    """The file of this machine is older than what the hub has of it: restored or copied."""

    code = "epoch_needed"


class EpochUnknown(SyncError):
    """The hub has forgotten this epoch, for it was put back from a copy; show it its own grant."""

    code = "epoch_unknown"


class EpochsUsedUp(SyncError):
    """The machine has had every epoch there is; it must be enrolled as a new one."""

    code = "epochs_used_up"


class GrantRefused(SyncError):
    """A grant that is not for this machine, not asked for, or taken before; `reason` says which."""

    code = "grant_refused"


class HistoryForked(SyncError):
    """The hub has another history under this machine's name; the province must look."""

    code = "history_forked"


class HelloReplayed(SyncError):
    """The counter of a hello was used before; `counter` is the highest the hub has seen."""

    code = "hello_replayed"


class FrameRefused(SyncError):
    """Changes `first` to `last` cannot be read by the hub, for `reason`."""

    code = "frame_refused"


class ReplicaDiverged(SyncError):
    """The records of a scope differ from the hub's even after they were fetched anew."""

    code = "replica_diverged"


class RequestTooLarge(SyncError):
    """The request is larger than the hub takes; send less at once."""

    code = "request_too_large"


# Keys and sealing


class SealKeyRefused(SyncError):
    """The text is no key to seal with; `part` says recipient or private."""

    code = "seal_key_refused"


class SealBroken(SyncError):
    """What was sealed does not open here: damaged, or sealed for others, as `reason` says."""

    code = "seal_broken"


class KeyListRefused(SyncError):
    """The list of the hub's keys is not the next one after the one known here."""

    code = "key_list_refused"


# The QR of a paper


class NotOurPaper(SyncError):
    """The text is of another scheme: this program never wrote it on a paper."""

    code = "not_our_paper"


class PaperTooNew(SyncError):
    """Written by a later program, in version `found` of the scheme; update this one."""

    code = "paper_too_new"


class PaperDamaged(SyncError):
    """It names our scheme, but nothing we ever wrote reads so: altered, or not read whole."""

    code = "paper_damaged"


# Files


class FileUnknown(SyncError):
    """The hub has no such file, or not for this machine."""

    code = "file_unknown"


class FileTooLarge(SyncError):
    """The file is larger than `most_bytes`."""

    code = "file_too_large"


class FileDamaged(SyncError):
    """The bytes that arrived do not have the digest that names the file."""

    code = "file_damaged"


class OffsetConflict(SyncError):
    """The hub holds `offset` bytes of the file; send from there."""

    code = "offset_conflict"


# The hub's own commands


class HubMissing(SyncError):
    """There is no hub in this folder; `hub init` makes one."""

    code = "hub_missing"


class HubExists(SyncError):
    """There is a hub in this folder already."""

    code = "hub_exists"


class HubKeyDamaged(SyncError):
    """The hub's key file cannot be read."""

    code = "hub_key_damaged"


class DatabaseUnusable(SyncError):
    """The hub's database cannot be opened, or belongs to another hub."""

    code = "database_unusable"


class AddressTaken(SyncError):
    """The hub cannot listen at this address."""

    code = "address_taken"


class UnknownOrg(SyncError):
    """No such organisation code."""

    code = "unknown_org"
