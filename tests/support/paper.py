"""Pictures of written paper, drawn for tests of scans."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FACE = Path(__file__).parents[2] / "printing/fonts/Tinos-Regular.ttf"


def written_page(*, dpi=100, lines=22, ink=20, paper=245, words="Giấy khai sinh số"):
    """An A4 page with lines of text."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    page = Image.new("L", (width, height), paper)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FACE, dpi // 6)
    for line in range(lines):
        pen.text((dpi, dpi + line * dpi // 3), f"{words} {line} " * 3, fill=ink, font=font)
    return page


def askew(page, degrees):
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=page.getpixel((0, 0)))


def blurred(page, radius):
    return page.filter(ImageFilter.GaussianBlur(radius))


def picture_bytes(page, kind="PNG", **how):
    written = io.BytesIO()
    page.save(written, kind, **how)
    return written.getvalue()


def pictures_pdf(pages, dpi=100):
    """A PDF of pictures alone, as a scanner's own program makes it."""
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return written.getvalue()
