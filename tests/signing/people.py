"""The moment and the people of these tests."""

from datetime import UTC, datetime

from desk_app.signing.signer import FileSigner, open_pkcs12
from tests.support.pki import NAME, YEAR, Authority, Identity, Key, curve_key

AT = datetime(2026, 11, 23, 3, 5, 12, tzinfo=UTC)  # 10:05:12 in Việt Nam
PASSWORD = "mật khẩu 123"


def identity(authority: Authority, key: Key | None = None, *, name: str = NAME) -> Identity:
    return authority.issue(key or curve_key(), since=AT - YEAR, until=AT + YEAR, name=name)


def signer_of(authority: Authority, key: Key | None = None, *, name: str = NAME) -> FileSigner:
    return open_pkcs12(identity(authority, key, name=name).pkcs12(PASSWORD), PASSWORD, at=AT)
