"""What the texts of QR codes prove."""
