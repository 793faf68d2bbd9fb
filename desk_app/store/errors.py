"""What can stop the store; each leaf names the fact, its `code` is the key of its words in locales.

Details are strings for the words and never personal data; no key, password or name stands in them.
"""

from __future__ import annotations


class StoreError(Exception):
    """The store could not do it; what was kept before is kept still."""

    code = "store_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}


class NotEncrypted(StoreError):
    """The SQLite at hand does not encrypt; install the shipped build and start again."""

    code = "not_encrypted"


class DatabaseMissing(StoreError):
    """There is no database file in the data folder; restore a backup or enrol the desk."""

    code = "database_missing"


class DatabaseExists(StoreError):
    """A desk is set up in this folder already; nothing was overwritten."""

    code = "database_exists"


class DatabaseDamaged(StoreError):
    """Pages of the file do not pass their check; go on from a backup, keep this file."""

    code = "database_damaged"


class WrongDatabaseKey(StoreError):
    """The key file belongs to another database; put the two that belong together side by side."""

    code = "wrong_database_key"


class DatabaseBusy(StoreError):
    """Another process keeps writing; the same act may be tried again."""

    code = "database_busy"


class RoundRunning(StoreError):
    """Something goes out or in already, by the line, a stick or a relay; do it again after that."""

    code = "round_running"


class DatabaseUnreachable(StoreError):
    """The file or its folder cannot be opened or written by this account."""

    code = "database_unreachable"


class DatabaseClosed(StoreError):
    """The desk is locked; sign in again."""

    code = "database_closed"


class DiskFull(StoreError):
    """The disk took no more bytes; the act was rolled back whole, free some space and repeat it."""

    code = "disk_full"


class DiskFailed(StoreError):
    """The disk did not give the bytes back; look at the disk before going on."""

    code = "disk_failed"


class RecordRefused(StoreError):
    """A constraint of the schema said no; the act was rolled back whole."""

    code = "record_refused"


class StoreFailed(StoreError):
    """SQLite failed in a way that has no words of its own; `sqlite` is its code."""

    code = "store_failed"


class SchemaTooNew(StoreError):
    """A newer version of the application wrote this database; install that version."""

    code = "schema_too_new"


class HistoryAltered(StoreError):
    """An entry of the journal is not what its author wrote; `author`, `epoch`, `number` name it."""

    code = "history_altered"


class EntryUnreadable(StoreError):
    """An entry of the journal cannot be decoded; `author`, `epoch`, `number` name it."""

    code = "entry_unreadable"


class UnknownDossier(StoreError):
    """No dossier has this code or number."""

    code = "unknown_dossier"


class NotEnrolled(StoreError):
    """The machine has no number of the province yet; enrol it first."""

    code = "not_enrolled"


class HubAddressWrong(StoreError):
    """No address of a hub, `typed`; type it as https://name:port."""

    code = "hub_address_wrong"


class NothingRecovered(StoreError):
    """Nothing of that name waits to be reviewed any more; look at the list anew."""

    code = "nothing_recovered"


class NeedsNewEpoch(StoreError):
    """The database was restored, copied or moved: it opens for reading and writes nothing.

    `reason` is one of `witness.Doubt`; the remedy is a new epoch of the province.
    """

    code = "needs_new_epoch"


class CodeTaken(StoreError):
    """The number was given to another dossier; nothing was kept."""

    code = "code_taken"


class WrongPassword(StoreError):
    """Name or password is wrong; `seconds` is how long the next try must wait."""

    code = "wrong_password"


class WeakPin(StoreError):
    """A PIN has `digits` digits, not all the same and not counted up or down."""

    code = "weak_pin"


class UserLockedOut(StoreError):
    """Too many wrong passwords; wait `seconds`."""

    code = "user_locked_out"


class UserDisabled(StoreError):
    """The account was closed by an admin of the desk."""

    code = "user_disabled"


class UserExists(StoreError):
    """An account of this name exists."""

    code = "user_exists"


class UnknownUser(StoreError):
    """No account has this name or number."""

    code = "unknown_user"


class LastAdmin(StoreError):
    """The desk would be left without an admin; name another first."""

    code = "last_admin"


class WeakPassword(StoreError):
    """The password has fewer characters than `least`."""

    code = "weak_password"


class KeyFileMissing(StoreError):
    """Neither copy of the key file is there; restore it from a backup."""

    code = "key_file_missing"


class KeyFileDamaged(StoreError):
    """Neither copy of the key file can be read; restore it from a backup."""

    code = "key_file_damaged"


class KeyFileTooNew(StoreError):
    """A newer version of the application wrote the key file; install that version."""

    code = "key_file_too_new"


class DeviceSecretMissing(StoreError):
    """The machine's part of the key is gone; the province can recover the desk."""

    code = "device_secret_missing"


class FileMissing(StoreError):
    """The stored file is not on this disk."""

    code = "file_missing"


class FileDamaged(StoreError):
    """The stored file is not what was kept; fetch it again from the province or a backup."""

    code = "file_damaged"


class WrongPrintStep(StoreError):
    """The print is not in a state that allows this; look at the ledger."""

    code = "wrong_print_step"


class UnknownPrint(StoreError):
    """No row of the print ledger has this number."""

    code = "unknown_print"


class BackupDamaged(StoreError):
    """The backup does not read back as it was written; make another."""

    code = "backup_damaged"


class FolderNotEmpty(StoreError):
    """The folder holds a desk already; a backup is restored into an empty one."""

    code = "folder_not_empty"


class LeaseEnded(StoreError):
    """The hub has not been heard for `days` days; the desk reads only until its next word."""

    code = "lease_ended"


class MachineEnded(StoreError):
    """The province believes this machine no more; it reads, and hands over what was not sent."""

    code = "machine_ended"


class UserBarred(StoreError):
    """The province locked this person out of the organisation's machines."""

    code = "user_barred"


class DeskEnded(StoreError):
    """The keys of this desk are destroyed; what the province lacked lies sealed beside it."""

    code = "desk_ended"


class EndingWaits(StoreError):
    """The keys are to be destroyed, and what the province lacks could not be sealed before."""

    code = "ending_waits"
