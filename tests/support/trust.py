"""An authority that answers on loopback: timestamps, OCSP and lists of revoked certificates.

Made by certomancer, so that what our code reads was not written by our code.
"""

import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import yaml
from asn1crypto import ocsp, tsp
from certomancer.registry.common import ArchLabel, CertLabel, ServiceLabel
from certomancer.registry.config import CertomancerConfig
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from desk_app.signing.signer import FileSigner, open_pkcs12
from tests.support.pki import NAME, ORGANISATION, YEAR, rsa_key

PASSWORD = "mat-khau"
_ARCH = ArchLabel("vn")
_HOLDERS = ("root", "ca", "tsa", "ocsp", "leader", "office")


class TrustServer:
    """What it says depends on `at`; `is_silent` is a network that swallows everything."""

    def __init__(self, folder, port: int, *, at: datetime) -> None:
        self.at = at
        self.is_silent = False
        self.is_leader_revoked = False
        self.asked: list[str] = []
        self._folder, self._port, self._start = folder, port, at
        self._arch = self._config().get_pki_arch(_ARCH)

    @property
    def tsa_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/vn/tsa/tsa"

    @property
    def root(self) -> bytes:
        return self._arch.get_cert(CertLabel("root")).dump()

    def signer(self, who: str) -> FileSigner:
        """leader or office."""
        return open_pkcs12(self.pkcs12(who), PASSWORD, at=self._start)

    def pkcs12(self, who: str) -> bytes:
        packed = self._arch.package_pkcs12(
            CertLabel(who), certs_to_embed=[CertLabel("ca")], password=PASSWORD.encode()
        )
        return bytes(packed)

    def revoke_leader(self) -> None:
        self.is_leader_revoked = True
        self._arch = self._config().get_pki_arch(_ARCH)

    def answer(self, path: str, body: bytes) -> bytes | None:
        self.asked.append(path)
        services = self._arch.service_registry
        if self.is_silent:
            return None
        if "/tsa/" in path:
            stamper = services.summon_timestamper(ServiceLabel("tsa"), self.at)
            return stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
        if "/ocsp/" in path:
            responder = services.summon_responder(ServiceLabel("ocsp"), self.at)
            return responder.build_ocsp_response(ocsp.OCSPRequest.load(body)).dump()
        if "/crls/" in path:
            return services.get_crl(ServiceLabel(path.split("/")[3]), self.at).dump()
        return None

    def _config(self) -> CertomancerConfig:
        for name in _HOLDERS:  # one key for all: it takes long to make, and names tell them apart
            file = self._folder / f"{name}.pem"
            if not file.exists():
                file.write_bytes(
                    rsa_key(2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                )
        return CertomancerConfig.from_yaml(
            yaml.safe_dump(self._settings(), allow_unicode=True),
            key_search_dir=str(self._folder),
            external_url_prefix=f"http://127.0.0.1:{self._port}",
        )

    def _settings(self) -> dict[str, object]:
        keys = {name: {"path": f"{name}.pem"} for name in _HOLDERS}
        return {
            "external-url-prefix": f"http://127.0.0.1:{self._port}",
            "keysets": {"keys": {"path-prefix": ".", "keys": keys}},
            "pki-architectures": {
                "vn": {
                    "keyset": "keys",
                    "entities": {
                        "root": {"common-name": "CA gốc thử"},
                        "ca": {"common-name": "CA cấp dưới thử"},
                        "tsa": {"common-name": "Cơ quan cấp dấu thời gian"},
                        "ocsp": {"common-name": "Nơi trả lời OCSP"},
                        "leader": {"common-name": NAME, "organization-name": ORGANISATION},
                        "office": {"common-name": "UBND", "organization-name": ORGANISATION},
                    },
                    "certs": self._certs(),
                    "services": {
                        "ocsp": {
                            "ocsp": {
                                "for-issuer": "ca",
                                "responder-cert": "ocsp",
                                "signing-key": "ocsp",
                            }
                        },
                        "crl-repo": {
                            "root": {
                                "for-issuer": "root",
                                "signing-key": "root",
                                "simulated-update-schedule": "P7D",
                            },
                            "ca": {
                                "for-issuer": "ca",
                                "signing-key": "ca",
                                "simulated-update-schedule": "P7D",
                            },
                        },
                        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
                    },
                }
            },
        }

    def _certs(self) -> dict[str, object]:
        since, until = self._start - YEAR, self._start + YEAR
        long = _validity(since - YEAR, self._start + 30 * YEAR)
        short = _validity(since, until)
        usage = {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage"}}
        stamping = [
            usage | {"smart-value": {"schema": "key-usage", "params": ["digital_signature"]}},
            {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
        ]
        person = {"issuer": "ca", "validity": short, "profiles": ["digsig-commitment"]}
        leader = person | {"subject": "leader"}
        if self.is_leader_revoked:
            leader |= {
                "revocation": {
                    "revoked-since": (self._start - timedelta(days=1)).isoformat(),
                    "reason": "key_compromise",
                }
            }
        return {
            "root": {
                "subject": "root",
                "issuer": "root",
                "validity": long,
                "profiles": [{"id": "simple-ca", "params": {"crl-repo": "root"}}],
            },
            "ca": {
                "subject": "ca",
                "issuer": "root",
                "validity": long,
                "profiles": [
                    {"id": "simple-ca", "params": {"crl-repo": "ca", "ocsp-service": "ocsp"}}
                ],
            },
            "tsa": {
                "subject": "tsa",
                "issuer": "ca",
                "validity": _validity(since, self._start + 10 * YEAR),
                "extensions": stamping,
            },
            "ocsp": {
                "subject": "ocsp",
                "issuer": "ca",
                "validity": long,
                "profiles": ["ocsp-responder"],
            },
            "leader": leader,
            "office": person | {"subject": "office"},
        }


@contextmanager
def trust_on_loopback(folder, *, at: datetime):
    """The authority, answering until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._give(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._give(b"")

        def _give(self, body: bytes) -> None:
            answer = trust.answer(self.path, body)
            kind = "timestamp-reply" if "/tsa/" in self.path else "ocsp-response"
            if "/crls/" in self.path:
                kind = "pkix-crl"
            self.send_response(200 if answer is not None else 503)
            self.send_header("Content-Type", f"application/{kind}")
            self.send_header("Content-Length", str(len(answer or b"")))
            self.end_headers()
            self.wfile.write(answer or b"")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    trust = TrustServer(folder, server.server_port, at=at)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield trust
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _validity(since: datetime, until: datetime) -> dict[str, str]:
    return {"valid-from": since.isoformat(), "valid-to": until.isoformat()}
