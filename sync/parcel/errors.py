"""What can stop a parcel, a stick, or a relay; codes and words as in `sync.errors`."""

from sync.errors import SyncError

# Parcels on a stick, or through a colleague's machine


class NotAParcel(SyncError):
    """The thing is no regular file named *.vnb, or holds no parcel of this program."""

    code = "not_a_parcel"


class ParcelIsFolder(SyncError):
    """A folder is named like a parcel: look inside it, or copy the file again."""

    code = "parcel_is_folder"


class ParcelForOthers(SyncError):
    """The parcel is sealed for another machine or another hub; nothing of it was read."""

    code = "parcel_for_others"


class ParcelDamaged(SyncError):
    """What the stick gives back is not what was written; take another stick."""

    code = "parcel_damaged"


class ParcelUnreadable(SyncError):
    """Not even the beginning of the parcel can be read; ask for it again."""

    code = "parcel_unreadable"


class ParcelCancelled(SyncError):
    """A person stopped it; nothing was left on the stick."""

    code = "parcel_cancelled"


class ParcelOutdated(SyncError):
    """The parcel is older than what the province has said since; nothing of it was taken."""

    code = "parcel_outdated"


class StickFull(SyncError):
    """The stick has no room: `need` and `free` bytes, where they are known."""

    code = "stick_full"


class StickReadOnly(SyncError):
    """The stick cannot be written: switched to read-only, or not this account's."""

    code = "stick_read_only"


class StickUnreadable(SyncError):
    """What lies on the stick may not be read by this account."""

    code = "stick_unreadable"


class StickGone(SyncError):
    """The stick or the folder is not there any more; nothing was lost, do it again."""

    code = "stick_gone"


# The commune's own network


class RelayFull(SyncError):
    """The relay keeps no more; bring the parcel by line or stick."""

    code = "relay_full"


class RelayNotKnown(SyncError):
    """What answers is not the relay whose code was compared; nothing was believed."""

    code = "relay_not_known"


class RelayUnreachable(SyncError):
    """The relay's machine does not answer on this network; the work stays here."""

    code = "relay_unreachable"


class RelayNotChosen(SyncError):
    """No relay was chosen here yet; choose one and compare its code."""

    code = "relay_not_chosen"


class NotColleague(SyncError):
    """The other machine may not be told of dossiers; `reason` says why. Nothing was given or taken.

    Reasons: not_proved, other_organisation, another_key, revoked, lease_ended, here, there.
    """

    code = "not_colleague"
