"""The project's own files, as the tests about its shape see them."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("desk_app", "sync", "printing", "locales", "main.py")
# What tools leave behind, by name anywhere in the tree; `data` only at its top (`main.py --data`).
LEFT_BY_TOOLS = re.compile(
    r"\.git|\.venv|\..*cache|\.hypothesis|\.coverage.*|htmlcov|__pycache__|.*\.egg-info"
)


def files(*tops: str) -> Iterator[Path]:
    """Every file below the given parts of the tree (all of it without any)."""
    for top in [ROOT / name for name in tops] or [ROOT]:
        if top.is_file():
            yield top
        for folder, folders, names in os.walk(top):
            left = {"data"} if Path(folder) == ROOT else set()
            folders[:] = sorted(
                name for name in folders if name not in left and not LEFT_BY_TOOLS.fullmatch(name)
            )
            yield from (
                Path(folder, name) for name in sorted(names) if not LEFT_BY_TOOLS.fullmatch(name)
            )


def product_modules() -> list[Path]:
    return [path for path in files(*PRODUCT) if path.suffix == ".py"]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def inside(path: Path) -> str:
    """The path as a person of the project says it."""
    return path.relative_to(ROOT).as_posix()
