"""Whom a paper is from and about, as every form prints it."""

from dataclasses import dataclass

from printing.qr import QrCode, qr_code


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Where the citizen came (bộ phận Một cửa); kind and name together are its full name."""

    kind: str = "Trung tâm Phục vụ hành chính công"  # or "Bộ phận tiếp nhận và trả kết quả"
    name: str  # "xã Hùng Sơn"
    phone: str = ""
    lookup: str = ""  # where the citizen follows the dossier: an address, in words

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def foot(self) -> str:
        """The line at the foot of its papers."""
        phone = self.phone and f"Điện thoại: {self.phone}"
        lookup = self.lookup and f"Tra cứu: {self.lookup}"
        return " - ".join(filter(None, [phone, lookup]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Applicant:
    """Whose dossier it is; what is empty is printed as dots to write on."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


def code_square(text: str) -> QrCode | None:
    """The QR code beside a title; none for no text. Raises QrTooLong."""
    return qr_code(text) if text else None
