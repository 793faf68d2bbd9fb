"""What a token's library says when something is wrong, as our own errors, each with its remedy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pkcs11 import TokenFlag
from pkcs11.exceptions import (
    AnotherUserAlreadyLoggedIn,
    FunctionNotSupported,
    KeySizeRange,
    KeyTypeInconsistent,
    MechanismInvalid,
    MechanismParamInvalid,
    PinExpired,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    SessionCount,
    SessionExists,
    UserAlreadyLoggedIn,
    UserPinNotInitialized,
)

from desk_app.signing.errors import (
    KeyUnsupported,
    TokenBusy,
    TokenLibraryUnusable,
    TokenPinLocked,
    TokenPinNotSet,
    TokenRemoved,
    WrongTokenPin,
    WrongTokenPinLastTry,
)

_WRONG = (PinIncorrect, PinInvalid, PinLenRange)
_BUSY = (UserAlreadyLoggedIn, AnotherUserAlreadyLoggedIn, SessionCount, SessionExists)
_UNSUPPORTED = (
    *(MechanismInvalid, MechanismParamInvalid, FunctionNotSupported),
    *(KeySizeRange, KeyTypeInconsistent),
)


@contextmanager
def library_errors(library: Path) -> Iterator[None]:
    """Loading a library and asking it for its slots."""
    try:
        yield
    except (PKCS11Error, RuntimeError, OSError) as error:
        raise TokenLibraryUnusable(library=library.name) from error


@contextmanager
def login_errors(flags_now: Callable[[], TokenFlag]) -> Iterator[None]:
    """Showing a PIN; `flags_now` asks the token what it says of its PIN afterwards."""
    try:
        yield
    except PinLocked as error:
        raise TokenPinLocked from error
    except (PinExpired, UserPinNotInitialized) as error:
        raise TokenPinNotSet from error
    except _WRONG as error:
        flags = flags_now()
        if flags & TokenFlag.USER_PIN_LOCKED:
            raise TokenPinLocked from error
        if flags & TokenFlag.USER_PIN_FINAL_TRY:
            raise WrongTokenPinLastTry from error
        raise WrongTokenPin from error
    except _BUSY as error:
        raise TokenBusy from error
    except PKCS11Error as error:
        raise TokenRemoved from error


@contextmanager
def use_errors() -> Iterator[None]:
    """Reading a token that is open, or signing on it.

    Makers tell of a token pulled out in a dozen ways; whatever is not about the kind of key is
    taken for that.
    """
    try:
        yield
    except _UNSUPPORTED as error:
        raise KeyUnsupported(key=type(error).__name__) from error
    except (PKCS11Error, OSError) as error:
        raise TokenRemoved from error
