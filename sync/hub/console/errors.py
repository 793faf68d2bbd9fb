"""What the console and its commands refuse."""

from sync.errors import SyncError


class OperatorKnown(SyncError):
    """Somebody of this name has an account already."""

    code = "operator_known"


class NoSuchOperator(SyncError):
    """Nobody of this name has an account that stands."""

    code = "no_such_operator"


class RoleRefused(SyncError):
    """There is no such role, or an agency's account names no agency; details: `role`."""

    code = "role_refused"


class SignInRefused(SyncError):
    """Name, password and code do not fit together; which of them is not said."""

    code = "sign_in_refused"


class StartRefused(SyncError):
    """Name and one-time code do not fit together, or the code is too old."""

    code = "start_refused"


class PasswordTooWeak(SyncError):
    """A password is `least` letters or longer and not the person's name."""

    code = "password_too_weak"


class PasswordsDiffer(SyncError):
    """The password typed again is another one."""

    code = "passwords_differ"


class TriedTooOften(SyncError):
    """Wait `seconds` and try again."""

    code = "tried_too_often"


class FormStale(SyncError):
    """The form was not made for this session: load the page again."""

    code = "form_stale"


class NotAllowed(SyncError):
    """The role may not do this."""

    code = "not_allowed"


class NoSuchPage(SyncError):
    """Nothing is at this address."""

    code = "no_such_page"


class AuditBroken(SyncError):
    """Line `number` of the audit log was changed, or the log was cut there."""

    code = "audit_broken"


class FieldRefused(SyncError):
    """What was typed into `field` cannot be read."""

    code = "field_refused"


class NoSuchAside(SyncError):
    """No change that is set aside stands there."""

    code = "no_such_aside"


class AsideDecided(SyncError):
    """Somebody has decided it before; details: `who`."""

    code = "aside_decided"


class MoveTooEarly(SyncError):
    """A machine moves once all it wrote is here; `left` changes are not, or it does not work."""

    code = "move_too_early"


class SecondPersonNeeded(SyncError):
    """Who asked for it, or whom it is about, cannot be the one who consents."""

    code = "second_person_needed"


class AlreadyDecided(SyncError):
    """Somebody consented to it or declined it before, or it waited for too long."""

    code = "already_decided"


class RecoveryRefused(SyncError):
    """A desk's key is not given out; `why` says not granted, too old, no answer yet or revoked."""

    code = "recovery_refused"
