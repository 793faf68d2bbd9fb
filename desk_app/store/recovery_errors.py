"""What the way back into a desk, by the province's answer, may say no to."""

from desk_app.store.errors import StoreError


class RecoveryFailed(StoreError):
    """The answer does not open what this machine asked for, or belongs to another desk."""

    code = "recovery_failed"


class RecoveryUnasked(StoreError):
    """The machine has not asked the province, or has taken the answer already."""

    code = "recovery_unasked"


class RecoveryUnanswered(StoreError):
    """No answer of the province lies in `folder`."""

    code = "recovery_unanswered"


class RecoveryUnsealed(StoreError):
    """The key of this desk was never sealed to the province: it never had a key list of it."""

    code = "recovery_unsealed"
