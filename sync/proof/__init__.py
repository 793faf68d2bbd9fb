"""What a paper proves about itself: the texts of its QR codes, made and read."""
