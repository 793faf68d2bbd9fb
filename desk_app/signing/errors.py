"""Why a file could not be signed or a signature not be taken; one leaf for each remedy.

Verdicts on a signature are values (`desk_app.signing.verdict`), not errors; only `require_good`
turns a bad one into an error, for the acts that may not go on without a good one.
"""


class SigningError(Exception):
    """Nothing was signed; the document is as it was before."""

    code = "signing_failed"  # the key of its words in locales/: error.<code>

    def __init__(self, **details: object) -> None:
        """Details fill the words' placeholders; never personal data."""
        super().__init__(self.code)
        self.details = {name: str(value) for name, value in details.items()}


class Pkcs12FileMissing(SigningError):
    """The key file cannot be read where it was chosen: put the stick back in or choose again."""

    code = "pkcs12_file_missing"


class Pkcs12Unreadable(SigningError):
    """The chosen file is no PKCS#12 file, or it is cut off: choose the .p12 or .pfx file."""

    code = "pkcs12_unreadable"


class WrongPkcs12Password(SigningError):
    """The password does not open the key file; a damaged file looks the same."""

    code = "wrong_pkcs12_password"


class Pkcs12WithoutKey(SigningError):
    """The file holds certificates but no private key of theirs: export it again with the key."""

    code = "pkcs12_without_key"


class KeyNotOpen(SigningError):
    """No key is open to sign with: give the token's PIN, or the key file and its password."""

    code = "key_not_open"


class CertificateExpired(SigningError):
    """The certificate ended on `until`: renew it or sign with another one."""

    code = "certificate_expired"


class CertificateNotYetValid(SigningError):
    """The certificate begins on `since`: look at the machine's clock first."""

    code = "certificate_not_yet_valid"


class KeyNotForSigning(SigningError):
    """Its issuer did not give this certificate for signing documents."""

    code = "key_not_for_signing"


class KeyUnsupported(SigningError):
    """A kind of key that is too weak or unknown here (`key`); RSA from 2048 bits, NIST curves."""

    code = "key_unsupported"


class TokenLibraryMissing(SigningError):
    """No library of a token's maker is on this machine: install the token's software."""

    code = "token_library_missing"


class TokenLibraryWrongMachine(SigningError):
    """The maker's `library` is for another kind of machine (`found`): install the 64-bit one."""

    code = "token_library_wrong_machine"


class TokenLibraryUnusable(SigningError):
    """The maker's `library` does not load or does not answer: install the token's software anew."""

    code = "token_library_unusable"


class TokenMissing(SigningError):
    """No token is plugged in: plug it in and wait for its light."""

    code = "token_missing"


class TokenNotThere(SigningError):
    """Tokens are plugged in, but not the one that was chosen (`token`)."""

    code = "token_not_there"


class TokenAmbiguous(SigningError):
    """Several tokens (`tokens`) are plugged in: say which by its label or serial number."""

    code = "token_ambiguous"


class TokenBusy(SigningError):
    """Another program, or another window, holds the token open: close that first."""

    code = "token_busy"


class TokenRemoved(SigningError):
    """The token was pulled out or does not answer; plug it in again and sign the rest."""

    code = "token_removed"


class TokenWithoutKey(SigningError):
    """The token holds no certificate together with a key that may sign."""

    code = "token_without_key"


class WrongTokenPin(SigningError):
    """The PIN is wrong; the token counts."""

    code = "wrong_token_pin"


class WrongTokenPinLastTry(SigningError):
    """The PIN is wrong, and one more wrong one locks the token for good."""

    code = "wrong_token_pin_last_try"


class TokenPinLocked(SigningError):
    """The token has locked itself after too many wrong PINs: its issuer unlocks it."""

    code = "token_pin_locked"


class TokenPinNotSet(SigningError):
    """The token's PIN was never set or has run out: set it with the maker's program."""

    code = "token_pin_not_set"


class RootUnreadable(SigningError):
    """A root certificate handed in for checking is no certificate."""

    code = "root_unreadable"


class PdfUnreadable(SigningError):
    """No PDF, or one too damaged to be signed or judged."""

    code = "pdf_unreadable"


class PdfEncrypted(SigningError):
    """The PDF is locked with a password: save it without one first."""

    code = "pdf_encrypted"


class PdfLocked(SigningError):
    """The first signer allowed no change at all, not even a further signature."""

    code = "pdf_locked"


class PdfAlreadySigned(SigningError):
    """Fields for signatures can be made only before the first signature."""

    code = "pdf_already_signed"


class NoFreeField(SigningError):
    """No field was made for a further visible signature before the first: sign without one."""

    code = "no_free_signature_field"


class FieldTaken(SigningError):
    """The named field (`field`) holds a signature already, or is no signature field."""

    code = "signature_field_taken"


class PlaceOffPage(SigningError):
    """The chosen place does not lie on the page, or there is no such page (`page`, from 1)."""

    code = "place_off_page"


class PictureUnreadable(SigningError):
    """The picture of the signature or of the seal is no PNG picture."""

    code = "signature_picture_unreadable"


class LookUnreadable(SigningError):
    """The province's own `file` of how signatures look is not of its form: mend or remove it."""

    code = "signature_look_unreadable"


class SignerNameUnprintable(SigningError):
    """The page's font lacks a `character` of the signer's name: sign without a picture."""

    code = "signer_name_unprintable"


class TimestampUnreachable(SigningError):
    """The time-stamping authority does not answer; the file stays in the queue."""

    code = "timestamp_unreachable"


class ProofsUnreachable(SigningError):
    """The issuer's lists of revoked certificates cannot be had; the file stays in the queue."""

    code = "proofs_unreachable"


class SignerRevoked(SigningError):
    """The issuer says that the signer's certificate was revoked: have the result signed anew."""

    code = "signer_revoked"


class NoTimestampService(SigningError):
    """No time-stamping authority is set for this desk: ask the province for its address."""

    code = "no_timestamp_service"


class TimestampServiceWrong(SigningError):
    """The `address` of the time-stamping service is none: it begins with http:// or https://."""

    code = "timestamp_service_wrong"


class SignatureMissing(SigningError):
    """The file carries no signature at all."""

    code = "signature_missing"


class SignatureBroken(SigningError):
    """The signed bytes are no longer those that were signed, or the signature is no signature."""

    code = "signature_broken"


class PdfAlreadyChanged(SigningError):
    """The file was edited after it was signed; what is read now is not what was signed."""

    code = "pdf_already_changed"


class SignerUntrusted(SigningError):
    """The signature is whole, but its certificate cannot be relied on (`problem`)."""

    code = "signer_untrusted"
