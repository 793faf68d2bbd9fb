"""Signing tokens in software (SoftHSM): real PKCS#11; a token is a folder to take away."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, ObjectClass

from tests.support.pki import Identity

PIN = "13579246"
UTIL = "softhsm2-util"
LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")


@dataclass(frozen=True, kw_only=True)
class Drawer:
    """Where the tokens of this process lie; a library reads its settings once."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "Drawer":
        (folder / "tokens").mkdir(parents=True)
        settings = folder / "softhsm2.conf"
        settings.write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n", "utf-8")
        os.environ["SOFTHSM2_CONF"] = str(settings)
        return cls(folder=folder)

    def token(self, label: str, *identities: Identity, with_keys: bool = True) -> Path:
        """A new token holding these keys and certificates; where its folder lies."""
        before = set((self.folder / "tokens").iterdir())
        run("--init-token", "--free", "--label", label, "--so-pin", "98765432", "--pin", PIN)
        (made,) = set((self.folder / "tokens").iterdir()) - before
        for number, identity in enumerate(identities, 1):
            if with_keys:
                self._put_key(label, identity, number)
        self._put_certificates(label, identities)
        return made

    def _put_key(self, label: str, identity: Identity, number: int) -> None:
        file = self.folder / "key.pem"
        file.write_bytes(
            identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        run(
            *("--import", str(file), "--token", label, "--label", "key", "--id", f"{number:02x}"),
            *("--pin", PIN),
        )
        file.unlink()

    def _put_certificates(self, label: str, identities: tuple[Identity, ...]) -> None:
        library = pkcs11.lib(str(LIBRARY))
        library.reinitialize()  # SoftHSM looks for tokens only when it starts
        with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
            for number, identity in enumerate(identities, 1):
                for certificate, id_ in (
                    (identity.certificate, bytes([number])),
                    *((above, b"") for above in identity.above),
                ):
                    session.create_object(
                        {
                            Attribute.CLASS: ObjectClass.CERTIFICATE,
                            Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                            Attribute.TOKEN: True,
                            Attribute.ID: id_,
                            Attribute.SUBJECT: certificate.subject.public_bytes(),
                            Attribute.VALUE: certificate.public_bytes(Encoding.DER),
                        }
                    )


def pull_out(token: Path) -> None:
    """As a hand pulls a token out of its socket."""
    shutil.rmtree(token)


def run(*options: str) -> None:
    subprocess.run((UTIL, *options), check=True, capture_output=True, timeout=60)
