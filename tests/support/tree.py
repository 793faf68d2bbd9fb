"""The project's own files, as the tests about its shape see them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("desk_app", "sync", "printing", "locales", "main.py")
# What people's tools leave behind; everything else in the folder is the project's.
LEFT_BY_TOOLS = re.compile(
    r"^(\.git|\.venv|\..*cache|\.hypothesis|\.coverage.*|htmlcov|data|__pycache__|build|dist|.*\.egg-info)$"
)


def files(*tops: str) -> Iterator[Path]:
    """Every file below the given parts of the tree (all of it without any), in order."""
    for top in sorted(ROOT / name for name in tops) if tops else [ROOT]:
        if top.is_file():
            yield top
            continue
        for path in sorted(top.rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.is_file() and not any(LEFT_BY_TOOLS.match(part) for part in parts):
                yield path


def product_modules() -> list[Path]:
    return [path for path in files(*PRODUCT) if path.suffix == ".py"]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def inside(path: Path) -> str:
    """The path as a person of the project says it."""
    return path.relative_to(ROOT).as_posix()
