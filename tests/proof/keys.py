"""Keys of invented machines and of an invented province, the same in every run."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.proof.paper import PaperKind, Statement, hash_of_list
from sync.proof.stub import StubRecord
from sync.sealing import seal_key

PROVINCE = seal_key("AGE-SECRET-KEY-1W2HW5RE45ZRE42YDSCH40QEFDA2KNZREW9R2KZFL0KXF33MPMEKQ3DJJQX")
RECEIPT = Statement(
    kind=PaperKind.RECEIPT,
    code="H17.20443-261123-0001",
    procedure="1.001193",
    issued_at=1_795_400_000,
    due_at=1_795_430_000,
    name="Bhling Thị Hoa",
    papers=2,
    papers_hash=hash_of_list(["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"]),
)
RECORD = StubRecord(
    code="H17.20443-261123-0001",
    register_year=2026,
    register_number=123,
    procedure="1.001193",
    applicant="Bhling Thị Hoa",
    personal_id="048199000123",
    phone="0905 000 123",
    address="Thôn A Rớh, xã Hùng Sơn, thành phố Đà Nẵng",
    received_at=1_795_400_000,
    due_at=1_795_430_000,
    papers=2,
    result_by="counter",
    fee_vnd=8_000,
    clerk="Nguyễn Văn Minh",
)


class Machine:
    """A machine that signs."""

    def __init__(self, name: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)
