"""Golden files: what the code made once and a person looked at."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops


@dataclass(frozen=True, slots=True)
class Golden:
    """`golden.check("receipt-a5.txt", text)`; a missing file is a failure, not a first run."""

    folder: Path
    update: bool = field(default=False, kw_only=True)

    def check(self, name: str, made: str | bytes) -> None:
        kept = self.folder / name
        made_bytes = made.encode() if isinstance(made, str) else made
        if self.update:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(made_bytes)
        assert kept.is_file(), f"no golden file {name}: run pytest --update-golden and look at it"
        if isinstance(made, str):
            assert made == kept.read_text(encoding="utf-8")
        assert made_bytes == kept.read_bytes(), f"{name} differs from the golden file"

    def check_picture(self, name: str, made: Image.Image, *, most: int) -> None:
        """No dot differs by more than `most` greys once both are blurred by half."""
        if self.update:
            target = BytesIO()
            made.save(target, format="PNG", optimize=True)
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(target.getvalue())
        kept = self.folder / name
        assert kept.is_file(), f"no golden file {name}: run pytest --update-golden and look at it"
        with Image.open(kept) as picture:
            assert picture.size == made.size
            half = (made.width // 2, made.height // 2)
            difference = ImageChops.difference(picture.resize(half), made.resize(half))
        assert difference.getextrema()[1] <= most, f"{name} looks different"
