import pytest

from desk_app.signing.signer import FileSigner, open_pkcs12
from tests.signing.pages import result_page
from tests.signing.people import AT, PASSWORD, identity
from tests.support.pki import Authority


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority.root("Cơ quan chứng thực thử nghiệm", at=AT)


@pytest.fixture(scope="session")
def signer(authority: Authority) -> FileSigner:
    return open_pkcs12(identity(authority).pkcs12(PASSWORD), PASSWORD, at=AT)


@pytest.fixture(scope="session")
def roots(authority: Authority) -> list[bytes]:
    return [authority.pem]


@pytest.fixture(scope="session")
def page() -> bytes:
    return result_page()
