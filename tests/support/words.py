"""The words on the pages of a PDF, as anybody's reader finds them."""

import pypdfium2


def words_on(pdf: bytes) -> str:
    """The text of all pages, every stretch of white space made one blank."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            document[number].get_textpage().get_text_bounded() for number in range(len(document))
        ]
    return " ".join(" ".join(pages).split())
